import type { CellSpans } from "./cell-spans.js";

const TRUE = Uint8Array.from([116, 114, 117, 101]);
const FALSE = Uint8Array.from([102, 97, 108, 115, 101]);
const LOWER_CASE = 32;

/**
 * Reads `true`, `True` or `TRUE` and `false`, `False` or `FALSE` into one bit a row, lowest bit first: what pandas,
 * pyarrow, polars and DuckDB all take. Null cells give 0.
 * @returns The first cell that is none of these; the number of cells if all are.
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
    if (length !== word.length || !isWord(bytes, from[row], word)) {
      return row;
    }
    out[row >> 3] |= word === TRUE ? 1 << (row & 7) : 0;
  }
  return rows;
}

/** Whether a word stands there in small letters, with a capital, or in capitals. */
function isWord(bytes: Uint8Array, from: number, word: Uint8Array): boolean {
  const first = bytes[from] === word[0] ? 0 : LOWER_CASE;
  const others = first !== 0 && bytes[from + 1] === word[1] - LOWER_CASE ? LOWER_CASE : 0;
  for (let at = 1; at < word.length; at++) {
    if (bytes[from + at] !== word[at] - others) {
      return false;
    }
  }
  return bytes[from] === word[0] - first;
}
