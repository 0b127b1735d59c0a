import { Buffer } from "node:buffer";
import { CsvError, type Options, parse } from "csv-parse/sync";
import type { Dialect } from "../../batch.js";
import { canonicalCells, type ParsedField } from "./canonical-cells.js";
import { afterLineBreak, countLineBreaks, isLineBreak } from "./lines.js";
import type { IndexRequest, RowFault, RowIndex, RowIndexer } from "./row-indexer.js";

/** A row as csv-parse gives it, and one past its line end. */
interface ParsedRow {
  readonly fields: readonly ParsedField[];
  readonly next: number;
}

/** Rows with their first bytes, and what lies after them. */
interface PlacedRows {
  readonly rows: readonly ParsedRow[];
  readonly starts: readonly number[];
  /** The first byte that belongs to none of them, nor to blank lines and comments. */
  readonly consumed: number;
  readonly blankLines: number;
  readonly fault?: RowFault;
}

/**
 * Finds rows and fields by csv-parse, for dialects that are not plain: escapes, comments, marks of several
 * characters. Values are spelled anew in one notation, so that columns are decoded alike for all dialects.
 */
export class AnyRowIndexer implements RowIndexer {
  readonly #dialect: Dialect;
  readonly #options: Options;
  readonly #comment?: Buffer;
  readonly #delimiterBytes: number;

  constructor(dialect: Dialect) {
    const { delimiter, quote = null, escape = null, comment } = dialect;
    this.#dialect = dialect;
    this.#comment = comment === undefined ? undefined : Buffer.from(comment);
    this.#delimiterBytes = Buffer.byteLength(delimiter);
    this.#options = {
      delimiter,
      quote,
      escape,
      comment: comment ?? null,
      comment_no_infix: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
    };
  }

  index(bytes: Uint8Array, request: IndexRequest): RowIndex {
    const { rows, open } = this.#parse(bytes, request);
    const width = widthOf(rows, request);
    const placed = this.#place(bytes, rows, request);
    const { consumed } = placed;
    const isOpen = open !== undefined && request.atEnd && placed.fault === undefined;
    return {
      rows: placed.rows.length,
      starts: Uint32Array.from(placed.starts),
      ends: Uint32Array.from(placed.rows, ({ fields }) => fields[fields.length - 1].end),
      nexts: Uint32Array.from(placed.rows, ({ next }) => next),
      cells: canonicalCells(
        placed.rows.map(({ fields }) => fields),
        width,
        this.#dialect.nullText,
      ),
      inPlace: false,
      consumed,
      lineBreaks: countLineBreaks(bytes, request.from, consumed),
      blankLines: placed.blankLines,
      fault: isOpen
        ? (this.#strayQuote(bytes, open, consumed) ?? this.#openQuote(open, consumed))
        : placed.fault,
    };
  }

  /** The rows of a block, the last of which may be cut off; `open`: the fields before a quote that the block does not close. */
  #parse(
    bytes: Uint8Array,
    { from, width, limit }: IndexRequest,
  ): { rows: readonly ParsedRow[]; open?: readonly ParsedField[] } {
    const rows: ParsedRow[] = [];
    let fields: ParsedField[] = [];
    try {
      parse(Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.length - from), {
        ...this.#options,
        to: limit ?? -1,
        // A quote within an unquoted field is data; one after a closing quote is found below.
        relax_quotes: true,
        skip_empty_lines: width !== 1,
        cast: (text, { quoting, bytes: end }) => {
          fields.push({ text, quoted: quoting, end: from + end });
          return "";
        },
        on_record: (_, { bytes: end }) => {
          rows.push({ fields, next: from + end });
          fields = [];
          return null;
        },
      });
    } catch (error) {
      if (error instanceof CsvError && error.code === "CSV_QUOTE_NOT_CLOSED") {
        return { rows, open: fields };
      }
      throw error;
    }
    return { rows };
  }

  /** Finds the first byte of each row; stops at the first that is cut off or at fault. */
  #place(bytes: Uint8Array, rows: readonly ParsedRow[], request: IndexRequest): PlacedRows {
    const starts: number[] = [];
    const width = widthOf(rows, request);
    let blankLines = 0;
    let fault: RowFault | undefined;
    let at = request.from;
    for (let row = 0; ; row++) {
      // Before the first row tells the width, blank lines are no rows.
      const skipWidth = row === 0 ? request.width : width;
      const skipped = this.#skip(bytes, at, { ...request, width: skipWidth });
      at = skipped.at;
      blankLines += skipped.blankLines;
      if (row === rows.length || (!request.atEnd && isCut(bytes, rows[row]))) {
        break;
      }
      fault = this.#faultOf(bytes, rows[row], at, width);
      if (fault !== undefined) {
        break;
      }
      starts.push(at);
      at = rows[row].next;
    }
    return { rows: rows.slice(0, starts.length), starts, consumed: at, blankLines, fault };
  }

  /** Skips comments, and blank lines where those are no rows. */
  #skip(bytes: Uint8Array, from: number, { width, atEnd }: IndexRequest) {
    let blankLines = 0;
    let at = from;
    while (at < bytes.length) {
      const isBlank = width !== 1 && isLineBreak(bytes[at]);
      if (!isBlank && !this.#isComment(bytes, at)) {
        break;
      }
      const lineEnd = endOfLine(bytes, at);
      const next =
        lineEnd === bytes.length ? lineEnd : afterLineBreak(bytes, lineEnd, bytes.length);
      if (!atEnd && next === bytes.length && bytes[next - 1] !== LF) {
        break;
      }
      blankLines += isBlank ? 1 : 0;
      at = next;
    }
    return { at, blankLines };
  }

  #isComment(bytes: Uint8Array, at: number): boolean {
    const mark = this.#comment;
    return mark !== undefined && mark.equals(bytes.subarray(at, at + mark.length));
  }

  #faultOf(
    bytes: Uint8Array,
    { fields }: ParsedRow,
    start: number,
    width: number,
  ): RowFault | undefined {
    const isWrongCount = fields.length !== width;
    return (
      this.#strayQuote(bytes, fields, start) ??
      (isWrongCount ? { kind: "field-count", position: start, found: fields.length } : undefined)
    );
  }

  #strayQuote(
    bytes: Uint8Array,
    fields: readonly ParsedField[],
    start: number,
  ): RowFault | undefined {
    let from = start;
    for (const field of fields) {
      if (this.#hasStrayQuote(bytes, field, from)) {
        return { kind: "stray-quote", position: from };
      }
      from = field.end + this.#delimiterBytes;
    }
    return undefined;
  }

  /**
   * Whether something follows the closing quote: then csv-parse gives the field with its opening quote, or, where
   * a comment or a NUL follows, ends it elsewhere.
   */
  #hasStrayQuote(bytes: Uint8Array, { text, quoted, end }: ParsedField, from: number): boolean {
    const quote = Buffer.from(this.#dialect.quote ?? "");
    if (!quoted || !quote.equals(bytes.subarray(end - quote.length, end))) {
      return quoted;
    }
    if (!text.startsWith(quote.toString())) {
      return false;
    }
    try {
      parse(Buffer.from(bytes.subarray(from, end)), { ...this.#options, comment: null });
      return false;
    } catch {
      return true;
    }
  }

  #openQuote(before: readonly ParsedField[], start: number): RowFault {
    const last = before.at(-1);
    const position = last === undefined ? start : last.end + this.#delimiterBytes;
    return { kind: "open-quote", position };
  }
}

const LF = 10;

/** The fields a row must have: those of the first one where that is open. */
function widthOf(rows: readonly ParsedRow[], { width }: IndexRequest): number {
  return width === 0 && rows.length > 0 ? rows[0].fields.length : width;
}

/** Whether the block may end within the row or its line end. */
function isCut(bytes: Uint8Array, { next }: ParsedRow): boolean {
  return next === bytes.length && bytes[next - 1] !== LF;
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && !isLineBreak(bytes[at])) {
    at++;
  }
  return at;
}
