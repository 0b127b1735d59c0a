import { CompressionType } from "apache-arrow/fb/compression-type";
import { DictionaryBatch } from "apache-arrow/fb/dictionary-batch";
import { Message as MessageTable } from "apache-arrow/fb/message";
import { MessageHeader } from "apache-arrow/fb/message-header";
import { MetadataVersion } from "apache-arrow/fb/metadata-version";
import { RecordBatch } from "apache-arrow/fb/record-batch";
import { Schema as SchemaTable } from "apache-arrow/fb/schema";
import { dataError } from "../../errors.js";
import { CheckedBytes, checked, corrupt, counted, required } from "./checked-bytes.js";
import { decodeSchema, type ArrowSchema } from "./decode-schema.js";

/** How the buffers of a record batch are compressed. */
export type Codec = "lz4" | "zstd";

/** What the metadata of a record batch says of its body. */
export interface RecordLayout {
  readonly rows: number;
  readonly nodes: readonly { readonly length: number; readonly nullCount: number }[];
  readonly buffers: readonly { readonly offset: number; readonly length: number }[];
  readonly variadicCounts: readonly number[];
  readonly codec?: Codec;
  /** Before version 5 of the metadata, unions had a validity bitmap. */
  readonly unionBitmaps: boolean;
}

/** The metadata of one message. */
export type Message = { readonly bodyLength: number } & (
  | { readonly kind: "schema"; readonly schema: ArrowSchema }
  | { readonly kind: "records"; readonly layout: RecordLayout }
  | {
      readonly kind: "dictionary";
      readonly id: bigint;
      readonly delta: boolean;
      readonly layout: RecordLayout;
    }
);

/**
 * Reads the metadata of a message.
 * @throws {DatasetError} If it is damaged (`CORRUPT_ARROW`), or holds what is not supported (`UNSUPPORTED_ARROW`).
 */
export function decodeMessage(metadata: Uint8Array): Message {
  return checked("message", () => {
    const message = MessageTable.getRootAsMessage(new CheckedBytes(metadata));
    const version = message.version();
    if (version !== MetadataVersion.V4 && version !== MetadataVersion.V5) {
      throw unsupported(`metadata version V${version + 1}`);
    }
    const bodyLength = counted(message.bodyLength(), "the length of a message body");
    return { bodyLength, ...decodeHeader(message, metadata.length) };
  });
}

type Header =
  | Omit<Extract<Message, { kind: "schema" }>, "bodyLength">
  | Omit<Extract<Message, { kind: "records" }>, "bodyLength">
  | Omit<Extract<Message, { kind: "dictionary" }>, "bodyLength">;

function decodeHeader(message: MessageTable, size: number): Header {
  const unionBitmaps = message.version() < MetadataVersion.V5;
  switch (message.headerType()) {
    case MessageHeader.Schema: {
      const schema = header(message, new SchemaTable());
      return { kind: "schema", schema: decodeSchema(schema, size) };
    }
    case MessageHeader.RecordBatch: {
      const records = header(message, new RecordBatch());
      return { kind: "records", layout: decodeLayout(records, unionBitmaps) };
    }
    case MessageHeader.DictionaryBatch: {
      const dictionary = header(message, new DictionaryBatch());
      const layout = decodeLayout(required(dictionary.data(), "dictionary"), unionBitmaps);
      return { kind: "dictionary", id: dictionary.id(), delta: dictionary.isDelta(), layout };
    }
    default:
      throw unsupported(`message of type ${message.headerType()}`);
  }
}

function header<Table>(message: MessageTable, target: Table): Table {
  required(message.header(target) as Table | null, "message header");
  return target;
}

function decodeLayout(records: RecordBatch, unionBitmaps: boolean): RecordLayout {
  const nodes = Array.from({ length: records.nodesLength() }, (_, at) => {
    const node = required(records.nodes(at), "field node");
    const length = counted(node.length(), "the length of a column", MOST_ROWS);
    return { length, nullCount: counted(node.nullCount(), "the nulls of a column", length) };
  });
  const buffers = Array.from({ length: records.buffersLength() }, (_, at) => {
    const buffer = required(records.buffers(at), "buffer");
    return {
      offset: counted(buffer.offset(), "the offset of a buffer"),
      length: counted(buffer.length(), "the length of a buffer"),
    };
  });
  const variadicCounts = Array.from({ length: records.variadicBufferCountsLength() }, (_, at) =>
    counted(required(records.variadicBufferCounts(at), "buffer count"), "a number of buffers"),
  );
  const rows = counted(records.length(), "the rows of a batch", MOST_ROWS);
  return { rows, nodes, buffers, variadicCounts, codec: codecOf(records), unionBitmaps };
}

// What a 32-bit offset or code can count.
const MOST_ROWS = 2 ** 31 - 1;

function codecOf(records: RecordBatch): Codec | undefined {
  const compression = records.compression();
  if (compression === null) {
    return undefined;
  }
  switch (compression.codec()) {
    case CompressionType.LZ4_FRAME:
      return "lz4";
    case CompressionType.ZSTD:
      return "zstd";
    default:
      throw corrupt(
        `the Arrow data is compressed by the unknown codec ${compression.codec() as number}`,
      );
  }
}

function unsupported(what: string): Error {
  return dataError("UNSUPPORTED_ARROW", `the Arrow data has a ${what}, which is not supported`, {
    hint: "Write it again with a present-day Arrow library, as a table.",
  });
}
