/** How far from 1 given probabilities may add up. */
export const SUM_TOLERANCE = 1e-6;

/** What adding up may round away of a tolerance. */
const ROUNDING = 1e-12;

/** Whether a number may be a probability of some distribution: its sum tells whether it is too large. */
export function isMass(value: number): boolean {
  return value >= 0 && value < Infinity;
}

/** The sum of masses, and whether it is near enough to 1. */
export function totalMass(values: ArrayLike<number>): { sum: number; isWhole: boolean } {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    sum += values[index];
  }
  return { sum, isWhole: Math.abs(sum - 1) <= SUM_TOLERANCE + ROUNDING };
}

/** Divides by a sum that is further from 1 than adding so many numbers rounds; in place. */
export function makeWhole(values: { [index: number]: number; length: number }, sum: number): void {
  if (Math.abs(sum - 1) > values.length * Number.EPSILON) {
    for (let index = 0; index < values.length; index++) {
      values[index] /= sum;
    }
  }
}
