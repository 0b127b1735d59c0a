import {
  checkArray,
  checkClasses,
  checkEpsilon,
  checkNumber,
  checkProbabilities,
  checkRows,
  shown,
} from "./checks.js";
import type { Probabilities } from "./one-hot.js";
import { BinarySpread, MatrixSpread, OrdinalSpread, PriorSpread, type Spread } from "./spread.js";

/**
 * Mixes every target row with a distribution over the classes, such as their frequencies, in place:
 * `q[n, k] ← (1 − epsilon) · q[n, k] + epsilon · prior[k]`,
 * computed in float64 and rounded once, to the width of the array.
 *
 * @param targets Probabilities, row-major [rows, classes]; overwritten.
 * @param prior Where the mass goes, one probability a class; as many as a row is wide. Its sum is not looked at.
 * @param epsilon Mass moved to the prior, in [0, 1].
 * @returns `targets`.
 * @throws {RangeError} If `epsilon` is outside its domain, a probability is negative or not finite, or `targets` are no
 *   whole rows.
 * @throws {TypeError} If `targets` is neither a Float32Array nor a Float64Array, or `prior` no array.
 * @example smoothTowards(Float64Array.of(0, 1), [0.75, 0.25], 0.5) // Float64Array [0.375, 0.625]
 * @see Pereyra et al. 2017, https://arxiv.org/abs/1701.06548; `prior_dist` of Paddle's `label_smooth`
 */
export function smoothTowards<Targets extends Probabilities>(
  targets: Targets,
  prior: ArrayLike<number>,
  epsilon: number,
): Targets {
  checkArray("prior", prior);
  checkNotNegative("prior", prior);
  return smoothRows(targets, prior.length, epsilon, () => new PriorSpread(prior));
}

/**
 * Sends what each class loses through a matrix, in place: `q[n] ← (1 − epsilon) · q[n] + epsilon · (q[n] · matrix)`,
 * computed in float64 and rounded once, to the width of the array. With epsilon 1 it is a noise transition.
 *
 * @param targets Probabilities, row-major [rows, classes]; overwritten.
 * @param matrix Where the mass of each class goes, row-major [classes, classes]. The sums of its rows are not looked at.
 * @param epsilon Mass moved, in [0, 1].
 * @returns `targets`.
 * @throws {RangeError} If `epsilon` is outside its domain, the matrix is not square or holds a number that is negative or
 *   not finite, or `targets` are no whole rows.
 * @throws {TypeError} If `targets` is neither a Float32Array nor a Float64Array, or `matrix` no array.
 * @example smoothThrough(Float64Array.of(0, 1), [0, 1, 0.5, 0.5], 0.5) // Float64Array [0.25, 0.75]
 * @see https://arxiv.org/abs/1912.09393 (similarity) and https://arxiv.org/abs/1609.03683 (noise)
 */
export function smoothThrough<Targets extends Probabilities>(
  targets: Targets,
  matrix: ArrayLike<number>,
  epsilon: number,
): Targets {
  checkArray("matrix", matrix);
  const classes = Math.sqrt(matrix.length);
  if (!Number.isInteger(classes)) {
    throw new RangeError(`matrix holds ${matrix.length} values, expected a square number`);
  }
  checkNotNegative("matrix", matrix);
  return smoothRows(targets, classes, epsilon, () => new MatrixSpread(classes, matrix));
}

/**
 * Hands what a class loses to the other classes by their distance, in place:
 * `q[n] ← (1 − epsilon) · q[n] + epsilon · (q[n] · G)`, where `G[y, c] ∝ exp(−(c − y)² / 2 sigma²)` for `c ≠ y`, its rows
 * summing to 1; computed in float64 and rounded once, to the width of the array. A single class keeps its mass.
 *
 * @param targets Probabilities, row-major [rows, classes]; overwritten.
 * @param classes Row width, K; a positive divisor of `targets.length`. Their order is what distance means.
 * @param epsilon Mass moved, in [0, 1].
 * @param sigma The width of the Gaussian in classes, above 0 and finite.
 * @returns `targets`.
 * @throws {RangeError} If `classes`, `epsilon` or `sigma` is outside its domain.
 * @throws {TypeError} If `targets` is neither a Float32Array nor a Float64Array, or `sigma` no number.
 * @example smoothOrdinal(Float64Array.of(0, 1, 0), 3, 0.1, 1) // Float64Array [0.05, 0.9, 0.05]
 * @see after Díaz and Marathe 2019, "Soft Labels for Ordinal Regression" (CVPR)
 */
export function smoothOrdinal<Targets extends Probabilities>(
  targets: Targets,
  classes: number,
  epsilon: number,
  sigma = 1,
): Targets {
  checkClasses(classes);
  checkNumber("sigma", sigma);
  if (!(sigma > 0 && sigma < Infinity)) {
    throw new RangeError(`sigma is ${sigma}, expected a finite number above 0`);
  }
  return smoothRows(targets, classes, epsilon, () => new OrdinalSpread(classes, sigma));
}

/**
 * Moves targets that are questions of their own (multi-label) towards a half, in place:
 * `y ← (1 − epsilon) · y + epsilon / 2`, computed in float64 and rounded once, to the width of the array.
 *
 * @param targets Probabilities, of any shape; overwritten.
 * @param epsilon Mass moved, in [0, 1].
 * @returns `targets`.
 * @throws {RangeError} If `epsilon` is outside its domain.
 * @throws {TypeError} If `targets` is neither a Float32Array nor a Float64Array.
 * @example smoothMultiLabel(Float64Array.of(1, 0, 1), 0.5) // Float64Array [0.75, 0.25, 0.75]
 * @see `label_smoothing` of Keras' BinaryCrossentropy, https://keras.io/api/losses/probabilistic_losses
 */
export function smoothMultiLabel<Targets extends Probabilities>(
  targets: Targets,
  epsilon: number,
): Targets {
  return smoothRows(targets, 1, epsilon, () => new BinarySpread(1));
}

/** Smooths every row. A Float32Array is rounded once, after the last operation. */
function smoothRows<Targets extends Probabilities>(
  targets: Targets,
  classes: number,
  epsilon: number,
  spreadOf: () => Spread,
): Targets {
  checkProbabilities("targets", targets);
  checkRows(targets.length, classes);
  checkEpsilon(epsilon);
  const spread = spreadOf();
  const isWide = targets.BYTES_PER_ELEMENT === Float64Array.BYTES_PER_ELEMENT;
  const row = new Float64Array(isWide ? 0 : classes);
  for (let at = 0; at < targets.length; at += classes) {
    if (isWide) {
      spread.mix(targets as Float64Array, at, epsilon);
    } else {
      row.set(targets.subarray(at, at + classes));
      spread.mix(row, 0, epsilon);
      targets.set(row, at);
    }
  }
  return targets;
}

function checkNotNegative(name: string, values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index++) {
    if (!(typeof values[index] === "number" && values[index] >= 0 && values[index] < Infinity)) {
      throw new RangeError(
        `${name}[${index}] is ${shown(values[index])}, expected a finite number that is not negative`,
      );
    }
  }
}
