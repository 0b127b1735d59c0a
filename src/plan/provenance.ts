import type { ClassCount } from "../classes/classes.js";
import { usageError } from "../errors.js";
import type { Facts, Plan } from "./plan.js";
import type { Settings } from "./settings.js";
import type { Smoothing } from "../smoothing/smoothing.js";
import { VERSION } from "../version.js";
import { option } from "../wording/option.js";

/** What is written into the schema of the output, so that a later reader knows what the targets are. */
export function provenance(
  { smoothing, targetName, layout }: Settings,
  { classes, label, input, soft }: Facts,
): object {
  const { names, counts } = classes;
  const before = smoothedBefore(input.metadata);
  const isAgain = soft?.every((index) => isTarget(input.columns[index].name, before)) === true;
  return {
    version: VERSION,
    method: smoothing.method,
    epsilon: (isAgain ? twice(before, smoothing) : undefined) ?? smoothing.epsilon,
    // With the class index alone, the loss is to smooth by these numbers itself.
    target: layout === "none" ? null : targetName,
    label: label?.name,
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
 * @throws {DatasetError} If it does (`ALREADY_SMOOTHED`); for uniform smoothing with what both passes amount to.
 */
export function refuseSmoothed({ smoothing, allowResmooth }: Settings, { input }: Facts): void {
  if (allowResmooth || input.metadata?.has("smooth_dataset") !== true) {
    return;
  }
  const before = smoothedBefore(input.metadata);
  if (before !== undefined && (before.target === null || before.epsilon === 0)) {
    return;
  }
  const total = twice(before, smoothing);
  throw usageError(
    "ALREADY_SMOOTHED",
    `the dataset is smoothed already${before === undefined ? "" : ` (${before.method}, epsilon ${before.epsilon})`}`,
    {
      file: input.names[0],
      hint: `${total === undefined ? "" : `Smoothing its targets again would amount to epsilon ${total}. `}Say ${option("allowResmooth", true)} to do it all the same.`,
    },
  );
}

interface SmoothedBefore {
  readonly method: string;
  readonly epsilon: number;
  /** The name of the targets; null where there are none. */
  readonly target: unknown;
}

function smoothedBefore(
  metadata: ReadonlyMap<string, string> | undefined,
): SmoothedBefore | undefined {
  try {
    const { method, epsilon, target } = JSON.parse(
      metadata?.get("smooth_dataset") ?? "{}",
    ) as Partial<Record<keyof SmoothedBefore, unknown>>;
    return typeof method === "string" && typeof epsilon === "number"
      ? { method, epsilon, target }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a column holds the targets of the pass before, as a list or one class of them. */
function isTarget(name: string, before: SmoothedBefore | undefined): boolean {
  return (
    before !== undefined && (name === before.target || name.startsWith(`${String(before.target)}_`))
  );
}

/** What two passes towards the uniform distribution amount to, to twelve digits; undefined for others. */
function twice(
  before: SmoothedBefore | undefined,
  { method, epsilon }: Smoothing,
): number | undefined {
  return before?.method === "uniform" && method === "uniform"
    ? Number((1 - (1 - before.epsilon) * (1 - epsilon)).toPrecision(12))
    : undefined;
}
