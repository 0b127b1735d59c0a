import type { Batch, Column } from "../batch.js";
import { isValid } from "../batch.js";
import { located } from "../classes/labels.js";
import { columnNumbers } from "../columns/numbers.js";
import { dataError, placed } from "../errors.js";
import { isListField } from "./settle-columns.js";

/** The columns that hold predictions: one for each value of a row, or a single one of lists. */
export interface PredictionColumns {
  readonly names: readonly string[];
  /** How many values a row has. */
  readonly width: number;
}

/** Where the predictions of a batch go. */
export interface PredictionOutput {
  /** Row-major, `width` values a row. */
  readonly values: Float64Array;
  /** The row of `values` that the first row of the batch becomes. */
  readonly at: number;
  /** Which rows [start, end) of the batch are read. */
  readonly start: number;
  readonly end: number;
  /** Whether the prediction of a row of `values` is wanted. */
  readonly has: (row: number) => boolean;
}

/**
 * Writes the predictions of some rows of a batch one row behind the other. What is missing or no number becomes NaN.
 * @throws {DatasetError} For columns that hold no numbers (`NOT_NUMERIC`), or for a list that has not one value for each
 *   class (`LIST_WIDTH`).
 */
export function readPredictions(
  batch: Batch,
  { names, width }: PredictionColumns,
  out: PredictionOutput,
): void {
  const columns = names.map((name) => batch.column(name));
  if (isListField(columns[0].field)) {
    readList(batch, columns[0], width, out);
  } else {
    transpose(
      columns.map((column) => numbersOf(column, batch)),
      out,
    );
  }
}

/** What numbers are read from; every one of them is a float64 too. */
type Numbers = Float32Array | Float64Array;

/** How many rows are turned at once: what they take of a hundred columns fits into the first cache. */
const TURNED_ROWS = 32;

function transpose(
  columns: readonly Numbers[],
  { values, at, start, end }: PredictionOutput,
): void {
  const width = columns.length;
  for (let first = start; first < end; first += TURNED_ROWS) {
    const last = Math.min(first + TURNED_ROWS, end);
    for (let code = 0; code < width; code++) {
      const column = columns[code];
      for (let row = first, to = (at + first - start) * width + code; row < last; row++) {
        values[to] = column[row];
        to += width;
      }
    }
  }
}

/** The numbers of a column; without a copy where it holds nothing else. */
function numbersOf(column: Column, batch: Batch): Numbers {
  const { field, data, nullCount } = column;
  if (nullCount === 0 && (data instanceof Float64Array || data instanceof Float32Array)) {
    return data;
  }
  try {
    return columnNumbers(column);
  } catch (error) {
    throw placed(error, { file: batch.origin?.file ?? batch.source?.file, column: field.name });
  }
}

function readList(batch: Batch, column: Column, width: number, out: PredictionOutput): void {
  const [child] = column.children as readonly Column[];
  const from = childStart(column, out.start);
  const items = numbersOf(child, batch);
  const { values, at, start, end, has } = out;
  const size = fixedSize(column);
  if (size === width && column.nullCount === 0) {
    values.set(items.subarray(from, childStart(column, end)), at * width);
    return;
  }
  for (let row = start; row < end; row++) {
    const to = at + row - start;
    const first = childStart(column, row);
    const found = isValid(column, row) ? childStart(column, row + 1) - first : undefined;
    if (found === width) {
      values.set(items.subarray(first, first + width), to * width);
    } else if (has(to)) {
      throw located(wrongWidth(found, width), batch, row, column.field.name);
    } else {
      values.fill(Number.NaN, to * width, (to + 1) * width);
    }
  }
}

function fixedSize({ field: { type } }: Column): number | undefined {
  return type.kind === "fixed-list" ? type.size : undefined;
}

function childStart(column: Column, row: number): number {
  const size = fixedSize(column);
  return size === undefined ? Number(column.offsets?.[row]) : row * size;
}

function wrongWidth(found: number | undefined, width: number): Error {
  const what = found === undefined ? "is null" : `has ${found} values`;
  return dataError(
    "LIST_WIDTH",
    `the list of predictions ${what}; expected ${width}, one for each class`,
  );
}
