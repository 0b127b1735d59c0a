import { usageError } from "./errors.js";
import { oneOf } from "./wording/one-of.js";
import { option } from "./wording/option.js";
import {
  smooth,
  smoothOthers,
  smoothProbability,
  smoothProbabilityOthers,
} from "./kernels/smooth.js";
import type { Targets } from "./targets.js";
import { CodedTargets, DenseTargets } from "./targets.js";

/** Where the mass that is taken from a row goes: to all classes alike, or to the other classes. */
export type SmoothingMethod = "uniform" | "others";

/** How targets are smoothed. */
export interface Smoothing {
  readonly method: SmoothingMethod;
  /** The mass moved, in [0, 1]. */
  readonly epsilon: number;
}

export const SMOOTHING_METHODS: readonly SmoothingMethod[] = ["uniform", "others"];

const KERNELS = {
  uniform: { whole: smooth, single: smoothProbability },
  others: { whole: smoothOthers, single: smoothProbabilityOthers },
} as const;

/**
 * Settles what a user asked for.
 * @throws {DatasetError} If epsilon is outside [0, 1] (`BAD_EPSILON`) or there is no such method (`UNKNOWN_VALUE`).
 */
export function resolveSmoothing({
  method,
  epsilon = 0.1,
}: {
  readonly method?: string;
  readonly epsilon?: number;
}): Smoothing {
  if (typeof epsilon !== "number" || !(epsilon >= 0 && epsilon <= 1)) {
    throw usageError("BAD_EPSILON", `${option("epsilon")}: ${epsilon} is not in [0, 1]`);
  }
  return { method: oneOf(method, SMOOTHING_METHODS, "method") ?? "uniform", epsilon };
}

/**
 * Smoothed targets: `(1 − ε)·q + ε/K`, or for `others` `(1 − ε)·q + ε·(1 − q)/(K − 1)`. Coded targets stay coded: only
 * their two values are smoothed.
 */
export function smoothTargets(targets: Targets, { method, epsilon }: Smoothing): Targets {
  const { whole, single } = KERNELS[method];
  const { classes } = targets;
  if (targets.kind === "dense") {
    if (targets.values.length === 0) {
      return targets;
    }
    return new DenseTargets(classes, whole(targets.values.slice(), classes, epsilon));
  }
  const { codes, on, off } = targets;
  return new CodedTargets(
    classes,
    codes,
    single(on, classes, epsilon),
    single(off, classes, epsilon),
  );
}
