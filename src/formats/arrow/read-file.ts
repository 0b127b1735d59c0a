import type { Batch } from "../../batch.js";
import type { ColumnKey } from "../../selectors.js";
import { BatchBuilder } from "./batch-builder.js";
import { corrupt } from "./checked-bytes.js";
import { decodeMessage, type Message } from "./decode-message.js";
import type { Block } from "./footer.js";
import { emptyInput, notArrow } from "./framing-errors.js";
import { CONTINUATION, MAGIC, startsWith } from "./framing.js";
import { inFile, LEADING_BYTES, readFooter, readFully, type RandomAccess } from "./read-footer.js";

/**
 * Reads an Arrow IPC file by its footer, one record batch at a time: also files that cannot be read from beginning to
 * end. Gives one batch without rows where there is none.
 *
 * @param options.file What the input is called in messages.
 * @param options.columns The columns to decode, by name or place, in this order; default: all, in theirs.
 * @throws {DatasetError} If the file is damaged, cut off or no Arrow file.
 */
export async function* readArrowFile(
  access: RandomAccess,
  { file, columns }: { readonly file?: string; readonly columns?: readonly ColumnKey[] } = {},
): AsyncGenerator<Batch, void, undefined> {
  const { records, builder } = await inFile(file, () => open(access, columns));
  for (const block of records) {
    yield await inFile(file, async () => {
      const { message, body } = await readBlock(access, block, "records");
      return builder.receive(message, body) as Batch;
    });
  }
  if (records.length === 0) {
    yield builder.empty();
  }
}

async function open(
  access: RandomAccess,
  columns: readonly ColumnKey[] | undefined,
): Promise<{ records: readonly Block[]; builder: BatchBuilder }> {
  const start = await access.read(0, LEADING_BYTES);
  if (start.length === 0) {
    throw emptyInput();
  }
  if (!startsWith(start, MAGIC)) {
    throw notArrow(start);
  }
  const { schema, dictionaries, records } = await readFooter(access);
  const builder = new BatchBuilder(schema, columns);
  for (const block of dictionaries) {
    const { message, body } = await readBlock(access, block, "dictionary");
    builder.receive(message, body);
  }
  return { records, builder };
}

type DataMessage = Exclude<Message, { kind: "schema" }>;

async function readBlock(
  access: RandomAccess,
  { offset, metadataLength, bodyLength }: Block,
  kind: DataMessage["kind"],
): Promise<{ message: DataMessage; body: Uint8Array }> {
  if (offset < LEADING_BYTES || offset + metadataLength + bodyLength > access.size) {
    throw corrupt(`the footer lists a message at byte ${offset} that is not within the file`);
  }
  const bytes = await readFully(access, offset, metadataLength + bodyLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const sound =
    metadataLength > PREFIX &&
    view.getUint32(0, true) === CONTINUATION &&
    view.getInt32(4, true) === metadataLength - PREFIX;
  if (!sound) {
    throw corrupt(`the footer lists a message at byte ${offset}, and there is none`);
  }
  const message = decodeMessage(bytes.subarray(PREFIX, metadataLength));
  if (message.kind !== kind || message.bodyLength !== bodyLength) {
    throw corrupt(`the message at byte ${offset} is not the one that the footer lists`);
  }
  return { message, body: bytes.subarray(metadataLength) };
}

const PREFIX = 8;
