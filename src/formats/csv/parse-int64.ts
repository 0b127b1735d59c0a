import { Buffer } from "node:buffer";
import type { CellSpans } from "./cell-spans.js";

const MINUS = 45;
const ZERO = 48;
const TWO_TO_32 = 2 ** 32;
/** Numbers of so many digits are exact in a double. */
const SAFE_DIGITS = 15;
const LONGEST = 20;

/**
 * Reads integers, `-?(0|[1-9][0-9]*)` in the range of 64 bits and not `-0`. Null cells give 0.
 *
 * @param out One value for each cell.
 * @param start The first cell to read.
 * @returns The first cell that is no such integer; the number of cells if all are.
 */
export function parseInt64(
  bytes: Uint8Array,
  cells: CellSpans,
  out: BigInt64Array,
  start = 0,
): number {
  const { rows, from, to } = cells;
  const halves = new Int32Array(out.buffer, out.byteOffset, 2 * rows);
  for (let row = start; row < rows; row++) {
    const first = from[row];
    const last = to[row];
    const negative = bytes[first] === MINUS && first < last;
    const digits = negative ? first + 1 : first;
    const count = last - digits;
    if (count === 0 && !negative) {
      out[row] = 0n;
      continue;
    }
    if (bytes[digits] === ZERO && (count > 1 || negative)) {
      return row;
    }
    if (count > SAFE_DIGITS) {
      const value = longInteger(bytes, first, last);
      if (value === undefined) {
        return row;
      }
      out[row] = value;
      continue;
    }
    const magnitude = readDigits(bytes, digits, last);
    if (magnitude < 0) {
      return row;
    }
    const value = negative ? -magnitude : magnitude;
    halves[2 * row] = value;
    halves[2 * row + 1] = Math.floor(value / TWO_TO_32);
  }
  return rows;
}

/** The number that at least one and at most 15 digits make; -1 where there is anything else. */
function readDigits(bytes: Uint8Array, from: number, to: number): number {
  let value = from < to ? 0 : -1;
  for (let at = from; at < to; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) {
      return -1;
    }
    value = value * 10 + digit;
  }
  return value;
}

function longInteger(bytes: Uint8Array, from: number, to: number): bigint | undefined {
  if (to - from > LONGEST) {
    return undefined;
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1");
  if (!/^-?\d+$/.test(text)) {
    return undefined;
  }
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
