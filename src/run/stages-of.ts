import type { Transform } from "node:stream";
import type { ClassCount } from "../classes/classes.js";
import type { WriteRequest } from "../formats/format.js";
import { loadFormat } from "../formats/index.js";
import type { Plan } from "../plan/plan.js";
import { finalMetadata } from "../plan/provenance.js";
import { CrossEntropy } from "../stages/cross-entropy.js";
import { LabelSmoother } from "../stages/label-smoother.js";
import { MultiHotEncoder } from "../stages/multi-hot-encoder.js";
import { OneHotEncoder } from "../stages/one-hot-encoder.js";
import { SoftTargetReader } from "../stages/soft-target-reader.js";

/** What a plan makes of the targets of each batch. */
export interface TargetStages {
  readonly reader: OneHotEncoder | MultiHotEncoder | SoftTargetReader;
  readonly smoother: LabelSmoother;
  /** The rows of each class so far; nothing for soft targets. */
  readonly counted: () => readonly ClassCount[] | undefined;
  /** The rows so far that have no target. */
  readonly ignored: () => number;
}

/** The stages that give every row its targets. */
export function targetStages(plan: Plan): TargetStages {
  const { onValue: _on, offValue: _off, epsilon, ...smoothing } = plan.smoothing;
  const reader = plan.soft === undefined ? labelEncoder(plan) : softTargetReader(plan);
  return {
    reader,
    smoother: new LabelSmoother({ ...smoothing, epsilon: epsilon ?? undefined }),
    counted: () => (reader instanceof SoftTargetReader ? undefined : reader.result.classes),
    ignored: () => reader.result.ignored,
  };
}

/**
 * The stage that turns batches into the bytes of the output.
 * @param request.counted The rows of each class, asked for after the last batch.
 */
export async function encoderOf(
  plan: Plan,
  { blocks, counted }: Pick<WriteRequest, "blocks"> & Pick<TargetStages, "counted">,
): Promise<Transform> {
  const { output } = plan;
  const { encoder } = await loadFormat(output.format);
  return encoder({
    columns: output.columns.map((column) => column.name),
    fields: output.road === "rows" ? undefined : output.fields,
    dialect: output.dialect,
    targets: output.targets,
    scores: output.scores,
    chunkRows: output.chunkRows,
    chunkBytes: output.chunkBytes,
    metadata: new Map(Object.entries(output.metadata)),
    footerMetadata: () => finalMetadata(plan, counted()),
    blocks,
  });
}

/** The stage that reckons the loss, where there are predictions. */
export function lossStage({ loss, classes }: Plan): CrossEntropy | undefined {
  return loss && new CrossEntropy({ ...loss, classes: classes.names });
}

function labelEncoder(plan: Plan): OneHotEncoder | MultiHotEncoder {
  const { indexLabels, multiLabel, ignored } = plan;
  const { names } = plan.classes;
  const label = plan.label as string;
  const numClasses = indexLabels ? names.length : undefined;
  const options = { label, classes: names, numClasses, ...ignored };
  return multiLabel === undefined
    ? new OneHotEncoder(options)
    : new MultiHotEncoder({ ...options, separator: multiLabel.separator });
}

function softTargetReader({ soft, classes, multiLabel, ignored }: Plan): SoftTargetReader {
  return new SoftTargetReader({
    columns: soft as readonly string[],
    classes: classes.names.length,
    multiLabel: multiLabel !== undefined,
    ignoreMissing: ignored?.ignoreLabel === "",
  });
}
