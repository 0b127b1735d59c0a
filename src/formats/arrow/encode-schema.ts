import { DictionaryEncoding } from "apache-arrow/fb/dictionary-encoding";
import { Endianness } from "apache-arrow/fb/endianness";
import { Field as FieldTable } from "apache-arrow/fb/field";
import { Int } from "apache-arrow/fb/int";
import { KeyValue } from "apache-arrow/fb/key-value";
import { Schema as SchemaTable } from "apache-arrow/fb/schema";
import type { Builder } from "flatbuffers";
import type { ColumnType, Field } from "../../batch.js";
import { childFields } from "../../columns/child-fields.js";
import { encodeType, typeTag } from "./encode-type.js";

/** What an output says of itself before its rows. */
export interface OutputSchema {
  readonly fields: readonly Field[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Writes a schema and gives its place. Dictionary fields, nested ones too, get the ids 0, 1, …, each field before its
 * children.
 */
export function encodeSchema(builder: Builder, { fields, metadata }: OutputSchema): number {
  const ids = { next: 0n };
  const places = fields.map((field) => encodeField(builder, field, ids));
  const fieldsPlace = SchemaTable.createFieldsVector(builder, places);
  const metadataPlace = encodeMetadata(builder, metadata);
  SchemaTable.startSchema(builder);
  SchemaTable.addEndianness(builder, Endianness.Little);
  SchemaTable.addFields(builder, fieldsPlace);
  SchemaTable.addCustomMetadata(builder, metadataPlace);
  return SchemaTable.endSchema(builder);
}

function encodeField(builder: Builder, field: Field, ids: { next: bigint }): number {
  const { name, type, nullable, metadata } = field;
  const dictionary = type.kind === "dictionary" ? encodeEncoding(builder, type, ids.next++) : 0;
  const children = childFields(type).map((child) => encodeField(builder, child, ids));
  const namePlace = builder.createString(name);
  const typePlace = encodeType(builder, type);
  const childrenPlace = FieldTable.createChildrenVector(builder, children);
  const metadataPlace = encodeMetadata(builder, metadata);
  FieldTable.startField(builder);
  FieldTable.addName(builder, namePlace);
  FieldTable.addNullable(builder, nullable);
  FieldTable.addTypeType(builder, typeTag(type));
  FieldTable.addType(builder, typePlace);
  FieldTable.addDictionary(builder, dictionary);
  FieldTable.addChildren(builder, childrenPlace);
  FieldTable.addCustomMetadata(builder, metadataPlace);
  return FieldTable.endField(builder);
}

function encodeEncoding(
  builder: Builder,
  { index, ordered }: Extract<ColumnType, { kind: "dictionary" }>,
  id: bigint,
): number {
  const indexPlace = Int.createInt(builder, index.bits, index.signed);
  DictionaryEncoding.startDictionaryEncoding(builder);
  DictionaryEncoding.addId(builder, id);
  DictionaryEncoding.addIndexType(builder, indexPlace);
  DictionaryEncoding.addIsOrdered(builder, ordered);
  return DictionaryEncoding.endDictionaryEncoding(builder);
}

function encodeMetadata(
  builder: Builder,
  metadata: ReadonlyMap<string, string> | undefined,
): number {
  if (metadata === undefined || metadata.size === 0) {
    return 0;
  }
  const places = Array.from(metadata, ([key, value]) =>
    KeyValue.createKeyValue(builder, builder.createString(key), builder.createString(value)),
  );
  return SchemaTable.createCustomMetadataVector(builder, places);
}
