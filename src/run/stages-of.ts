import type { Transform } from "node:stream";
import type { ClassCount } from "../classes/classes.js";
import type { WriteRequest } from "../formats/format.js";
import { loadFormat } from "../formats/index.js";
import type { Plan } from "../plan/plan.js";
import { finalMetadata } from "../plan/provenance.js";
import { LabelSmoother } from "../stages/label-smoother.js";
import { OneHotEncoder } from "../stages/one-hot-encoder.js";
import { SoftTargetReader } from "../stages/soft-target-reader.js";

/** What a plan makes of the targets of each batch. */
export interface TargetStages {
  readonly reader: OneHotEncoder | SoftTargetReader;
  readonly smoother: LabelSmoother;
  /** The rows of each class so far; nothing for soft targets. */
  readonly counted: () => readonly ClassCount[] | undefined;
}

/** The stages that give every row its targets. */
export function targetStages(plan: Plan): TargetStages {
  const { method, epsilon } = plan.smoothing;
  const reader = plan.soft === undefined ? oneHotEncoder(plan) : softTargetReader(plan);
  return {
    reader,
    smoother: new LabelSmoother({ method, epsilon }),
    counted: () => (reader instanceof OneHotEncoder ? reader.result.classes : undefined),
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
    chunkRows: output.chunkRows,
    chunkBytes: output.chunkBytes,
    metadata: new Map(Object.entries(output.metadata)),
    footerMetadata: () => finalMetadata(plan, counted()),
    blocks,
  });
}

function oneHotEncoder({ label, classes, indexLabels }: Plan): OneHotEncoder {
  const { names } = classes;
  return new OneHotEncoder({
    label: label as string,
    classes: names,
    numClasses: indexLabels ? names.length : undefined,
  });
}

function softTargetReader({ soft, classes }: Plan): SoftTargetReader {
  return new SoftTargetReader({
    columns: soft as readonly string[],
    classes: classes.names.length,
  });
}
