import { Buffer } from "node:buffer";
import type { CellSpans } from "./cell-spans.js";

const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const LETTER_E = 101;
/** The bit that makes an ASCII letter a small one. */
const LOWER = 32;
const MOST_EXACT_POWER = 22;
/** So many digits fit into 32 bits. */
const MOST_SHORT = 9;
const POWERS = Float64Array.from({ length: MOST_EXACT_POWER + 1 }, (_, power) =>
  Number(`1e${power}`),
);

const NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGER = /^-?\d+$/;
const NOT_FINITE = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
]);

/** Which cells to read, and how strictly. */
export interface FloatRequest {
  /** The first cell to read; default 0. */
  readonly start?: number;
  /** Whether integers past 2^53 are refused, so that none is rounded; default true. */
  readonly exact?: boolean;
}

/**
 * Reads decimal numbers as the nearest double: no leading zeros or `+`, an exponent allowed, and `nan`, `inf`,
 * `infinity` in any case. A number past the largest double is refused. Null cells give 0.
 *
 * @param out One value for each cell.
 * @returns The first cell that is no such number; the number of cells if all are.
 */
export function parseFloat64(
  bytes: Uint8Array,
  cells: CellSpans,
  out: Float64Array,
  { start = 0, exact = true }: FloatRequest = {},
): number {
  const { rows, from, to } = cells;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let row = start; row < rows; row++) {
    const first = from[row];
    const last = to[row];
    const isNegative = bytes[first] === MINUS;
    const digits = isNegative ? first + 1 : first;
    const magnitude =
      last - digits <= MOST_SHORT
        ? readShort(bytes, digits, last)
        : readDecimal(bytes, digits, last);
    if (magnitude >= 0) {
      out[row] = isNegative ? -magnitude : magnitude;
    } else if (first === last) {
      out[row] = 0;
    } else {
      const value = numberOf(view.toString("latin1", first, last), exact);
      if (value === undefined) {
        return row;
      }
      out[row] = value;
    }
  }
  return rows;
}

/** What `readDecimal` gives for so few bytes, without an exponent: the digits fit into 32 bits. */
function readShort(bytes: Uint8Array, from: number, to: number): number {
  let mantissa = 0;
  let dot = to;
  for (let at = from; at < to; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = (Math.imul(mantissa, 10) + digit) | 0;
    } else if (bytes[at] === DOT && dot === to) {
      dot = at;
    } else {
      return readDecimal(bytes, from, to);
    }
  }
  const whole = dot - from;
  const hasDigits = whole === 1 || (whole > 1 && bytes[from] !== ZERO);
  return hasDigits ? mantissa / POWERS[dot === to ? 0 : to - dot - 1] : Number.NaN;
}

/** The decimal at [from, to) where one rounding of two exact doubles gives the nearest one (Clinger 1990); else NaN. */
function readDecimal(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  let mantissa = 0;
  let digit = bytes[at] - ZERO;
  while (at < to && digit >= 0 && digit <= 9) {
    mantissa = mantissa * 10 + digit;
    digit = bytes[++at] - ZERO;
  }
  const whole = at - from;
  let decimals = 0;
  if (at < to && bytes[at] === DOT) {
    digit = bytes[++at] - ZERO;
    while (at < to && digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = bytes[++at] - ZERO;
      decimals++;
    }
  }
  const power = (at === to ? 0 : readExponent(bytes, at, to)) - decimals;
  const isExact =
    (whole === 1 || (whole > 1 && bytes[from] !== ZERO)) &&
    mantissa <= Number.MAX_SAFE_INTEGER &&
    Math.abs(power) <= MOST_EXACT_POWER;
  if (!isExact) {
    return Number.NaN;
  }
  return power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
}

/** The exponent at [from, to), from its `e` on, of one or two digits; NaN for anything else. */
function readExponent(bytes: Uint8Array, from: number, to: number): number {
  const sign = bytes[from + 1];
  const first = sign === MINUS || sign === PLUS ? from + 2 : from + 1;
  const digits = to - first;
  const tens = digits === 2 ? bytes[first] - ZERO : 0;
  const ones = bytes[to - 1] - ZERO;
  const isExponent =
    (bytes[from] | LOWER) === LETTER_E &&
    (digits === 1 || digits === 2) &&
    tens >= 0 &&
    tens <= 9 &&
    ones >= 0 &&
    ones <= 9;
  const magnitude = isExponent ? tens * 10 + ones : Number.NaN;
  return sign === MINUS ? -magnitude : magnitude;
}

function numberOf(text: string, exact: boolean): number | undefined {
  if (!NUMBER.test(text)) {
    return NOT_FINITE.get(text.toLowerCase());
  }
  const value = Number(text);
  const isLossy =
    !Number.isFinite(value) || (exact && Math.abs(value) >= 2 ** 53 && isPastSafe(text));
  return isLossy ? undefined : value;
}

/** Whether the text is an integer of a magnitude past 2^53. */
function isPastSafe(text: string): boolean {
  return INTEGER.test(text) && BigInt(text.replace("-", "")) > 2n ** 53n;
}
