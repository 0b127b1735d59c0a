import { checkProbabilities, checkWholeRows } from "./checks.js";
import { checkWeights } from "./check-predictions.js";
import type { Probabilities } from "./one-hot.js";

/** A row within row-major values. */
export interface RowSpan {
  readonly values: Probabilities;
  readonly start: number;
  readonly classes: number;
}

/**
 * The entropy of every target row, in nats: `H_n = −Σ_c q_c · ln q_c`, with 0 · ln 0 = 0.
 *
 * @param targets Probabilities, row-major [rows, classes].
 * @param classes Row width, K; a positive whole number.
 * @returns An entropy for each row, in [0, ln classes].
 * @throws {RangeError} If `classes` is outside its domain or the targets are no whole rows of it.
 * @throws {TypeError} If `targets` is neither a Float32Array nor a Float64Array.
 * @example entropy(Float64Array.of(0.5, 0.5, 1, 0), 2) // Float64Array [0.693…, 0]
 * @see Shannon 1948, "A mathematical theory of communication"
 */
export function entropy(targets: Probabilities, classes: number): Float64Array {
  return byRow(targets, classes, entropyOfRow);
}

/**
 * The least cross-entropy that any prediction can reach against every target row, in nats:
 * `−Σ_c w_c · q_c · ln(w_c · q_c / Σ_j w_j · q_j)`, reached by `p ∝ w · q`. Without weights it is the
 * entropy, for rows that sum to 1. A loss minus its floor is a divergence, and not negative.
 *
 * @param targets Probabilities as they are scored: after smoothing. Row-major [rows, classes].
 * @param classes Row width, K; a positive whole number.
 * @param weights w, [classes]: finite, not negative. Default: 1 for each class.
 * @returns A floor for each row.
 * @throws {RangeError} If `classes` or a weight is outside its domain, or the targets are no whole rows of it.
 * @throws {TypeError} If `targets` is neither a Float32Array nor a Float64Array.
 * @example crossEntropyFloor(Float64Array.of(0.91, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01), 10) // Float64Array [0.50028804…]
 */
export function crossEntropyFloor(
  targets: Probabilities,
  classes: number,
  weights?: ArrayLike<number>,
): Float64Array {
  checkWholeRows("targets", 0, classes);
  const checked = checkWeights(weights, classes);
  return byRow(targets, classes, (row) => floorOfRow(row, checked));
}

/** {@link entropy} of one row. */
export function entropyOfRow({ values, start, classes }: RowSpan): number {
  let sum = 0;
  for (let index = start; index < start + classes; index++) {
    sum -= timesLogarithm(values[index]);
  }
  return sum;
}

/** {@link crossEntropyFloor} of one row: `(Σ t) · ln Σ t − Σ t · ln t` with t = w · q. */
export function floorOfRow({ values, start, classes }: RowSpan, weights: Float64Array): number {
  let total = 0;
  for (let code = 0; code < classes; code++) {
    total += weights[code] * values[start + code];
  }
  let floor = 0;
  for (let code = 0; code < classes; code++) {
    const share = (weights[code] * values[start + code]) / total;
    floor -= share > 0 ? share * Math.log(share) : 0;
  }
  return total === 0 ? 0 : total * floor;
}

function timesLogarithm(probability: number): number {
  return probability === 0 ? 0 : probability * Math.log(probability);
}

function byRow(
  targets: Probabilities,
  classes: number,
  each: (row: RowSpan) => number,
): Float64Array {
  checkProbabilities("targets", targets);
  checkWholeRows("targets", targets.length, classes);
  return Float64Array.from({ length: targets.length / classes }, (_, row) =>
    each({ values: targets, start: row * classes, classes }),
  );
}
