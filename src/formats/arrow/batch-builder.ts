import { Batch, type Column, type Field } from "../../batch.js";
import { refuseUnsupported } from "../../columns/refuse-unsupported.js";
import { DatasetError } from "../../errors.js";
import { type ColumnKey, columnPlace } from "../../selectors.js";
import { decodeColumns } from "./decode-columns.js";
import type { Message } from "./decode-message.js";
import type { ArrowSchema } from "./decode-schema.js";
import { Dictionaries } from "./dictionaries.js";
import { emptyColumn } from "./empty-column.js";

/** Makes batches of the messages that follow a schema, one after another. */
export class BatchBuilder {
  readonly #schema: ArrowSchema;
  readonly #wanted: ReadonlySet<Field>;
  readonly #dictionaries: Dictionaries;
  #rows = 0;

  /**
   * @param columns The columns of the batches; default: all.
   * @throws {DatasetError} If a type is not supported (`UNSUPPORTED_TYPE`), or there is no such column.
   */
  constructor(schema: ArrowSchema, columns: readonly ColumnKey[] = [...schema.fields.keys()]) {
    const names = schema.fields.map((field) => field.name);
    this.#schema = schema;
    this.#wanted = new Set(columns.map((key) => schema.fields[columnPlace(key, names, "columns")]));
    this.#wanted.forEach(refuseUnsupported);
    this.#dictionaries = new Dictionaries(schema, this.#wanted);
  }

  /** The batch of a record batch message; a dictionary message is remembered for the next ones. */
  receive(message: Exclude<Message, { kind: "schema" }>, body: Uint8Array): Batch | undefined {
    if (message.kind === "dictionary") {
      this.#dictionaries.receive(message, body);
      return undefined;
    }
    const { fields, metadata } = this.#schema;
    const { rows } = message.layout;
    const firstRow = this.#rows;
    this.#rows += rows;
    const decoded = counting(firstRow, () =>
      decodeColumns(fields, { layout: message.layout, body }, this.#dictionaries.of, (field) =>
        this.#wanted.has(field),
      ),
    );
    const byField = new Map(decoded.map((column) => [column.field, column]));
    const columns = Array.from(this.#wanted, (field) => byField.get(field) as Column);
    return new Batch({ rows, firstRow, columns, metadata });
  }

  /** A batch that has the schema, and no rows. */
  empty(): Batch {
    const { metadata } = this.#schema;
    const columns = Array.from(this.#wanted, (field) => emptyColumn(field, this.#dictionaries.of));
    return new Batch({ rows: 0, firstRow: this.#rows, columns, metadata });
  }
}

/** What `decode` returns; a fault in a row of the batch is told by the row of the input. */
function counting<Result>(firstRow: number, decode: () => Result): Result {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DatasetError && error.row !== undefined && firstRow > 0) {
      const { kind, code, column, hint, cause } = error;
      const row = firstRow + error.row;
      throw new DatasetError(error.message, { kind, code, column, hint, cause, row });
    }
    throw error;
  }
}
