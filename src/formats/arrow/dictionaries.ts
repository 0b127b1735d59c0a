import type { Column, Field } from "../../batch.js";
import { concatColumns } from "../../columns.js";
import { childFields } from "../../columns/child-fields.js";
import { corrupt } from "./checked-bytes.js";
import { decodeColumns, type RecordBody } from "./decode-columns.js";
import type { Message } from "./decode-message.js";
import type { ArrowSchema } from "./decode-schema.js";

/** The dictionaries of an input as they are at one point of it. */
export class Dictionaries {
  readonly #columns = new Map<bigint, Column>();

  readonly #wanted = new Set<bigint>();

  /** @param fields The columns whose dictionaries are read; the others are let pass. */
  constructor(
    readonly schema: ArrowSchema,
    fields: Iterable<Field>,
  ) {
    for (const field of fields) {
      this.#want(field);
    }
  }

  /** The dictionary of a dictionary field, where it has come already. */
  readonly of = (field: Field): Column | undefined =>
    this.#columns.get(this.schema.dictionaryIds.get(field) as bigint);

  /** Takes in a dictionary message: a first dictionary, one in its place, or more values behind it. */
  receive(message: Extract<Message, { kind: "dictionary" }>, body: Uint8Array): void {
    const field = this.schema.dictionaries.get(message.id);
    if (field === undefined) {
      throw corrupt(`there is a dictionary ${message.id} that no column has`);
    }
    if (!this.#wanted.has(message.id)) {
      return;
    }
    const records: RecordBody = { layout: message.layout, body };
    const [values] = decodeColumns([field], records, this.of);
    const known = message.delta ? this.#columns.get(message.id) : undefined;
    this.#columns.set(message.id, known === undefined ? values : concatColumns([known, values]));
  }

  #want(field: Field): void {
    const id = this.schema.dictionaryIds.get(field);
    if (id !== undefined) {
      this.#wanted.add(id);
    }
    childFields(field.type).forEach((child) => this.#want(child));
  }
}
