import type { Dialect } from "../../batch.js";
import { findMarks, type Marks, marksOf } from "../../kernels/find-marks.js";
import { afterBreak, countLineBreaks, isLineBreak, NONE } from "./lines.js";
import type { IndexRequest, RowFault, RowIndex, RowIndexer } from "./row-indexer.js";

const LF = 10;
const CR = 13;

/**
 * Finds rows and fields, for dialects whose marks are single bytes: first the positions of all marks, then what they
 * mean. A quote opens a field only as its first byte; elsewhere it is data. A blank line is a row only where rows have
 * one field.
 */
export class ByteRowIndexer implements RowIndexer {
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #nullText?: Uint8Array;
  /** The bytes that end an unquoted field, and the quote. */
  readonly #marks: Marks;

  #rows = 0;
  #width = 0;
  #lineBreaks = 0;
  /** Line breaks in the quoted fields of the row at hand. */
  #quotedBreaks = 0;
  #fault?: RowFault;
  /** Where marks are, and behind the last one the end of the bytes; and the first of them that is still to come. */
  #positions = new Uint32Array(0);
  #mark = 0;
  #starts = new Uint32Array(0);
  #ends = new Uint32Array(0);
  #nexts = new Uint32Array(0);
  #fieldEnds = new Uint32Array(0);

  constructor({ delimiter, quote, nullText }: Dialect) {
    this.#quote = quote === undefined ? NONE : quote.charCodeAt(0);
    this.#nullText = nullText === undefined ? undefined : new TextEncoder().encode(nullText);
    this.#delimiter = delimiter.charCodeAt(0);
    const ends = [this.#delimiter, LF, CR];
    this.#marks = marksOf(quote === undefined ? ends : [...ends, this.#quote]);
  }

  index(bytes: Uint8Array, request: IndexRequest): RowIndex {
    const { from, atEnd, limit = Number.POSITIVE_INFINITY } = request;
    const count = this.#findMarks(bytes, from);
    this.#reset(count + 1, request);
    let blankLines = 0;
    let at = from;
    while (at < bytes.length && this.#rows < limit) {
      if (this.#width > 0) {
        at = this.#indexPlainRows(bytes, at);
        if (at === bytes.length) {
          break;
        }
      }
      const isRow = this.#width === 1 || !isLineBreak(bytes[at]);
      const next = isRow ? this.#indexRow(bytes, at, atEnd) : afterBreak(bytes, at, atEnd);
      if (next === NONE) {
        break;
      }
      blankLines += isRow ? 0 : 1;
      this.#lineBreaks++;
      this.#passMarks(next);
      at = next;
    }
    return this.#result(bytes, at, blankLines);
  }

  #findMarks(bytes: Uint8Array, from: number): number {
    const length = bytes.length - from;
    if (this.#positions.length <= length) {
      this.#positions = new Uint32Array(length + (length >> 3) + 1);
    }
    const count = findMarks(bytes, from, this.#marks, this.#positions);
    this.#positions[count] = bytes.length;
    return count;
  }

  /** Makes room for the rows of so many fields, each of which ends at a mark. */
  #reset(fields: number, { width, arena }: IndexRequest): void {
    this.#rows = 0;
    this.#mark = 0;
    this.#width = width;
    this.#lineBreaks = 0;
    this.#fault = undefined;
    const rows = Math.ceil(fields / Math.max(1, width));
    this.#starts = arena.take(Uint32Array, rows);
    this.#ends = arena.take(Uint32Array, rows);
    this.#nexts = arena.take(Uint32Array, rows);
    this.#fieldEnds = arena.take(Uint32Array, fields);
  }

  /**
   * Adds the rows from `start` on whose marks are delimiters and a line feed at the end, as those of nearly all rows
   * are; gives the position after them.
   */
  #indexPlainRows(bytes: Uint8Array, start: number): number {
    const delimiter = this.#delimiter;
    const positions = this.#positions;
    const fieldEnds = this.#fieldEnds;
    const last = this.#width - 1;
    const firstRow = this.#rows;
    let row = firstRow;
    let mark = this.#mark;
    let at = start;
    for (;;) {
      const firstField = row * (last + 1);
      let field = 0;
      while (field < last && bytes[positions[mark + field]] === delimiter) {
        fieldEnds[firstField + field] = positions[mark + field];
        field++;
      }
      const end = positions[mark + field];
      // With two or more fields, a row has a mark before its line feed, so that no blank line looks like one.
      if (field < last || bytes[end] !== LF) {
        break;
      }
      fieldEnds[firstField + last] = end;
      this.#starts[row] = at;
      this.#ends[row] = end;
      this.#nexts[row] = end + 1;
      row++;
      mark += last + 1;
      at = end + 1;
    }
    this.#rows = row;
    this.#mark = mark;
    this.#lineBreaks += row - firstRow;
    return at;
  }

  /** Adds the row that begins at `start`; gives the position after its line end, or NONE. */
  #indexRow(bytes: Uint8Array, start: number, atEnd: boolean): number {
    const positions = this.#positions;
    const quote = this.#quote;
    const fieldEnds = this.#fieldEnds;
    const to = bytes.length;
    let fieldEnd = this.#rows * this.#width;
    let at = start;
    this.#quotedBreaks = 0;
    for (;;) {
      if (at < to && bytes[at] === quote) {
        at = this.#quotedEnd(bytes, at, atEnd);
        if (at === NONE) {
          return NONE;
        }
      }
      at = positions[this.#mark];
      while (at < to && bytes[at] === quote) {
        at = positions[++this.#mark];
      }
      fieldEnds[fieldEnd++] = at;
      if (at === to || bytes[at] === LF || bytes[at] === CR) {
        break;
      }
      this.#mark++;
      at++;
    }
    const next = afterBreak(bytes, at, atEnd);
    const fields = fieldEnd - this.#rows * this.#width;
    return next === NONE ? NONE : this.#addRow(start, at, next, fields);
  }

  #addRow(start: number, end: number, next: number, fields: number): number {
    if (this.#width === 0) {
      this.#width = fields;
    }
    if (fields !== this.#width) {
      this.#fault = { kind: "field-count", position: start, found: fields };
      return NONE;
    }
    this.#lineBreaks += this.#quotedBreaks;
    const row = this.#rows++;
    this.#starts[row] = start;
    this.#ends[row] = end;
    this.#nexts[row] = next;
    return next;
  }

  /** Passes the marks before a position. */
  #passMarks(position: number): void {
    const positions = this.#positions;
    while (positions[this.#mark] < position) {
      this.#mark++;
    }
  }

  /** The position after the closing quote; NONE where none is in sight, or where it does not end the field. */
  #quotedEnd(bytes: Uint8Array, open: number, atEnd: boolean): number {
    const to = bytes.length;
    const close = this.#closingQuote(bytes, open);
    if (close === to) {
      this.#fault = atEnd ? { kind: "open-quote", position: open } : undefined;
      return NONE;
    }
    this.#passMarks(close + 1);
    if (close + 1 < to && this.#positions[this.#mark] !== close + 1) {
      this.#fault = { kind: "stray-quote", position: close };
      return NONE;
    }
    this.#quotedBreaks += countLineBreaks(bytes, open, close);
    return close + 1;
  }

  /** The quote that is the last of an odd number, behind the opening one; the end of the bytes where there is none. */
  #closingQuote(bytes: Uint8Array, open: number): number {
    const positions = this.#positions;
    const to = bytes.length;
    this.#passMarks(open + 1);
    let at = positions[this.#mark];
    while (at < to) {
      if (bytes[at] !== this.#quote) {
        at = positions[++this.#mark];
      } else if (at + 1 < to && bytes[at + 1] === this.#quote) {
        this.#mark += 2;
        at = positions[this.#mark];
      } else {
        return at;
      }
    }
    return to;
  }

  #result(bytes: Uint8Array, consumed: number, blankLines: number): RowIndex {
    const rows = this.#rows;
    const width = this.#width;
    const starts = this.#starts.subarray(0, rows);
    const fieldEnds = this.#fieldEnds.subarray(0, rows * width);
    const quote = this.#quote;
    return {
      rows,
      starts,
      ends: this.#ends.subarray(0, rows),
      nexts: this.#nexts.subarray(0, rows),
      cells: { bytes, width, starts, fieldEnds, quote, nullText: this.#nullText },
      inPlace: true,
      consumed,
      lineBreaks: this.#lineBreaks,
      blankLines,
      fault: this.#fault,
    };
  }
}
