import { Readable } from "node:stream";
import type { Batch } from "../../src/batch.js";
import { sliceBatch } from "../../src/columns.js";
import type { CrossEntropyResult } from "../../src/loss/loss-result.js";
import type { LossOptions } from "../../src/loss/loss-settings.js";
import type { PredictionKind } from "../../src/predictions/predictions.js";
import { CrossEntropy } from "../../src/stages/cross-entropy.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import { CodedTargets, DenseTargets, type Targets } from "../../src/targets.js";
import { batchOf, floatColumn, textColumn } from "../columns-from.js";

/** Predictions and what they are scored against: class codes (-1: none), or rows of shares. */
export interface Scenario {
  readonly predictions: readonly (readonly number[])[];
  readonly kind?: PredictionKind;
  readonly codes?: readonly number[];
  readonly soft?: readonly (readonly number[])[];
  readonly multi?: boolean;
  readonly smoothing?: ConstructorParameters<typeof LabelSmoother>[0];
  readonly sampleWeights?: readonly number[];
  /** The values of a column `by`. */
  readonly by?: readonly (string | null)[];
  readonly loss?: LossOptions;
  /** How many rows each batch has. */
  readonly sizes?: readonly number[];
  readonly names?: readonly string[];
}

/** What the stages say of a scenario: the loss of each row, NaN where there is none, and what it comes to. */
export async function scored(scenario: Scenario): Promise<{
  readonly rows: number[];
  readonly batches: Batch[];
  readonly result: CrossEntropyResult;
}> {
  const { smoothing, loss, sampleWeights, by } = scenario;
  const stage = new CrossEntropy({
    ...loss,
    sampleWeight: sampleWeights && "w",
    by: by && "by",
  });
  const source = Readable.from(batchesOf(scenario));
  const smoothed = smoothing === undefined ? source : source.pipe(new LabelSmoother(smoothing));
  smoothed.on("error", (error) => stage.destroy(error));
  const batches = (await smoothed.pipe(stage).toArray()) as Batch[];
  const rows = batches.flatMap((batch) => [...(batch.loss as Float64Array)]);
  return { rows, batches, result: stage.result };
}

function batchesOf(scenario: Scenario): Batch[] {
  const { predictions, kind = "logits", sampleWeights, by, names } = scenario;
  const rows = predictions.length;
  const classes = predictions[0]?.length ?? 2;
  const columns = [
    ...(sampleWeights === undefined ? [] : [floatColumn("w", sampleWeights)]),
    ...(by === undefined ? [] : [textColumn("by", by)]),
    floatColumn(
      "x",
      Array.from({ length: rows }, () => 0),
    ),
  ];
  const whole = batchOf(columns)
    .withTargets(targetsOf(scenario, classes), names)
    .withPredictions({ classes, kind, values: Float64Array.from(predictions.flat()) });
  let start = 0;
  return (scenario.sizes ?? [rows]).map((size) => {
    start += size;
    return sliceBatch(whole, start - size, start);
  });
}

function targetsOf({ codes, soft, multi }: Scenario, classes: number): Targets {
  return codes === undefined
    ? new DenseTargets(classes, Float64Array.from(soft?.flat() ?? []), { multi })
    : new CodedTargets(classes, Int32Array.from(codes));
}
