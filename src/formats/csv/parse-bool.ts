import type { CellSpans } from "./cell-spans.js";

const TRUE = Uint8Array.from([116, 114, 117, 101]);
const FALSE = Uint8Array.from([102, 97, 108, 115, 101]);

/**
 * Reads `true` and `false` into one bit a row, lowest bit first. Null cells give 0.
 * @returns The first cell that is neither; the number of cells if all are.
 */
export function parseBool(
  bytes: Uint8Array,
  { rows, from, to }: CellSpans,
  out: Uint8Array,
  start = 0,
): number {
  for (let row = start; row < rows; row++) {
    const length = to[row] - from[row];
    const word = length === TRUE.length ? TRUE : FALSE;
    if (length === 0) {
      continue;
    }
    if (length !== word.length) {
      return row;
    }
    for (let at = 0; at < length; at++) {
      if (bytes[from[row] + at] !== word[at]) {
        return row;
      }
    }
    out[row >> 3] |= word === TRUE ? 1 << (row & 7) : 0;
  }
  return rows;
}
