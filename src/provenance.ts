import { usageError } from "./errors.js";
import type { Facts } from "./plan.js";
import type { Settings } from "./settings.js";
import { VERSION } from "./version.js";

/** What is written into the schema of the output, so that a later reader knows what the targets are. */
export function provenance(
  { smoothing, targetName, layout }: Settings,
  { classes, label }: Facts,
): object {
  const { names, counts } = classes;
  return {
    version: VERSION,
    method: smoothing.method,
    epsilon: smoothing.epsilon,
    // With the class index alone, the loss is to smooth by these numbers itself.
    target: layout === "none" ? null : targetName,
    label: label?.name,
    classes: names.map((name, code) =>
      counts === undefined ? { name } : { name, count: counts[code] },
    ),
  };
}

/**
 * Refuses a dataset whose metadata says that it is smoothed, unless that is wanted.
 * @throws {DatasetError} If it does (`ALREADY_SMOOTHED`); for uniform smoothing with what both passes amount to.
 */
export function refuseSmoothed({ smoothing, allowResmooth }: Settings, { input }: Facts): void {
  const text = input.metadata?.get("smooth_dataset");
  if (text === undefined || allowResmooth) {
    return;
  }
  const before = smoothedBefore(text);
  if (before !== undefined && (before.target === null || before.epsilon === 0)) {
    return;
  }
  const both = before?.method === "uniform" && smoothing.method === "uniform";
  const total = both ? 1 - (1 - before.epsilon) * (1 - smoothing.epsilon) : 0;
  throw usageError(
    "ALREADY_SMOOTHED",
    `the dataset is smoothed already${before === undefined ? "" : ` (${before.method}, epsilon ${before.epsilon})`}`,
    {
      file: input.names[0],
      hint: `${both ? `Smoothing it again would amount to epsilon ${Number(total.toPrecision(12))}. ` : ""}Say --allow-resmooth to do it all the same.`,
    },
  );
}

interface SmoothedBefore {
  readonly method: string;
  readonly epsilon: number;
  /** The name of the targets; null where there are none. */
  readonly target: unknown;
}

function smoothedBefore(text: string): SmoothedBefore | undefined {
  try {
    const { method, epsilon, target } = JSON.parse(text) as Partial<
      Record<keyof SmoothedBefore, unknown>
    >;
    return typeof method === "string" && typeof epsilon === "number"
      ? { method, epsilon, target }
      : undefined;
  } catch {
    return undefined;
  }
}
