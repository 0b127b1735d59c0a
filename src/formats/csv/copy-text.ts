import type { Arena } from "../../columns/arena.js";
import type { CellSpans } from "./cell-spans.js";
import type { CellBytes } from "./decode-column.js";

/** Text of many cells, one after the other; cell n is bytes [offsets[n], offsets[n + 1]) of `data`. */
export interface TextValues {
  readonly offsets: Int32Array;
  readonly data: Uint8Array;
}

/** Cells longer than this are copied as a whole instead of byte by byte. */
const LONG = 32;

/** Copies the text of cells: without the quotes around it, doubled quotes inside single. */
export function copyText({ bytes, quote }: CellBytes, cells: CellSpans, arena: Arena): TextValues {
  const { rows, from, to } = cells;
  const offsets = arena.take(Int32Array, rows + 1);
  const data = arena.take(Uint8Array, totalLength(cells));
  let length = 0;
  offsets[0] = 0;
  for (let row = 0; row < rows; row++) {
    const first = from[row];
    const last = to[row];
    if (first < last && bytes[first] === quote) {
      length = copyUnquoted(bytes, [first + 1, last - 1], { data, length, quote });
    } else if (last - first > LONG) {
      data.set(bytes.subarray(first, last), length);
      length += last - first;
    } else {
      for (let at = first; at < last; at++) {
        data[length++] = bytes[at];
      }
    }
    offsets[row + 1] = length;
  }
  return { offsets, data: data.subarray(0, length) };
}

interface TextTarget {
  readonly data: Uint8Array;
  readonly length: number;
  readonly quote: number;
}

/** Copies bytes [from, to), one quote for each two; gives the new length of the data. */
function copyUnquoted(
  bytes: Uint8Array,
  [from, to]: readonly [number, number],
  { data, length, quote }: TextTarget,
): number {
  let end = length;
  for (let at = from; at < to; at++) {
    data[end++] = bytes[at];
    if (bytes[at] === quote) {
      at++;
    }
  }
  return end;
}

function totalLength({ rows, from, to }: CellSpans): number {
  let total = 0;
  for (let row = 0; row < rows; row++) {
    total += to[row] - from[row];
  }
  return total;
}
