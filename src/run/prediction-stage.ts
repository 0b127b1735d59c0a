import type { Batch } from "../batch.js";
import type { Plan } from "../plan/plan.js";
import { JoinPredictions } from "../stages/join-predictions.js";
import type { PredictionFile } from "./prediction-file.js";
import type { Sources } from "./sources.js";

/** The stage that gives every row its predictions, where there are any. */
export function predictionStage(
  { predictions, classes }: Plan,
  { file }: Sources,
  signal: AbortSignal | undefined,
): JoinPredictions | undefined {
  if (predictions === undefined) {
    return undefined;
  }
  const { columns, kind, kindFrom, positive, on } = predictions;
  return new JoinPredictions({
    select: columns,
    // What nobody said, and what is expected, is checked: logits that look like probabilities are refused.
    kind: kindFrom === "given" || kind === "probs" ? kind : undefined,
    classes: classes.names,
    positive,
    source: file && batchesOf(file, predictions, signal),
    on: on && `${literally(on.data)}=${literally(on.predictions)}`,
  });
}

/** The name as it stands in `on`. */
function literally(name: string): string {
  return name.replace(/[\\=]/gu, String.raw`\$&`);
}

async function* batchesOf(
  { input, format }: PredictionFile,
  { file }: NonNullable<Plan["predictions"]>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Batch, void, undefined> {
  const { fields, dialect } = file ?? {};
  for await (const batch of format.read(input, { fields, dialect, signal })) {
    yield batch.withOrigin({ file: input.name, firstRow: batch.firstRow });
  }
}
