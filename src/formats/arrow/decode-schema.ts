import { Endianness } from "apache-arrow/fb/endianness";
import type { Field as FieldTable } from "apache-arrow/fb/field";
import type { KeyValue } from "apache-arrow/fb/key-value";
import type { Schema as SchemaTable } from "apache-arrow/fb/schema";
import type { ColumnType, Field } from "../../batch.js";
import { dataError } from "../../errors.js";
import { corrupt, required } from "./checked-bytes.js";
import { decodeType, indexType } from "./decode-type.js";

/** What a schema message says. */
export interface ArrowSchema {
  readonly fields: readonly Field[];
  readonly metadata?: ReadonlyMap<string, string>;
  /** The dictionary id of every dictionary field, nested ones too. */
  readonly dictionaryIds: ReadonlyMap<Field, bigint>;
  /** By dictionary id: what its values are, as a field of their own. */
  readonly dictionaries: ReadonlyMap<bigint, Field>;
}

/**
 * Reads a schema.
 * @param size The bytes of the flatbuffer: no honest schema has more fields than those could hold.
 * @throws {DatasetError} If the data is big-endian (`BIG_ENDIAN`) or damaged (`CORRUPT_ARROW`).
 */
export function decodeSchema(schema: SchemaTable, size: number): ArrowSchema {
  if (schema.endianness() !== Endianness.Little) {
    throw dataError("BIG_ENDIAN", "the Arrow data is big-endian, expected little-endian", {
      hint: "Write it again on a little-endian machine, or with an Arrow library that converts.",
    });
  }
  const reader = new SchemaReader(size / LEAST_FIELD_BYTES);
  const fields = Array.from({ length: schema.fieldsLength() }, (_, at) =>
    reader.field(required(schema.fields(at), "field"), 0),
  );
  const { dictionaryIds, dictionaries } = reader;
  return { fields, metadata: keyValues(schema), dictionaryIds, dictionaries };
}

// A table has a 4-byte root, and is pointed to by 4 bytes of the vector it is in.
const LEAST_FIELD_BYTES = 8;
const DEEPEST = 64;

class SchemaReader {
  readonly dictionaryIds = new Map<Field, bigint>();
  readonly dictionaries = new Map<bigint, Field>();
  #fieldsLeft: number;

  constructor(mostFields: number) {
    this.#fieldsLeft = mostFields;
  }

  field(table: FieldTable, depth: number): Field {
    // Damaged offsets can lead back to a field that was read before.
    if (depth > DEEPEST || --this.#fieldsLeft < 0) {
      throw corrupt(`the Arrow schema has fields nested more than ${DEEPEST} deep, or without end`);
    }
    const name = (table.name() as string | null) ?? "";
    const children = Array.from({ length: table.childrenLength() }, (_, at) =>
      this.field(required(table.children(at), "child field"), depth + 1),
    );
    const values = decodeType(table, name, children);
    const metadata = keyValues(table);
    const nullable = table.nullable();
    const encoding = table.dictionary();
    if (encoding === null) {
      return { name, type: values, nullable, metadata };
    }
    const index = encoding.indexType();
    const type: ColumnType = {
      kind: "dictionary",
      index: index === null ? { kind: "int", bits: 32, signed: true } : indexType(index, name),
      values,
      ordered: encoding.isOrdered(),
    };
    const field: Field = { name, type, nullable, metadata };
    this.#register(field, values, encoding.id());
    return field;
  }

  #register(field: Field, values: ColumnType, id: bigint): void {
    const known = this.dictionaries.get(id);
    if (known !== undefined && JSON.stringify(known.type) !== JSON.stringify(values)) {
      throw corrupt(
        `columns "${known.name}" and "${field.name}" share dictionary ${id}, but not its type`,
      );
    }
    this.dictionaryIds.set(field, id);
    if (known === undefined) {
      this.dictionaries.set(id, { name: field.name, type: values, nullable: true });
    }
  }
}

function keyValues(table: {
  customMetadataLength(): number;
  customMetadata(at: number): KeyValue | null;
}): ReadonlyMap<string, string> | undefined {
  const length = table.customMetadataLength();
  if (length === 0) {
    return undefined;
  }
  const entries = Array.from({ length }, (_, at) => {
    const entry = required(table.customMetadata(at), "metadata entry");
    return [(entry.key() as string | null) ?? "", (entry.value() as string | null) ?? ""] as const;
  });
  return new Map(entries);
}
