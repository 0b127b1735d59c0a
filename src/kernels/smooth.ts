import {
  checkClasses,
  checkEpsilon,
  checkNumber,
  checkProbabilities,
  checkRows,
} from "./checks.js";
import type { Probabilities } from "./one-hot.js";

/**
 * Mixes every target row with the uniform distribution, in place:
 * `q[n, k] ← (1 − epsilon) · q[n, k] + epsilon / classes`,
 * computed in float64 and rounded once, to the width of the array.
 *
 * @param targets Probabilities, row-major [rows, classes]; overwritten.
 * @param classes Row width, K; a positive divisor of `targets.length`.
 * @param epsilon Mass moved to the uniform part, in [0, 1].
 * @returns `targets`.
 * @throws {RangeError} If `classes` or `epsilon` is outside its domain.
 * @throws {TypeError} If `targets` is neither a Float32Array nor a Float64Array.
 * @example smooth(Float64Array.of(0, 0, 1, 0, 0), 5, 0.1) // Float64Array [0.02, 0.02, 0.92, 0.02, 0.02]
 * @see Szegedy et al. 2016, section 7, https://arxiv.org/abs/1512.00567
 */
export function smooth<Targets extends Probabilities>(
  targets: Targets,
  classes: number,
  epsilon: number,
): Targets {
  checkProbabilities("targets", targets);
  checkRows(targets.length, classes);
  checkEpsilon(epsilon);
  const share = epsilon / classes;
  for (let index = 0; index < targets.length; index++) {
    targets[index] = mixed(targets[index], epsilon, share);
  }
  return targets;
}

/**
 * What {@link smooth} makes of one probability in float64, to the same bits. One-hot rows consist
 * of two numbers: two calls smooth any number of them.
 *
 * @param probability An entry of a target row.
 * @param classes Row width, K; a positive whole number.
 * @param epsilon Mass moved to the uniform part, in [0, 1].
 * @returns The probability afterwards.
 * @throws {RangeError} If `classes` or `epsilon` is outside its domain.
 * @throws {TypeError} If `probability` is no number.
 * @example smoothProbability(1, 5, 0.1) // 0.92
 */
export function smoothProbability(probability: number, classes: number, epsilon: number): number {
  checkNumber("probability", probability);
  checkClasses(classes);
  checkEpsilon(epsilon);
  return mixed(probability, epsilon, epsilon / classes);
}

/**
 * Hands what a class loses to the other classes alone, in place:
 * `q[n, k] ← (1 − epsilon) · q[n, k] + epsilon · (1 − q[n, k]) / (classes − 1)`,
 * computed in float64 and rounded once, to the width of the array.
 * A single class has no others: its targets stay as they are.
 *
 * @param targets Probabilities, row-major [rows, classes]; overwritten.
 * @param classes Row width, K; a positive divisor of `targets.length`.
 * @param epsilon Mass moved to the other classes, in [0, 1].
 * @returns `targets`.
 * @throws {RangeError} If `classes` or `epsilon` is outside its domain.
 * @throws {TypeError} If `targets` is neither a Float32Array nor a Float64Array.
 * @example smoothOthers(Float64Array.of(0, 0, 1, 0, 0), 5, 0.1) // Float64Array [0.025, 0.025, 0.9, 0.025, 0.025]
 * @see `label_smoothed_nll_loss` of fairseq, https://github.com/facebookresearch/fairseq
 */
export function smoothOthers<Targets extends Probabilities>(
  targets: Targets,
  classes: number,
  epsilon: number,
): Targets {
  checkProbabilities("targets", targets);
  checkRows(targets.length, classes);
  checkEpsilon(epsilon);
  if (classes > 1) {
    const share = epsilon / (classes - 1);
    for (let index = 0; index < targets.length; index++) {
      targets[index] = handedOver(targets[index], epsilon, share);
    }
  }
  return targets;
}

/**
 * What {@link smoothOthers} makes of one probability in float64, to the same bits.
 *
 * @param probability An entry of a target row.
 * @param classes Row width, K; a positive whole number.
 * @param epsilon Mass moved to the other classes, in [0, 1].
 * @returns The probability afterwards.
 * @throws {RangeError} If `classes` or `epsilon` is outside its domain.
 * @throws {TypeError} If `probability` is no number.
 * @example smoothProbabilityOthers(0, 5, 0.1) // 0.025
 */
export function smoothProbabilityOthers(
  probability: number,
  classes: number,
  epsilon: number,
): number {
  checkNumber("probability", probability);
  checkClasses(classes);
  checkEpsilon(epsilon);
  return classes === 1 ? probability : handedOver(probability, epsilon, epsilon / (classes - 1));
}

function mixed(probability: number, epsilon: number, share: number): number {
  return (1 - epsilon) * probability + share;
}

function handedOver(probability: number, epsilon: number, share: number): number {
  return (1 - epsilon) * probability + share * (1 - probability);
}
