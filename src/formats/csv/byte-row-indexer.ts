import type { Dialect } from "../../batch.js";
import { afterLineBreak, countLineBreaks, isLineBreak } from "./lines.js";
import type { IndexRequest, RowFault, RowIndex, RowIndexer } from "./row-indexer.js";

const CR = 13;

/** What a position is instead where a row is cut off by the end of the block, or at fault. */
const NONE = -1;

/**
 * Finds rows and fields byte by byte, for dialects whose marks are single bytes. A quote opens a
 * field only as its first byte; elsewhere it is data. A blank line is a row only where rows have one field.
 */
export class ByteRowIndexer implements RowIndexer {
  readonly #quote: number;
  readonly #nullText?: Uint8Array;
  /** 1 for the bytes that end an unquoted field. */
  readonly #isEnd = new Uint8Array(256);

  #rows = 0;
  #width = 0;
  #lineBreaks = 0;
  /** Line breaks in the quoted fields of the row at hand. */
  #quotedBreaks = 0;
  #fault?: RowFault;
  #starts = new Uint32Array(0);
  #ends = new Uint32Array(0);
  #nexts = new Uint32Array(0);
  #fieldEnds = new Uint32Array(0);

  constructor({ delimiter, quote, nullText }: Dialect) {
    this.#quote = quote === undefined ? NONE : quote.charCodeAt(0);
    this.#nullText = nullText === undefined ? undefined : new TextEncoder().encode(nullText);
    for (const byte of [delimiter.charCodeAt(0), 10, CR]) {
      this.#isEnd[byte] = 1;
    }
  }

  index(bytes: Uint8Array, request: IndexRequest): RowIndex {
    const { from, atEnd, limit = Number.POSITIVE_INFINITY } = request;
    this.#reset(bytes.length - from, request.width);
    let blankLines = 0;
    let at = from;
    while (at < bytes.length && this.#rows < limit) {
      const isRow = this.#width === 1 || !isLineBreak(bytes[at]);
      const next = isRow ? this.#indexRow(bytes, at, atEnd) : afterBreak(bytes, at, atEnd);
      if (next === NONE) {
        break;
      }
      blankLines += isRow ? 0 : 1;
      this.#lineBreaks += isLineBreak(bytes[next - 1]) ? 1 : 0;
      at = next;
    }
    return this.#result(bytes, at, blankLines);
  }

  /** Makes room for the most rows and fields that so many bytes can hold. */
  #reset(length: number, width: number): void {
    this.#rows = 0;
    this.#width = width;
    this.#lineBreaks = 0;
    this.#fault = undefined;
    if (this.#fieldEnds.length <= length) {
      this.#starts = new Uint32Array(length + 1);
      this.#ends = new Uint32Array(length + 1);
      this.#nexts = new Uint32Array(length + 1);
      this.#fieldEnds = new Uint32Array(length + 1);
    }
  }

  /** Adds the row that begins at `start`; gives the position after its line end, or NONE. */
  #indexRow(bytes: Uint8Array, start: number, atEnd: boolean): number {
    const isEnd = this.#isEnd;
    const quote = this.#quote;
    const fieldEnds = this.#fieldEnds;
    const to = bytes.length;
    const first = this.#rows * this.#width;
    let fields = 0;
    let at = start;
    this.#quotedBreaks = 0;
    for (;;) {
      if (at < to && bytes[at] === quote) {
        at = this.#quotedEnd(bytes, at, atEnd);
        if (at === NONE) {
          return NONE;
        }
      } else {
        while (at < to && isEnd[bytes[at]] === 0) {
          at++;
        }
      }
      fieldEnds[first + fields++] = at;
      if (at === to || isLineBreak(bytes[at])) {
        break;
      }
      at++;
    }
    const next = afterBreak(bytes, at, atEnd);
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

  /** The position after the closing quote; NONE where none is in sight, or where it does not end the field. */
  #quotedEnd(bytes: Uint8Array, open: number, atEnd: boolean): number {
    const to = bytes.length;
    let at = open + 1;
    while (at < to) {
      if (bytes[at] !== this.#quote) {
        at++;
      } else if (at + 1 < to && bytes[at + 1] === this.#quote) {
        at += 2;
      } else {
        break;
      }
    }
    if (at >= to) {
      this.#fault = atEnd ? { kind: "open-quote", position: open } : undefined;
      return NONE;
    }
    if (at + 1 < to && this.#isEnd[bytes[at + 1]] === 0) {
      this.#fault = { kind: "stray-quote", position: at };
      return NONE;
    }
    this.#quotedBreaks += countLineBreaks(bytes, open, at);
    return at + 1;
  }

  #result(bytes: Uint8Array, consumed: number, blankLines: number): RowIndex {
    const rows = this.#rows;
    const width = this.#width;
    const starts = this.#starts.slice(0, rows);
    const fieldEnds = this.#fieldEnds.slice(0, rows * width);
    const quote = this.#quote;
    return {
      rows,
      starts,
      ends: this.#ends.slice(0, rows),
      nexts: this.#nexts.slice(0, rows),
      cells: { bytes, width, starts, fieldEnds, quote, nullText: this.#nullText },
      inPlace: true,
      consumed,
      lineBreaks: this.#lineBreaks,
      blankLines,
      fault: this.#fault,
    };
  }
}

/** The position after the line break at `at`; NONE where the block may cut a CRLF or the row itself. */
function afterBreak(bytes: Uint8Array, at: number, atEnd: boolean): number {
  const to = bytes.length;
  if (at === to) {
    return atEnd ? to : NONE;
  }
  if (bytes[at] === CR && at + 1 === to && !atEnd) {
    return NONE;
  }
  return afterLineBreak(bytes, at, to);
}
