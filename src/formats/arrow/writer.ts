import type { Column, Field } from "../../batch.js";
import { dataError } from "../../errors.js";
import { DictionaryWriter, type DictionaryPart } from "./dictionary-writer.js";
import { takeApart, type RecordParts } from "./encode-columns.js";
import {
  bodyLength,
  dictionaryMessage,
  footer,
  padded,
  recordsMessage,
  schemaMessage,
} from "./encode-message.js";
import type { OutputSchema } from "./encode-schema.js";
import type { Block } from "./footer.js";
import { CONTINUATION, MAGIC, type ArrowContainer } from "./framing.js";

/**
 * Writes Arrow IPC data piece by piece: `start`, any number of `records`, `end`. The pieces of a record batch are
 * views of its columns.
 */
export class ArrowWriter {
  readonly #dictionaries: DictionaryWriter;
  readonly #dictionaryBlocks = new Map<number, Block>();
  readonly #recordBlocks: Block[] = [];
  readonly #known: string;
  #fields: readonly Field[];
  #position = 0;

  constructor(
    readonly container: ArrowContainer,
    readonly schema: OutputSchema,
  ) {
    this.#dictionaries = new DictionaryWriter(container);
    this.#fields = schema.fields;
    this.#known = JSON.stringify(schema.fields);
  }

  *start(): Iterable<Uint8Array> {
    if (this.container === "file") {
      yield* this.#pieces([MAGIC, new Uint8Array(8 - MAGIC.length)]);
    }
    yield* this.#message(schemaMessage(this.schema), []);
  }

  /**
   * Writes one record batch.
   * @throws {DatasetError} If the columns are not those of the schema (`SCHEMA_CHANGED`).
   */
  *records(columns: readonly Column[], rows: number): Iterable<Uint8Array> {
    this.#checkSchema(columns);
    const united = this.#dictionaries.united(columns);
    for (const part of this.#dictionaries.due(united)) {
      yield* this.#dictionary(part);
    }
    const parts = takeApart(united, rows);
    const metadata = recordsMessage(parts);
    this.#recordBlocks.push(this.#block(metadata, parts));
    yield* this.#message(metadata, parts.buffers);
  }

  /** @param metadata What the footer of a file says of its schema; readers take it for the schema's metadata. */
  *end(metadata = this.schema.metadata): Iterable<Uint8Array> {
    const ending = this.container === "file" ? this.#dictionaries.atEnd() : [];
    for (const part of ending) {
      yield* this.#dictionary(part);
    }
    yield* this.#pieces([prefix(0)]);
    if (this.container === "file") {
      const dictionaries = [...this.#dictionaryBlocks.entries()]
        .toSorted(([one], [other]) => other - one)
        .map(([, block]) => block);
      const bytes = footer(
        { ...this.schema, metadata },
        { dictionaries, records: this.#recordBlocks },
      );
      const length = new Uint8Array(4);
      new DataView(length.buffer).setInt32(0, bytes.length, true);
      yield* this.#pieces([bytes, length, MAGIC]);
    }
  }

  *#dictionary({ id, values, delta }: DictionaryPart): Iterable<Uint8Array> {
    const parts = takeApart([values], values.length);
    const metadata = dictionaryMessage(parts, id, delta);
    if (!delta) {
      this.#dictionaryBlocks.set(id, this.#block(metadata, parts));
    }
    yield* this.#message(metadata, parts.buffers);
  }

  *#message(metadata: Uint8Array, buffers: readonly Uint8Array[]): Iterable<Uint8Array> {
    const length = this.#metadataLength(metadata) - PREFIX;
    yield* this.#pieces([
      prefix(length),
      metadata,
      new Uint8Array(length - metadata.length),
      ...buffers.flatMap((buffer) => [
        buffer,
        new Uint8Array(padded(buffer.length) - buffer.length),
      ]),
    ]);
  }

  #block(metadata: Uint8Array, parts: RecordParts): Block {
    return {
      offset: this.#position,
      metadataLength: this.#metadataLength(metadata),
      bodyLength: bodyLength(parts),
    };
  }

  /** With prefix and padding: as many bytes as it takes for the body to begin aligned. */
  #metadataLength(metadata: Uint8Array): number {
    return padded(this.#position + PREFIX + metadata.length) - this.#position;
  }

  *#pieces(pieces: readonly Uint8Array[]): Iterable<Uint8Array> {
    for (const piece of pieces) {
      this.#position += piece.length;
      yield piece;
    }
  }

  #checkSchema(columns: readonly Column[]): void {
    if (
      columns.length === this.#fields.length &&
      columns.every(({ field }, at) => field === this.#fields[at])
    ) {
      return;
    }
    const fields = columns.map((column) => column.field);
    if (JSON.stringify(fields) !== this.#known) {
      throw dataError(
        "SCHEMA_CHANGED",
        `the columns changed from ${names(this.schema.fields)} to ${names(fields)}, expected the same in every batch`,
      );
    }
    this.#fields = fields;
  }
}

function names(fields: readonly Field[]): string {
  return fields.map(({ name, type }) => `${name} ${type.kind}`).join(", ");
}

const PREFIX = 8;

function prefix(length: number): Uint8Array {
  const bytes = new Uint8Array(PREFIX);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, CONTINUATION, true);
  view.setInt32(4, length, true);
  return bytes;
}
