import type { Batch, Column } from "../batch.js";
import { isValid } from "../batch.js";
import { dataError, usageError } from "../errors.js";
import { located } from "../classes/labels.js";
import { columnNumbers } from "../columns/numbers.js";
import { selectColumns } from "../selectors.js";
import { DenseTargets } from "../targets.js";
import {
  checkOptions,
  COUNT,
  FLAG,
  required,
  type Shapes,
  TEXT_OR_TEXTS,
} from "../wording/shapes.js";
import { checkSoftTargets, missingHint } from "./check-soft-targets.js";
import { option } from "../wording/option.js";
import { Stage } from "./stage.js";

/** Which columns hold the probabilities. */
export interface SoftTargetReaderOptions {
  /** One column for each class in class order, or a single list column: a selector such as `p_*`, or names. */
  readonly columns: string | readonly string[];
  /** How many values the lists of a list column have. Default: as many as the first one. */
  readonly classes?: number;
  /** Each class is a question of its own: numbers are in [0, 1], and rows need not add up to 1. */
  readonly multiLabel?: boolean;
  /** Rows of nulls alone have no target, instead of being a fault. */
  readonly ignoreMissing?: boolean;
}

const SHAPES: Shapes<SoftTargetReaderOptions> = {
  columns: required(TEXT_OR_TEXTS),
  classes: COUNT,
  multiLabel: FLAG,
  ignoreMissing: FLAG,
};

/**
 * Takes existing probability columns as the targets. A row that is no distribution (negative, not finite,
 * or its sum off by more than 1e-3) ends the stream with a DatasetError that names it.
 *
 * @example new SoftTargetReader({ columns: "p_*" })
 * @example new SoftTargetReader({ columns: ["is_comedy", "is_drama"], multiLabel: true })
 * @throws {DatasetError} On the way, for a row that is no distribution (`BAD_DISTRIBUTION`), lists of several lengths
 *   (`LIST_WIDTH`), or columns that cannot be targets (`SOFT_COLUMNS`, `NOT_NUMERIC`).
 */
export class SoftTargetReader extends Stage {
  readonly #columns: string | readonly string[];
  readonly #multi: boolean;
  readonly #ignoresMissing: boolean;
  #classes?: number;
  #rows = 0;
  #ignored = 0;

  constructor(options: SoftTargetReaderOptions) {
    super();
    checkOptions("SoftTargetReader", options, SHAPES);
    this.#columns = options.columns;
    this.#multi = options.multiLabel ?? false;
    this.#ignoresMissing = options.ignoreMissing ?? false;
    this.#classes = options.classes;
  }

  /** All rows so far, and those of them without a target; complete once the stream has ended. */
  get result(): { readonly rows: number; readonly ignored: number } {
    return { rows: this.#rows, ignored: this.#ignored };
  }

  protected override apply(batch: Batch): Batch {
    const columns = this.#selected(batch);
    const missing = this.#ignoresMissing ? missingRows(columns, batch.rows) : undefined;
    const rows = { batch, columns, missing };
    const { classes, values } = columns.length === 1 ? this.#fromList(rows) : fromColumns(rows);
    const targets = new DenseTargets(classes, values, { missing, multi: this.#multi });
    checkSoftTargets(targets, batch, columns);
    this.#rows += batch.rows;
    this.#ignored += missing?.reduce((sum, bit) => sum + bit, 0) ?? 0;
    return batch.withTargets(targets);
  }

  #selected(batch: Batch): readonly Column[] {
    if (typeof this.#columns !== "string") {
      return this.#columns.map((name) => batch.column(name));
    }
    const names = batch.columns.map((column) => column.field.name);
    return selectColumns(this.#columns, names, "columns").map((index) => batch.columns[index]);
  }

  #fromList(rows: SoftRows): SoftValues {
    const width = this.#classes ?? listWidth(rows.columns[0], rows.missing);
    if (rows.batch.rows > 0) {
      this.#classes = width;
    }
    return fromList(rows, width);
  }
}

/** Where the probabilities of a batch are. */
interface SoftRows {
  readonly batch: Batch;
  readonly columns: readonly Column[];
  /** One byte a row, not 0 for a row that has no target. */
  readonly missing?: Uint8Array;
}

/** Probabilities, row-major [rows, classes]. */
interface SoftValues {
  readonly classes: number;
  readonly values: Float64Array;
}

/** The rows of nulls alone; nothing where there are none. */
function missingRows(columns: readonly Column[], rows: number): Uint8Array | undefined {
  const missing = Uint8Array.from({ length: rows }, (_, row) =>
    Number(columns.every((column) => !isValid(column, row))),
  );
  return missing.includes(1) ? missing : undefined;
}

function fromColumns({ batch, columns }: SoftRows): SoftValues {
  const values = new Float64Array(batch.rows * columns.length);
  columns.forEach((column, code) => {
    const numbers = columnNumbers(column);
    for (let row = 0; row < batch.rows; row++) {
      values[row * columns.length + code] = numbers[row];
    }
  });
  return { classes: columns.length, values };
}

/** The number of classes a list column holds: that of its type, or of its first row that has one. */
function listWidth(column: Column, missing?: Uint8Array): number {
  const { type } = column.field;
  if (type.kind === "fixed-list") {
    return type.size;
  }
  if (type.kind === "list" || type.kind === "large-list") {
    const row = missing?.indexOf(0) ?? 0;
    if (row === -1) {
      throw usageError(
        "SOFT_COLUMNS",
        "the lists of all rows are null; expected one to tell the classes",
        {
          column: column.field.name,
          hint: `Say how many there are with ${option("classes")}.`,
        },
      );
    }
    return column.length === 0
      ? 0
      : Number(column.offsets?.[row + 1]) - Number(column.offsets?.[row]);
  }
  throw usageError(
    "SOFT_COLUMNS",
    `soft targets need a column for each class or one list column; ${JSON.stringify(column.field.name)} alone is neither`,
  );
}

function fromList({ batch, columns, missing }: SoftRows, width: number): SoftValues {
  const [column] = columns;
  const numbers = columnNumbers((column.children as readonly Column[])[0]);
  const values = new Float64Array(batch.rows * width).fill(Number.NaN);
  for (let row = 0; row < batch.rows; row++) {
    if (missing === undefined || missing[row] === 0) {
      const [start, end] = itemsOf(column, row);
      checkList(batch, row, { column, found: end - start, width });
      values.set(numbers.subarray(start, end), row * width);
    }
  }
  return { classes: width, values };
}

/** Where the items of a row's list begin and end in the child. */
function itemsOf(column: Column, row: number): readonly [number, number] {
  const { offsets } = column;
  const size = offsets === undefined ? listWidth(column) : 0;
  return offsets === undefined
    ? [row * size, (row + 1) * size]
    : [Number(offsets[row]), Number(offsets[row + 1])];
}

function checkList(
  batch: Batch,
  row: number,
  { column, found, width }: { column: Column; found: number; width: number },
): void {
  const { name } = column.field;
  if (!isValid(column, row)) {
    const error = dataError("LIST_WIDTH", "the list is null; expected a value for each class", {
      hint: missingHint(),
    });
    throw located(error, batch, row, name);
  }
  if (found !== width) {
    const error = dataError(
      "LIST_WIDTH",
      `the list has ${found} values; expected ${width}, one for each class`,
    );
    throw located(error, batch, row, name);
  }
}
