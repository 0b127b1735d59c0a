import { Batch } from "../batch.js";
import { columnType, type CsvType, parseCsvType } from "../columns/csv-type.js";
import { columnFromValues, type ValueColumn } from "../columns/from-values.js";
import { inferType } from "../columns/value-type.js";
import { dataError } from "../errors.js";
import { StepTransform } from "../streams/step-transform.js";
import { option } from "../wording/option.js";
import { checkOptions, COUNT, type Shapes, TYPES } from "../wording/shapes.js";
import { showFound } from "../wording/show-found.js";
import type { Row } from "./batches-to-rows.js";

/** How rows are gathered. */
export interface RowsToBatchesOptions {
  /** Rows in a batch; default 4096. */
  readonly rows?: number;
  /**
   * Column types by name, such as `{ id: "int64", note: "text" }`; the others are told by the first batch. Columns that
   * are named here are there, in this order and before all others, even if no row has them, or no row comes.
   */
  readonly types?: Readonly<Record<string, CsvType>>;
}

const SHAPES: Shapes<RowsToBatchesOptions> = { rows: COUNT, types: TYPES };

/** What a column is to be, and on whose word. */
type Declaration = Pick<ValueColumn, "type" | "origin">;

/**
 * The way in for row objects, from a database cursor or csv-parse with `columns: true`: numbers become float64, bigints
 * and integers among them int64, booleans bool, strings text, Dates timestamps; null and undefined are null. The first
 * batch settles which columns there are and those types that are not declared (a column without any value is text); a
 * later row that does not fit ends the stream with a DatasetError.
 *
 * @example
 * await pipeline(cursor, new RowsToBatches({ types: { age: "float64" } }), new ArrowEncoder(), file);
 */
export class RowsToBatches extends StepTransform<Row, Batch> {
  readonly #size: number;
  readonly #declared: ReadonlyMap<string, Declaration>;
  #columns?: ReadonlyMap<string, Declaration>;
  #waiting: Row[] = [];
  #rows = 0;

  /** @throws {DatasetError} If an option is unknown or of another type, or there is no such column type (`UNKNOWN_TYPE`). */
  constructor(options: RowsToBatchesOptions = {}) {
    super({ readableObjectMode: true, writableObjectMode: true });
    checkOptions("RowsToBatches", options, SHAPES);
    this.#size = options.rows ?? 4096;
    this.#declared = new Map(
      Object.entries<string>(options.types ?? {}).map(([name, type]) => [
        name,
        { type: columnType(parseCsvType(type)), origin: "declared" },
      ]),
    );
  }

  protected override *step(row: Row): Iterable<Batch> {
    if (typeof row !== "object" || row === null || Array.isArray(row) || isNoRow(row)) {
      throw new TypeError(
        `RowsToBatches takes row objects with one member for each column, but was given ${showFound(row)}`,
      );
    }
    this.#waiting.push(row);
    if (this.#waiting.length === this.#size) {
      yield this.#take();
    }
  }

  protected override *finish(): Iterable<Batch> {
    if (this.#waiting.length > 0 || this.#columns === undefined) {
      yield this.#take();
    }
  }

  #take(): Batch {
    const rows = this.#waiting;
    this.#waiting = [];
    this.#columns ??= settled(rows, this.#declared);
    this.#refuseUnknown(rows, this.#columns);
    const firstRow = this.#rows;
    this.#rows += rows.length;
    const columns = [...this.#columns].map(([name, declaration]) =>
      columnFromValues(
        { name, ...declaration, firstRow },
        rows.map((row) => row[name]),
      ),
    );
    return new Batch({ rows: rows.length, firstRow, columns });
  }

  #refuseUnknown(rows: readonly Row[], columns: ReadonlyMap<string, Declaration>): void {
    rows.forEach((row, index) => {
      const unknown = Object.keys(row).find((name) => !columns.has(name));
      if (unknown !== undefined) {
        throw dataError(
          "UNKNOWN_MEMBER",
          `found a member ${JSON.stringify(unknown)} that the first ${this.#size} rows do not have`,
          {
            row: this.#rows + index + 1,
            column: unknown,
            hint: `Declare it: ${option("types", { [unknown]: "text" })}.`,
          },
        );
      }
    });
  }
}

function isNoRow(value: object): boolean {
  return value instanceof Batch || ArrayBuffer.isView(value);
}

/** The declared columns, then those of the first rows, in the order they are met. */
function settled(
  rows: readonly Row[],
  declared: ReadonlyMap<string, Declaration>,
): ReadonlyMap<string, Declaration> {
  const columns = new Map(declared);
  for (const name of new Set(rows.flatMap((row) => Object.keys(row)))) {
    if (!columns.has(name)) {
      columns.set(name, typeToldBy(rows.map((row) => row[name])));
    }
  }
  if (columns.size === 0) {
    throw dataError("NO_ROWS", "not one row came with a member, so the columns are not known", {
      hint: `Declare them, and no rows will do: ${option("types", { id: "int64" })}.`,
    });
  }
  return columns;
}

function typeToldBy(values: readonly unknown[]): Declaration {
  const type = inferType(values);
  return type === undefined
    ? { type: columnType("text"), origin: "assumed" }
    : { type, origin: "inferred" };
}
