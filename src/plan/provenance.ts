import type { ClassCount } from "../classes/classes.js";
import { usageError } from "../errors.js";
import type { Facts, Plan } from "./plan.js";
import type { Settings } from "./settings.js";
import type { Smoothing } from "../smoothing/smoothing.js";
import { isTarget, type SmoothedBefore, smoothedBefore, twice } from "./smoothed-before.js";
import { writtenMatrix } from "./written-matrix.js";
import { VERSION } from "../version.js";
import { option } from "../wording/option.js";

/** What is written into the schema of the output, so that a later reader knows what the targets are. */
export function provenance(
  { targetName, layout, positive, multiLabel }: Settings,
  { classes, label, input, soft }: Facts,
  smoothing: Smoothing,
): object {
  const { names, counts } = classes;
  const before = smoothedBefore(input.metadata);
  const isAgain = soft?.every((index) => isTarget(input.columns[index].name, before)) === true;
  const { method, prior, sigma, classEpsilons, epsilonColumn, matrix } = smoothing;
  return {
    version: VERSION,
    method,
    epsilon:
      (isAgain ? twice(before, smoothing, multiLabel !== undefined) : undefined) ??
      smoothing.epsilon,
    class_eps: classEpsilons,
    eps_column: epsilonColumn,
    prior,
    sigma,
    matrix: matrix && writtenMatrix(matrix),
    // With the class index alone, the loss is to smooth by these numbers itself.
    target: layout === "none" ? null : targetName,
    layout: layout === "long" ? layout : undefined,
    positive,
    label: label?.name,
    multi_label: multiLabel === undefined ? undefined : true,
    classes: names.map((name, code) =>
      counts === undefined ? { name } : { name, count: counts[code] },
    ),
  };
}

/**
 * What the schema of the output is to say once all rows are written: how many rows each class has, where that was not
 * known before. Counts that came with the class list are those of the data it was learned from, and stay.
 * @param counted The classes with their counts in this run; absent for soft targets, which have no whole ones.
 */
export function finalMetadata(
  { classes, output }: Plan,
  counted: readonly ClassCount[] | undefined,
): ReadonlyMap<string, string> {
  const { smooth_dataset: known } = output.metadata;
  if (known === undefined || counted === undefined || classes.counts !== undefined) {
    return new Map();
  }
  const done = { ...(JSON.parse(known) as object), classes: counted };
  return new Map([["smooth_dataset", JSON.stringify(done)]]);
}

/**
 * Refuses a dataset whose metadata says that it is smoothed, unless that is wanted.
 * @throws {DatasetError} If it has a line for each row and class (`LONG_INPUT`), or is smoothed (`ALREADY_SMOOTHED`); where both passes have the same aim, with what they amount to.
 */
export function refuseSmoothed(
  { allowResmooth, multiLabel, task }: Settings,
  { input }: Facts,
  smoothing: Smoothing,
): void {
  if (allowResmooth || input.metadata?.has("smooth_dataset") !== true) {
    return;
  }
  const before = smoothedBefore(input.metadata);
  if (before?.layout === "long") {
    throw usageError(
      "LONG_INPUT",
      "the dataset has a line for each row and class (layout long): its lines are no rows to smooth",
      { file: input.names[0], hint: "Smooth the dataset that it was made of." },
    );
  }
  const isPlain = before !== undefined && (before.target === null || before.epsilon === 0);
  if (isPlain || (task === "score" && smoothing.epsilon === 0)) {
    return;
  }
  const total = twice(before, smoothing, multiLabel !== undefined);
  throw usageError("ALREADY_SMOOTHED", `the dataset is smoothed already${described(before)}`, {
    file: input.names[0],
    hint: `${total === undefined ? "" : `Smoothing its targets again would amount to epsilon ${total}. `}Say ${option("allowResmooth", true)} to do it all the same.`,
  });
}

function described(before: SmoothedBefore | undefined): string {
  if (before === undefined) {
    return "";
  }
  return before.epsilon === null
    ? ` (${before.method})`
    : ` (${before.method}, epsilon ${before.epsilon})`;
}
