import { Buffer } from "node:buffer";
import type { CellSpans } from "./cell-spans.js";

const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const MOST_EXACT_POWER = 22;
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
  for (let row = start; row < rows; row++) {
    const first = from[row];
    const last = to[row];
    if (first === last) {
      out[row] = 0;
      continue;
    }
    const negative = bytes[first] === MINUS;
    let at = negative ? first + 1 : first;
    const digits = at;
    let mantissa = 0;
    let digit = bytes[at] - ZERO;
    while (at < last && digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = bytes[++at] - ZERO;
    }
    const whole = at - digits;
    let decimals = 0;
    if (at < last && bytes[at] === DOT) {
      const point = at;
      digit = bytes[++at] - ZERO;
      while (at < last && digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = bytes[++at] - ZERO;
      }
      decimals = at - point - 1;
    }
    const isPlain =
      at === last &&
      (whole === 1 || (whole > 1 && bytes[digits] !== ZERO)) &&
      mantissa <= Number.MAX_SAFE_INTEGER &&
      decimals <= MOST_EXACT_POWER;
    if (isPlain) {
      // One rounding of two exact doubles: the nearest double to the decimal (Clinger 1990).
      const value = mantissa / POWERS[decimals];
      out[row] = negative ? -value : value;
      continue;
    }
    const value = numberOf(bytes, [first, last], exact);
    if (value === undefined) {
      return row;
    }
    out[row] = value;
  }
  return rows;
}

function numberOf(
  bytes: Uint8Array,
  [from, to]: readonly [number, number],
  exact: boolean,
): number | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1");
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
