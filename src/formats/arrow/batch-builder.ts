import { Batch } from "../../batch.js";
import { DatasetError } from "../../errors.js";
import { decodeColumns } from "./decode-columns.js";
import type { Message } from "./decode-message.js";
import type { ArrowSchema } from "./decode-schema.js";
import { Dictionaries } from "./dictionaries.js";
import { emptyColumn } from "./empty-column.js";

/** Makes batches of the messages that follow a schema, one after another. */
export class BatchBuilder {
  readonly #dictionaries: Dictionaries;
  #rows = 0;

  constructor(readonly schema: ArrowSchema) {
    this.#dictionaries = new Dictionaries(schema);
  }

  /** The batch of a record batch message; a dictionary message is remembered for the next ones. */
  receive(message: Exclude<Message, { kind: "schema" }>, body: Uint8Array): Batch | undefined {
    if (message.kind === "dictionary") {
      this.#dictionaries.receive(message, body);
      return undefined;
    }
    const { fields, metadata } = this.schema;
    const { rows } = message.layout;
    const firstRow = this.#rows;
    this.#rows += rows;
    const columns = counting(firstRow, () =>
      decodeColumns(fields, { layout: message.layout, body }, this.#dictionaries.of),
    );
    return new Batch({ rows, firstRow, columns, metadata });
  }

  /** A batch that has the schema, and no rows. */
  empty(): Batch {
    const { fields, metadata } = this.schema;
    const columns = fields.map((field) => emptyColumn(field, this.#dictionaries.of));
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
