import type { Smoothing } from "../smoothing/smoothing.js";

/** What the metadata of a dataset says of how its targets were smoothed. */
export interface SmoothedBefore {
  readonly method: string;
  /** Null where classes or rows differed. */
  readonly epsilon: number | null;
  /** The name of the targets; null where there are none. */
  readonly target: unknown;
  readonly prior?: unknown;
  /** True where each class was a question of its own. */
  readonly multi_label?: unknown;
  /** `long` where each row became several lines. */
  readonly layout?: unknown;
}

/** What the metadata says; undefined where it says nothing that can be understood. */
export function smoothedBefore(
  metadata: ReadonlyMap<string, string> | undefined,
): SmoothedBefore | undefined {
  try {
    const said = JSON.parse(metadata?.get("smooth_dataset") ?? "{}") as Partial<
      Record<keyof SmoothedBefore, unknown>
    >;
    const { method, epsilon, target, prior, multi_label, layout } = said;
    return typeof method === "string" && (typeof epsilon === "number" || epsilon === null)
      ? { method, epsilon, target, prior, multi_label, layout }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a column holds the targets of the pass before, as a list or one class of them. */
export function isTarget(name: string, before: SmoothedBefore | undefined): boolean {
  return (
    before !== undefined && (name === before.target || name.startsWith(`${String(before.target)}_`))
  );
}

/**
 * What two passes towards the same distribution amount to, to twelve digits; undefined for others.
 * @param isMulti Whether each class is a question of its own.
 */
export function twice(
  before: SmoothedBefore | undefined,
  smoothing: Smoothing,
  isMulti: boolean,
): number | undefined {
  return typeof before?.epsilon === "number" &&
    smoothing.epsilon !== null &&
    (before.multi_label === true) === isMulti &&
    isSameShare(before, smoothing)
    ? Number((1 - (1 - before.epsilon) * (1 - smoothing.epsilon)).toPrecision(12))
    : undefined;
}

function isSameShare(before: SmoothedBefore, { method, prior }: Smoothing): boolean {
  if (before.method !== method) {
    return false;
  }
  return (
    method === "uniform" ||
    (method === "prior" && JSON.stringify(before.prior) === JSON.stringify(prior))
  );
}
