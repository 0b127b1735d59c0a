import type { Batch, Column } from "../batch.js";
import { isValid } from "../batch.js";
import { dataError, usageError } from "../errors.js";
import { located } from "../classes/labels.js";
import { columnNumbers } from "../columns/numbers.js";
import { selectColumns } from "../selectors.js";
import { DenseTargets } from "../targets.js";
import { checkOptions, COUNT, required, type Shapes, TEXT_OR_TEXTS } from "../wording/shapes.js";
import { Stage } from "./stage.js";

/** Which columns hold the probabilities. */
export interface SoftTargetReaderOptions {
  /** One column for each class in class order, or a single list column: a selector such as `p_*`, or names. */
  readonly columns: string | readonly string[];
  /** How many values the lists of a list column have. Default: as many as the first one. */
  readonly classes?: number;
}

const SHAPES: Shapes<SoftTargetReaderOptions> = {
  columns: required(TEXT_OR_TEXTS),
  classes: COUNT,
};

/** How far from 1 the probabilities of a row may add up. */
const SUM_TOLERANCE = 1e-3;

/** What adding up may round away, so that 1.001 itself is within the tolerance. */
const ROUNDING = 1e-9;

/**
 * Takes existing probability columns as the targets. A row that is no distribution (negative, not finite,
 * or its sum off by more than 1e-3) ends the stream with a DatasetError that names it.
 *
 * @example new SoftTargetReader({ columns: "p_*" })
 * @throws {DatasetError} On the way, for a row that is no distribution (`BAD_DISTRIBUTION`), lists of several lengths
 *   (`LIST_WIDTH`), or columns that cannot be targets (`SOFT_COLUMNS`, `NOT_NUMERIC`).
 */
export class SoftTargetReader extends Stage {
  readonly #columns: string | readonly string[];
  #classes?: number;
  #rows = 0;

  constructor(options: SoftTargetReaderOptions) {
    super();
    checkOptions("SoftTargetReader", options, SHAPES);
    this.#columns = options.columns;
    this.#classes = options.classes;
  }

  /** Rows counted so far; complete once the stream has ended. */
  get result(): { readonly rows: number } {
    return { rows: this.#rows };
  }

  protected override apply(batch: Batch): Batch {
    const columns = this.#selected(batch);
    const targets =
      columns.length === 1 ? this.#fromList(batch, columns[0]) : fromColumns(columns, batch.rows);
    checkDistributions(targets, batch, columns);
    this.#rows += batch.rows;
    return batch.withTargets(targets);
  }

  #selected(batch: Batch): readonly Column[] {
    if (typeof this.#columns !== "string") {
      return this.#columns.map((name) => batch.column(name));
    }
    const names = batch.columns.map((column) => column.field.name);
    return selectColumns(this.#columns, names, "columns").map((index) => batch.columns[index]);
  }

  #fromList(batch: Batch, column: Column): DenseTargets {
    const width = this.#classes ?? listWidth(column);
    if (batch.rows > 0) {
      this.#classes = width;
    }
    return fromList(batch, column, width);
  }
}

function fromColumns(columns: readonly Column[], rows: number): DenseTargets {
  const values = new Float64Array(rows * columns.length);
  columns.forEach((column, code) => {
    const numbers = columnNumbers(column);
    for (let row = 0; row < rows; row++) {
      values[row * columns.length + code] = numbers[row];
    }
  });
  return new DenseTargets(columns.length, values);
}

/** The number of classes a list column holds: that of its type, or of its first row. */
function listWidth(column: Column): number {
  const { type } = column.field;
  if (type.kind === "fixed-list") {
    return type.size;
  }
  if (type.kind === "list" || type.kind === "large-list") {
    return column.length === 0 ? 0 : Number(column.offsets?.[1]) - Number(column.offsets?.[0]);
  }
  throw usageError(
    "SOFT_COLUMNS",
    `soft targets need a column for each class or one list column; ${JSON.stringify(column.field.name)} alone is neither`,
  );
}

function fromList(batch: Batch, column: Column, width: number): DenseTargets {
  const ownWidth = listWidth(column);
  const values = columnNumbers((column.children as readonly Column[])[0]);
  for (let row = 0; row < column.length; row++) {
    const found =
      column.offsets === undefined
        ? ownWidth
        : Number(column.offsets[row + 1]) - Number(column.offsets[row]);
    if (!isValid(column, row)) {
      const error = dataError("LIST_WIDTH", "the list is null; expected a value for each class");
      throw located(error, batch, row, column.field.name);
    }
    if (found !== width) {
      const error = dataError(
        "LIST_WIDTH",
        `the list has ${found} values; expected ${width}, one for each class`,
      );
      throw located(error, batch, row, column.field.name);
    }
  }
  const start = column.offsets === undefined ? 0 : Number(column.offsets[0]);
  return new DenseTargets(width, values.subarray(start, start + batch.rows * width));
}

function checkDistributions(
  { values, classes }: DenseTargets,
  batch: Batch,
  columns: readonly Column[],
): void {
  for (let row = 0; row < batch.rows; row++) {
    let sum = 0;
    for (let code = 0; code < classes; code++) {
      const value = values[row * classes + code];
      if (!(value >= 0 && value < Infinity)) {
        throw located(
          badValue(value),
          batch,
          row,
          columns[Math.min(code, columns.length - 1)].field.name,
        );
      }
      sum += value;
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE + ROUNDING)) {
      const error = dataError(
        "BAD_DISTRIBUTION",
        `the probabilities of the row add up to ${sum}; expected 1 within ${SUM_TOLERANCE}`,
      );
      throw located(error, batch, row, columns[0].field.name);
    }
  }
}

function badValue(value: number): Error {
  const found = Number.isNaN(value) ? "is missing or no number" : `is ${value}`;
  return dataError(
    "BAD_DISTRIBUTION",
    `a probability ${found}; expected a finite number that is not negative`,
  );
}
