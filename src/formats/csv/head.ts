import type { Dialect } from "../../batch.js";
import { dataError } from "../../errors.js";
import { Arena } from "../../columns/arena.js";
import { cellText } from "./cell-text.js";
import { invalidUtf8Error, rowFaultError } from "./faults.js";
import { refuseForeignBytes } from "./foreign-bytes.js";
import type { RowIndex, RowIndexer } from "./row-indexer.js";
import { firstInvalidUtf8 } from "./utf8.js";

/** What the beginning of a delimited text tells. */
export interface CsvHead {
  /** The column names as they are written, doubled ones too; "1", "2", … where there is no header. */
  readonly names: readonly string[];
  /** The number of fields of every row. */
  readonly width: number;
  /** Whether the text begins with a byte-order mark. */
  readonly bom: boolean;
  /** The header row with its line end; `fieldEnds` counted from its first byte. */
  readonly header?: { readonly bytes: Uint8Array; readonly fieldEnds?: Uint32Array };
  /** The byte at which the data begins. */
  readonly bodyStart: number;
  /** The line at which the data begins, counted from 1. */
  readonly firstLine: number;
  /** Blank lines before the header. */
  readonly blankLines: number;
}

/** How to read a head. */
export interface HeadOptions {
  readonly dialect: Dialect;
  /** What the input is called in messages. */
  readonly file: string;
  /** Whether the sample is the whole text. */
  readonly atEnd: boolean;
  readonly indexer: RowIndexer;
}

/**
 * Reads the byte-order mark and the header off the beginning of a text.
 * Undefined where the sample ends before the first row does: more bytes are needed.
 * @throws {DatasetError} `EMPTY_INPUT`, `UNSUPPORTED_FORMAT`, `INVALID_UTF8`, or what is wrong with the structure of the first row.
 */
export function readCsvHead(sample: Uint8Array, options: HeadOptions): CsvHead | undefined {
  const { dialect, file, atEnd, indexer } = options;
  if (sample.length < 3 && !atEnd) {
    return undefined;
  }
  refuseForeignBytes(sample, file);
  refuseUtf16(sample, file);
  const bom = sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf;
  const from = bom ? 3 : 0;
  const place = { file, bytes: sample, from, line: 1 };
  const first = indexer.index(sample, { from, atEnd, width: 0, limit: 1, arena: new Arena() });
  const invalid = firstInvalidUtf8(sample, from, first.consumed);
  if (invalid < first.consumed) {
    throw invalidUtf8Error(invalid, place);
  }
  if (first.fault !== undefined) {
    throw rowFaultError(first.fault, place, first.cells.width);
  }
  if (first.rows === 0) {
    if (atEnd) {
      throw emptyInput(file, sample.length > from);
    }
    return undefined;
  }
  return dialect.header ? withHeader(sample, first, bom) : withoutHeader(first, bom);
}

function withHeader(sample: Uint8Array, first: RowIndex, bom: boolean): CsvHead {
  const { cells, starts, nexts, lineBreaks, blankLines } = first;
  const { width } = cells;
  const start = starts[0];
  return {
    names: rowTexts(first),
    width,
    bom,
    header: {
      bytes: sample.slice(start, nexts[0]),
      fieldEnds: first.inPlace ? cells.fieldEnds.map((end) => end - start) : undefined,
    },
    bodyStart: first.consumed,
    firstLine: 1 + lineBreaks,
    blankLines,
  };
}

function withoutHeader(first: RowIndex, bom: boolean): CsvHead {
  const { width } = first.cells;
  const names = Array.from({ length: width }, (_, column) => String(column + 1));
  return { names, width, bom, bodyStart: bom ? 3 : 0, firstLine: 1, blankLines: 0 };
}

function rowTexts({ cells }: RowIndex): string[] {
  const { bytes, starts, fieldEnds, width, quote } = cells;
  return Array.from({ length: width }, (_, column) => {
    const from = column === 0 ? starts[0] : fieldEnds[column - 1] + 1;
    return cellText(bytes, from, fieldEnds[column], quote);
  });
}

function refuseUtf16(sample: Uint8Array, file: string): void {
  const mark = sample.length < 2 ? 0 : (sample[0] << 8) | sample[1];
  if (mark === 0xfffe || mark === 0xfeff) {
    throw dataError("INVALID_UTF8", "the text is UTF-16; expected UTF-8", {
      file,
      hint: "Convert it first, for instance: iconv -f UTF-16 -t UTF-8.",
    });
  }
}

function emptyInput(file: string, hasLines: boolean) {
  const found = hasLines ? "the input holds no row" : "the input is empty";
  return dataError("EMPTY_INPUT", `${found}; expected at least a header`, {
    file,
    hint: "Check what was to write it.",
  });
}
