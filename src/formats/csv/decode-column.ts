import type { Column, Field, Values } from "../../batch.js";
import { numberIn } from "../../columns/numbers.js";
import type { Arena } from "../../columns/arena.js";
import { type CellSpans, stripQuotes } from "./cell-spans.js";
import { cellText } from "./cell-text.js";
import { copyText } from "./copy-text.js";
import { parseBool } from "./parse-bool.js";
import { parseFloat64 } from "./parse-float64.js";
import { parseInt64 } from "./parse-int64.js";
import { parseDates, parseTimestamps } from "./parse-time.js";
import type { CsvType } from "../../columns/csv-type.js";

/** No byte is this quote. */
const AS_IT_IS = -1;

/** The bytes that cells are in. */
export interface CellBytes {
  readonly bytes: Uint8Array;
  readonly quote: number;
}

/** What a column is read as. */
export interface ColumnRequest {
  readonly field: Field;
  readonly type: CsvType;
  /** Whether integers past 2^53 are refused in a float64 column. */
  readonly exact: boolean;
  /** Whether cells of a float64 column that are no such number may be there: those that are none at all are NaN. */
  readonly anyCell: boolean;
}

/** The cells as a column in memory of the arena; or the first cell that does not fit the type. */
export function decodeColumn(
  source: CellBytes,
  cells: CellSpans,
  { field, type, exact, anyCell }: ColumnRequest,
  arena: Arena,
): Column | number {
  const { rows: length, nullCount } = cells;
  const validity = validityOf(cells, arena);
  if (type === "text") {
    return { field, length, nullCount, validity, ...copyText(source, cells, arena) };
  }
  if (cells.quoted) {
    stripQuotes(source.bytes, cells, source.quote);
  }
  const data = valuesFor(type, length, arena);
  let misfit = parseCells(source.bytes, cells, { type, data, exact, start: 0 });
  if (anyCell) {
    while (misfit < length) {
      const text = cellText(source.bytes, cells.from[misfit], cells.to[misfit], AS_IT_IS);
      data[misfit] = numberIn(text.trim());
      misfit = parseCells(source.bytes, cells, { type, data, exact, start: misfit + 1 });
    }
  }
  return misfit < length ? misfit : { field, length, nullCount, validity, data };
}

/** How cells are read, and where to. */
export interface CellParse {
  readonly type: Exclude<CsvType, "text">;
  readonly data: Values;
  readonly exact: boolean;
  readonly start: number;
}

/** Reads cells without quotes, from `start` on; gives the first one that does not fit, or the number of cells. */
export function parseCells(bytes: Uint8Array, cells: CellSpans, parse: CellParse): number {
  const { type, data, exact, start } = parse;
  switch (type) {
    case "int64":
      return parseInt64(bytes, cells, data as BigInt64Array, start);
    case "float64":
      return parseFloat64(bytes, cells, data as Float64Array, { start, exact });
    case "bool":
      return parseBool(bytes, cells, data as Uint8Array, start);
    case "date":
      return parseDates(bytes, cells, data as Int32Array, start);
    default: {
      const unit = type.startsWith("timestamp-ns") ? "ns" : "us";
      const utc = type.endsWith("utc");
      return parseTimestamps(bytes, cells, data as BigInt64Array, { unit, utc, start });
    }
  }
}

/** Memory for so many values of a type. */
export function valuesFor(type: Exclude<CsvType, "text">, rows: number, arena: Arena): Values {
  switch (type) {
    case "float64":
      return arena.take(Float64Array, rows);
    case "bool":
      return bitmapFor(rows, arena);
    case "date":
      return arena.take(Int32Array, rows);
    default:
      return arena.take(BigInt64Array, rows);
  }
}

function validityOf(
  { rows, from, to, nullCount }: CellSpans,
  arena: Arena,
): Uint8Array | undefined {
  if (nullCount === 0) {
    return undefined;
  }
  const validity = bitmapFor(rows, arena);
  for (let row = 0; row < rows; row++) {
    if (from[row] < to[row]) {
      validity[row >> 3] |= 1 << (row & 7);
    }
  }
  return validity;
}

/** One bit a row, all of them 0. */
function bitmapFor(rows: number, arena: Arena): Uint8Array {
  return arena.take(Uint8Array, (rows + 7) >> 3).fill(0);
}
