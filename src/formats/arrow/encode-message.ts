import { Block as BlockTable } from "apache-arrow/fb/block";
import { Buffer as BufferTable } from "apache-arrow/fb/buffer";
import { DictionaryBatch } from "apache-arrow/fb/dictionary-batch";
import { FieldNode } from "apache-arrow/fb/field-node";
import { Footer as FooterTable } from "apache-arrow/fb/footer";
import { Message as MessageTable } from "apache-arrow/fb/message";
import { MessageHeader } from "apache-arrow/fb/message-header";
import { MetadataVersion } from "apache-arrow/fb/metadata-version";
import { RecordBatch } from "apache-arrow/fb/record-batch";
import { Builder } from "flatbuffers";
import type { RecordParts } from "./encode-columns.js";
import { encodeSchema, type OutputSchema } from "./encode-schema.js";
import type { Block } from "./footer.js";

/** Buffers begin at multiples of this, as the Arrow format recommends. */
const ALIGNMENT = 64;

/** The metadata of a schema message. */
export function schemaMessage(schema: OutputSchema): Uint8Array {
  const builder = new Builder();
  return message(builder, MessageHeader.Schema, encodeSchema(builder, schema), 0);
}

/** The metadata of a record batch message. */
export function recordsMessage(parts: RecordParts): Uint8Array {
  const builder = new Builder();
  const records = encodeRecords(builder, parts);
  return message(builder, MessageHeader.RecordBatch, records, bodyLength(parts));
}

/** The metadata of a dictionary message: all values of a dictionary, or with `delta` more of them. */
export function dictionaryMessage(parts: RecordParts, id: number, delta: boolean): Uint8Array {
  const builder = new Builder();
  const records = encodeRecords(builder, parts);
  DictionaryBatch.startDictionaryBatch(builder);
  DictionaryBatch.addId(builder, BigInt(id));
  DictionaryBatch.addData(builder, records);
  DictionaryBatch.addIsDelta(builder, delta);
  const place = DictionaryBatch.endDictionaryBatch(builder);
  return message(builder, MessageHeader.DictionaryBatch, place, bodyLength(parts));
}

/** The footer of a file. */
export function footer(
  schema: OutputSchema,
  { dictionaries, records }: { dictionaries: readonly Block[]; records: readonly Block[] },
): Uint8Array {
  const builder = new Builder();
  const schemaPlace = encodeSchema(builder, schema);
  FooterTable.startDictionariesVector(builder, dictionaries.length);
  const dictionariesPlace = encodeBlocks(builder, dictionaries);
  FooterTable.startRecordBatchesVector(builder, records.length);
  const recordsPlace = encodeBlocks(builder, records);
  FooterTable.startFooter(builder);
  FooterTable.addVersion(builder, MetadataVersion.V5);
  FooterTable.addSchema(builder, schemaPlace);
  FooterTable.addDictionaries(builder, dictionariesPlace);
  FooterTable.addRecordBatches(builder, recordsPlace);
  builder.finish(FooterTable.endFooter(builder));
  return builder.asUint8Array();
}

/** `length` rounded up to the alignment. */
export function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

/** The bytes of a record batch's body, with the padding behind each buffer. */
export function bodyLength({ buffers }: RecordParts): number {
  return buffers.reduce((sum, buffer) => sum + padded(buffer.byteLength), 0);
}

function message(builder: Builder, tag: MessageHeader, header: number, body: number): Uint8Array {
  MessageTable.startMessage(builder);
  MessageTable.addVersion(builder, MetadataVersion.V5);
  MessageTable.addHeaderType(builder, tag);
  MessageTable.addHeader(builder, header);
  MessageTable.addBodyLength(builder, BigInt(body));
  builder.finish(MessageTable.endMessage(builder));
  return builder.asUint8Array();
}

function encodeRecords(builder: Builder, parts: RecordParts): number {
  const nodes = encodeNodes(builder, parts);
  const buffers = encodeBuffers(builder, parts);
  const counts =
    parts.variadicCounts.length === 0
      ? 0
      : RecordBatch.createVariadicBufferCountsVector(builder, parts.variadicCounts.map(BigInt));
  RecordBatch.startRecordBatch(builder);
  RecordBatch.addLength(builder, BigInt(parts.rows));
  RecordBatch.addNodes(builder, nodes);
  RecordBatch.addBuffers(builder, buffers);
  RecordBatch.addVariadicBufferCounts(builder, counts);
  return RecordBatch.endRecordBatch(builder);
}

// Flatbuffers are built from their end, so that vectors are written last item first.

function encodeNodes(builder: Builder, { nodes }: RecordParts): number {
  RecordBatch.startNodesVector(builder, nodes.length);
  for (const { length, nullCount } of nodes.toReversed()) {
    FieldNode.createFieldNode(builder, BigInt(length), BigInt(nullCount));
  }
  return builder.endVector();
}

function encodeBuffers(builder: Builder, parts: RecordParts): number {
  let offset = bodyLength(parts);
  RecordBatch.startBuffersVector(builder, parts.buffers.length);
  for (const { byteLength } of parts.buffers.toReversed()) {
    offset -= padded(byteLength);
    BufferTable.createBuffer(builder, BigInt(offset), BigInt(byteLength));
  }
  return builder.endVector();
}

function encodeBlocks(builder: Builder, blocks: readonly Block[]): number {
  for (const block of blocks.toReversed()) {
    const { offset, metadataLength } = block;
    BlockTable.createBlock(builder, BigInt(offset), metadataLength, BigInt(block.bodyLength));
  }
  return builder.endVector();
}
