import type { CellGrid } from "./row-indexer.js";

/** The cells of one column for some rows: bytes [from[row], to[row]), quotes included. An empty span is null. */
export interface CellSpans {
  readonly rows: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly nullCount: number;
  /** Whether a cell begins with the quote. */
  readonly quoted: boolean;
}

/** Finds the cells of a column, again and again in the same memory: each call overwrites what the last one gave. */
export class CellLocator {
  #from = new Uint32Array(0);
  #to = new Uint32Array(0);

  /** Rows [start, end) of the column. */
  locate(grid: CellGrid, column: number, [start, end]: readonly [number, number]): CellSpans {
    const rows = end - start;
    if (this.#from.length < rows) {
      this.#from = new Uint32Array(rows);
      this.#to = new Uint32Array(rows);
    }
    const from = this.#from;
    const to = this.#to;
    const { bytes, width, starts, fieldEnds, quote, nullText } = grid;
    let nullCount = 0;
    let quoted = false;
    for (let row = 0; row < rows; row++) {
      const field = (start + row) * width + column;
      const first = column === 0 ? starts[start + row] : fieldEnds[field - 1] + 1;
      const last = fieldEnds[field];
      const isNull =
        first === last || (nullText !== undefined && holds(bytes, [first, last], nullText));
      from[row] = first;
      to[row] = isNull ? first : last;
      nullCount += isNull ? 1 : 0;
      quoted ||= bytes[first] === quote;
    }
    return { rows, from, to, nullCount, quoted };
  }
}

/**
 * Takes the quotes off quoted cells, in place. An empty quoted cell keeps them: it is a value, which no number looks like.
 */
export function stripQuotes(bytes: Uint8Array, { rows, from, to }: CellSpans, quote: number): void {
  for (let row = 0; row < rows; row++) {
    if (to[row] - from[row] > 2 && bytes[from[row]] === quote) {
      from[row]++;
      to[row]--;
    }
  }
}

function holds(
  bytes: Uint8Array,
  [from, to]: readonly [number, number],
  text: Uint8Array,
): boolean {
  if (to - from !== text.length) {
    return false;
  }
  for (let at = 0; at < text.length; at++) {
    if (bytes[from + at] !== text[at]) {
      return false;
    }
  }
  return true;
}
