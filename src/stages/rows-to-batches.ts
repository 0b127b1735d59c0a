import { Batch } from "../batch.js";
import type { ValueType } from "../columns/from-values.js";
import { columnFromValues, valueType } from "../columns/from-values.js";
import { dataError } from "../errors.js";
import { StepTransform } from "../streams/step-transform.js";
import type { Row } from "./batches-to-rows.js";

/** How rows are gathered. */
export interface RowsToBatchesOptions {
  /** Rows in a batch; default 4096. */
  readonly rows?: number;
}

/**
 * The way in for row objects, from a database cursor or csv-parse with `columns: true`: numbers become float64, bigints
 * int64, booleans bool, strings utf8, Dates timestamps; null and undefined are null. The first batch settles which
 * columns there are and their types; a later row that differs ends the stream with a DatasetError.
 */
export class RowsToBatches extends StepTransform<Row, Batch> {
  readonly #size: number;
  #types?: ReadonlyMap<string, ValueType>;
  #waiting: Row[] = [];
  #rows = 0;

  constructor({ rows = 4096 }: RowsToBatchesOptions = {}) {
    super({ readableObjectMode: true, writableObjectMode: true });
    if (!(Number.isInteger(rows) && rows > 0)) {
      throw new RangeError(`rows is ${rows}; expected a positive whole number`);
    }
    this.#size = rows;
  }

  protected override *step(row: Row): Iterable<Batch> {
    if (typeof row !== "object" || row === null || Array.isArray(row) || ArrayBuffer.isView(row)) {
      throw new TypeError("RowsToBatches takes row objects with one member for each column");
    }
    this.#waiting.push(row);
    if (this.#waiting.length === this.#size) {
      yield this.#take();
    }
  }

  protected override *finish(): Iterable<Batch> {
    if (this.#waiting.length > 0 || this.#types === undefined) {
      yield this.#take();
    }
  }

  #take(): Batch {
    const rows = this.#waiting;
    this.#waiting = [];
    this.#types ??= typesOf(rows);
    this.#refuseUnknown(rows, this.#types);
    const firstRow = this.#rows;
    this.#rows += rows.length;
    const columns = [...this.#types].map(([name, type]) =>
      columnFromValues(
        { name, type, firstRow },
        rows.map((row) => row[name]),
      ),
    );
    return new Batch({ rows: rows.length, firstRow, columns });
  }

  #refuseUnknown(rows: readonly Row[], types: ReadonlyMap<string, ValueType>): void {
    rows.forEach((row, index) => {
      const unknown = Object.keys(row).find((name) => !types.has(name));
      if (unknown !== undefined) {
        throw dataError(
          "UNKNOWN_MEMBER",
          `found a member ${JSON.stringify(unknown)} that the first rows do not have`,
          {
            row: this.#rows + index + 1,
            column: unknown,
          },
        );
      }
    });
  }
}

/** The members of all rows, each with the type of its first value; text where it has none. */
function typesOf(rows: readonly Row[]): ReadonlyMap<string, ValueType> {
  const types = new Map<string, ValueType | undefined>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      types.set(name, types.get(name) ?? typeOf(name, value));
    }
  }
  return new Map([...types].map(([name, type]) => [name, type ?? "string"]));
}

function typeOf(name: string, value: unknown): ValueType | undefined {
  const type = valueType(value);
  if (type === undefined && value !== null && value !== undefined) {
    throw dataError("UNSUPPORTED_VALUE", `a ${typeof value} cannot become a cell`, {
      column: name,
      hint: "Numbers, bigints, booleans, strings, Dates and null can.",
    });
  }
  return type;
}
