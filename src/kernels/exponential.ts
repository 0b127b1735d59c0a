const STEPS = 2048;
const STEPS_PER_UNIT = STEPS / Math.LN2;
/** The size of a step in two parts. The first has 24 bits, so that its product with any step's number is exact. */
const STEP = Math.LN2 / STEPS;
const STEP_HIGH = Math.fround(STEP);
const LN2_BEYOND_DOUBLE = 2.3190468138462996e-17;
const STEP_LOW = STEP - STEP_HIGH + LN2_BEYOND_DOUBLE / STEPS;
/** Below, results are subnormal. */
const LOWEST = -708;

const FRACTIONAL_POWERS = Float64Array.from({ length: STEPS }, (_, step) => 2 ** (step / STEPS));
const NEGATIVE_POWERS = Float64Array.from({ length: 1024 }, (_, exponent) => 2 ** -exponent);

/**
 * `e^x` for x ≤ 0, within 4e-16 of it (relative): twice as fast as `Math.exp`.
 * `x = (k + j/2048) · ln 2 + r`, so that `e^x = 2^k · 2^(j/2048) · e^r` with |r| < 1.7e-4, where a cubic does.
 *
 * @param x At most 0; −Infinity and NaN included.
 * @returns A number in [0, 1], exactly 1 for 0; NaN for NaN.
 * @see Tang 1989, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic"
 */
export function exponentialBelowOne(x: number): number {
  if (x < LOWEST) {
    return Math.exp(x);
  }
  const step = (x * STEPS_PER_UNIT - 0.5) | 0;
  const rest = x - step * STEP_HIGH - step * STEP_LOW;
  const growth = rest + rest * rest * (0.5 + rest * (1 / 6));
  const power = FRACTIONAL_POWERS[step & (STEPS - 1)];
  return (power + power * growth) * NEGATIVE_POWERS[-(step >> 11)];
}
