import { checkArray } from "./checks.js";

const SIGN = 0x8000;
const INFINITY = 0x7c00;
const NOT_A_NUMBER = 0x7e00;

/** Half a unit above the largest float16, 65504: from here on values round to infinity. */
const OVERFLOW = 65_520;

/** Added and taken away again, it rounds a float64 in [0, 2^51) to the nearest whole number, ties to even. */
const WHOLE = 2 ** 52;

/**
 * Rounds numbers to float16, straight from the double: to nearest, ties to even. Too large ones become
 * infinite, small ones subnormal or a zero of their sign; every NaN becomes the same quiet NaN.
 *
 * @param values Any numbers.
 * @param out Where the bits go, at least as long as `values`. Default: a new array.
 * @returns `out`: IEEE 754 binary16 bit patterns, one for each value.
 * @throws {TypeError} If `values` is no array.
 * @throws {RangeError} If `out` is shorter than `values`.
 * @example toFloat16([1, -2]) // Uint16Array [0x3c00, 0xc000]
 * @see IEEE 754-2019, sections 3.4 and 4.3.1
 */
export function toFloat16(
  values: ArrayLike<number>,
  out: Uint16Array = new Uint16Array(lengthOf(values)),
): Uint16Array {
  if (out.length < lengthOf(values)) {
    throw new RangeError(`out holds ${out.length} values, expected at least ${values.length}`);
  }
  for (let index = 0; index < values.length; index++) {
    out[index] = float16Bits(values[index]);
  }
  return out;
}

/**
 * The numbers behind float16 bit patterns, exactly.
 *
 * @param bits IEEE 754 binary16 bit patterns: whole numbers from 0 to 65535.
 * @returns A new array, a number for each pattern.
 * @throws {TypeError} If `bits` is no array.
 * @example fromFloat16([0x3c00, 0xc000]) // Float32Array [1, -2]
 */
export function fromFloat16(bits: ArrayLike<number>): Float32Array {
  checkArray("bits", bits);
  return Float32Array.from(bits, float16Value);
}

function lengthOf(values: ArrayLike<number>): number {
  checkArray("values", values);
  return values.length;
}

/** The bit pattern of the float16 nearest to a number, ties to even. */
export function float16Bits(value: number): number {
  if (Number.isNaN(value)) {
    return NOT_A_NUMBER;
  }
  const sign = value < 0 || Object.is(value, -0) ? SIGN : 0;
  const magnitude = Math.abs(value);
  if (magnitude >= OVERFLOW) {
    return sign | INFINITY;
  }
  // Scaled so that the smallest normal number is 1: below it the exponent stays 0, as subnormals have it.
  const scaled = magnitude * 2 ** 14;
  const exponent = Math.max(0, 31 - Math.clz32(scaled));
  const significand = scaled * 2 ** (10 - exponent) + WHOLE - WHOLE;
  // The significand's leading bit, and the carry of one that rounds up, raise the exponent as they should.
  return sign | ((exponent << 10) + significand);
}

/** The number behind a float16 bit pattern. */
export function float16Value(bits: number): number {
  const sign = (bits & SIGN) === 0 ? 1 : -1;
  const exponent = (bits & INFINITY) >> 10;
  const fraction = bits & 0x3ff;
  if (exponent === 31) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (fraction + 0x400) * 2 ** (exponent - 25);
}
