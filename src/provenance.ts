import { usageError } from "./errors.js";
import type { Facts } from "./plan.js";
import type { Settings } from "./settings.js";
import { VERSION } from "./version.js";

/** What is written into the schema of the output, so that a later reader knows what the targets are. */
export function provenance({ smoothing, targetName }: Settings, { classes, label }: Facts): object {
  const { names, counts } = classes;
  return {
    version: VERSION,
    method: smoothing.method,
    epsilon: smoothing.epsilon,
    target: targetName,
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

function smoothedBefore(text: string): { method: string; epsilon: number } | undefined {
  try {
    const { method, epsilon } = JSON.parse(text) as { method?: unknown; epsilon?: unknown };
    return typeof method === "string" && typeof epsilon === "number"
      ? { method, epsilon }
      : undefined;
  } catch {
    return undefined;
  }
}
