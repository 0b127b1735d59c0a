import type { Block as BlockTable } from "apache-arrow/fb/block";
import { Footer as FooterTable } from "apache-arrow/fb/footer";
import { CheckedBytes, checked, corrupt, counted, required } from "./checked-bytes.js";
import { decodeSchema, type ArrowSchema } from "./decode-schema.js";
import { truncated } from "./framing-errors.js";
import { MAGIC, startsWith } from "./framing.js";

/** Where one message of a file is. */
export interface Block {
  readonly offset: number;
  /** With the 8 bytes before it. */
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** What stands at the end of a file. */
export interface Footer {
  readonly schema: ArrowSchema;
  readonly dictionaries: readonly Block[];
  readonly records: readonly Block[];
}

/** The bytes behind the footer: its length, and the magic. */
export const TRAILER_BYTES = 10;

/**
 * How long the footer is that these last bytes of a file stand behind.
 * @param trailer The last bytes, `TRAILER_BYTES` at least.
 * @param most How many bytes there are for it.
 * @throws {DatasetError} If the file does not end as a file should (`TRUNCATED`, `CORRUPT_ARROW`).
 */
export function footerLength(trailer: Uint8Array, most: number, size: number): number {
  if (trailer.length < TRAILER_BYTES || !startsWith(trailer.subarray(-MAGIC.length), MAGIC)) {
    throw truncated(size);
  }
  const end = trailer.byteOffset + trailer.length - TRAILER_BYTES;
  const length = new DataView(trailer.buffer, end, 4).getInt32(0, true);
  if (length <= 0 || length > most) {
    throw corrupt(`the Arrow file has a footer of ${length} bytes, expected 1 to ${most}`);
  }
  return length;
}

/** Reads a footer. */
export function decodeFooter(bytes: Uint8Array): Footer {
  return checked("footer", () => {
    const footer = FooterTable.getRootAsFooter(new CheckedBytes(bytes));
    return {
      schema: decodeSchema(required(footer.schema(), "schema in its footer"), bytes.length),
      dictionaries: Array.from({ length: footer.dictionariesLength() }, (_, at) =>
        decodeBlock(footer.dictionaries(at)),
      ),
      records: Array.from({ length: footer.recordBatchesLength() }, (_, at) =>
        decodeBlock(footer.recordBatches(at)),
      ),
    };
  });
}

function decodeBlock(block: BlockTable | null): Block {
  const found = required(block, "block");
  return {
    offset: counted(found.offset(), "the place of a message"),
    metadataLength: counted(BigInt(found.metaDataLength()), "the length of a message"),
    bodyLength: counted(found.bodyLength(), "the length of a message body"),
  };
}
