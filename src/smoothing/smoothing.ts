import { usageError } from "../errors.js";
import { oneOf } from "../wording/one-of.js";

/**
 * Where the mass that is taken from a row goes: to all classes alike, to given shares of them, to the other classes, to
 * those near by, or by a matrix.
 */
export type SmoothingMethod = "uniform" | "prior" | "others" | "ordinal" | "matrix";

/** How targets are smoothed: plain data. */
export interface Smoothing {
  readonly method: SmoothingMethod;
  /** The mass moved, in [0, 1]. */
  readonly epsilon: number;
  /** The mass moved from each class instead, in class order. */
  readonly classEpsilons?: readonly number[];
  /** The column that holds the mass moved from each row instead. */
  readonly epsilonColumn?: string;
  /** For `prior`: the shares of the classes, in class order. */
  readonly prior?: readonly number[];
  /** For `ordinal`: the width of the Gaussian, in classes. */
  readonly sigma?: number;
  /** For `matrix`: where each class's mass goes, row-major [classes, classes]. */
  readonly matrix?: readonly number[];
}

export const SMOOTHING_METHODS: readonly SmoothingMethod[] = [
  "uniform",
  "prior",
  "others",
  "ordinal",
  "matrix",
];

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
    throw usageError("BAD_EPSILON", `epsilon is ${epsilon}; it must be in [0, 1]`);
  }
  return { method: oneOf(method, SMOOTHING_METHODS, "method") ?? "uniform", epsilon };
}
