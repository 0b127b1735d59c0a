import { float16Bits, float16Value } from "./float16.js";

/** A binary format narrower than float64, as far as its decimals depend on it. */
interface NarrowFormat {
  /** The nearest number of the format, ties to even. */
  readonly round: (value: number) => number;
  /** Below this every whole number is in the format. */
  readonly wholeBelow: number;
  readonly smallestNormal: number;
  /** So many significant digits never fall on the same normal number twice. */
  readonly distinctDigits: number;
  /** So many significant digits tell every two numbers apart. */
  readonly sufficientDigits: number;
}

const FLOAT32: NarrowFormat = {
  round: Math.fround,
  wholeBelow: 2 ** 24,
  smallestNormal: 2 ** -126,
  distinctDigits: 6,
  sufficientDigits: 9,
};

const FLOAT16: NarrowFormat = {
  round: (value) => float16Value(float16Bits(value)),
  wholeBelow: 2 ** 11,
  smallestNormal: 2 ** -14,
  distinctDigits: 3,
  sufficientDigits: 5,
};

/** Up to this power of ten the product with a 24-bit number is exact in float64. */
const EXACT_POWERS = Array.from({ length: 13 }, (_, exponent) => 10 ** exponent);

/** From here on the exact powers reach nine significant digits. */
const SMALLEST_QUICK = 1e-4;

/**
 * The float64 that prints as the shortest decimal of a float32: of all decimals that round to `value` in
 * float32 (to nearest, ties to even) the one with the fewest digits, and among those the nearest.
 * Nine digits at the most, so `String()` of the result has exactly the digits of that decimal.
 *
 * @param value A float32; the result for any other number is undefined.
 */
export function shortestFloat32(value: number): number {
  return shortest(value, FLOAT32);
}

/**
 * The float64 that prints as the shortest decimal of a float16, as {@link shortestFloat32} does for float32.
 *
 * @param value A float16; the result for any other number is undefined.
 */
export function shortestFloat16(value: number): number {
  return shortest(value, FLOAT16);
}

function shortest(value: number, format: NarrowFormat): number {
  if (value === 0 || !Number.isFinite(value)) {
    return value;
  }
  const magnitude = Math.abs(value);
  const quick = magnitude >= SMALLEST_QUICK && magnitude < format.wholeBelow;
  const decimal = quick ? fewestPlaces(magnitude, format) : fewestDigits(magnitude, format);
  return value < 0 ? -decimal : decimal;
}

/**
 * Tries 0, 1, 2… decimal places. In this range the scaled value is exact, no decimal is so close to a midpoint of
 * two numbers, yet beside it, that rounding it to float64 first would matter, and no power of two needs more than
 * its nearest decimals.
 */
function fewestPlaces(value: number, { round }: NarrowFormat): number {
  for (const power of EXACT_POWERS) {
    const digits = Math.round(value * power);
    if (round(digits / power) === value) {
      return digits / power;
    }
  }
  return value;
}

/** Tries more and more significant digits, deciding exactly. */
function fewestDigits(value: number, format: NarrowFormat): number {
  const first = value < format.smallestNormal ? 1 : format.distinctDigits;
  for (let count = first; count <= format.sufficientDigits; count++) {
    const [leading, trailing] = value.toExponential(count - 1).split("e");
    const digits = Number(leading.replace(".", ""));
    const exponent = Number(trailing) - (count - 1);
    // Above a power of two the numbers lie further apart than below: the nearest decimal may miss, the next one hit.
    for (const candidate of [digits, digits + 1]) {
      if (readBack(candidate, exponent, format) === value) {
        return Number(`${candidate}e${exponent}`);
      }
    }
  }
  return value;
}

/** The number of the format nearest to digits · 10^exponent. */
function readBack(digits: number, exponent: number, { round }: NarrowFormat): number {
  const double = Number(`${digits}e${exponent}`);
  const rounded = round(double);
  const mirrored = 2 * double - rounded;
  const isMidpoint = double !== rounded && round(mirrored) === mirrored;
  if (!isMidpoint) {
    return rounded;
  }
  const side = compareExactly(digits, exponent, double);
  if (side === 0) {
    return rounded;
  }
  return side > 0 ? Math.max(rounded, mirrored) : Math.min(rounded, mirrored);
}

/** Whether digits · 10^exponent is below (−1), at (0) or above (1) a double that is a multiple of 2^−150. */
function compareExactly(digits: number, exponent: number, double: number): -1 | 0 | 1 {
  const tens = 10n ** BigInt(Math.abs(exponent));
  const left = (BigInt(digits) << 150n) * (exponent > 0 ? tens : 1n);
  const right = BigInt(double * 2 ** 150) * (exponent > 0 ? 1n : tens);
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}
