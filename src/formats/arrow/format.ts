import type { Batch } from "../../batch.js";
import type { ByteInput, Format, Head, ReadRequest, WriteRequest } from "../format.js";
import { decodeStream } from "../decode-stream.js";
import { ArrowDecoder } from "./decode.js";
import { ArrowEncoder } from "./encode.js";
import { readArrowFile } from "./read-file.js";
import { readArrowSchema, readLeadingSchema, type ArrowHead } from "./read-schema.js";

/** Arrow IPC as one of the formats. Which container is read is told by its content; `name` says which is written. */
export function arrowFormat(name: "arrow" | "arrows"): Format {
  return {
    inspect,
    types: async (_inputs, { head }) => ({ columns: head.columns, lastIsFractional: false }),
    read,
    encoder: ({ columns, targets, chunkRows, metadata }: WriteRequest) =>
      new ArrowEncoder({
        container: name === "arrow" ? "file" : "stream",
        columns,
        targets,
        chunkRows,
        metadata,
      }),
  };
}

async function inspect(input: ByteInput): Promise<Head> {
  const { fields, metadata } = await schemaOf(input);
  return { columns: fields, metadata };
}

async function schemaOf(input: ByteInput): Promise<ArrowHead> {
  const file = input.name;
  if (!input.seekable) {
    return readLeadingSchema((count) => input.peek(count), { file });
  }
  const access = await input.access();
  try {
    return await readArrowSchema(access, { file });
  } finally {
    await access.close();
  }
}

async function* read(input: ByteInput, { signal }: ReadRequest): AsyncIterable<Batch> {
  const file = input.name;
  if (!input.seekable || (await schemaOf(input)).container === "stream") {
    yield* decodeStream(input.bytes(signal), new ArrowDecoder({ file }));
    return;
  }
  const access = await input.access();
  try {
    for await (const batch of readArrowFile(access, { file })) {
      signal?.throwIfAborted();
      yield batch;
    }
  } finally {
    await access.close();
  }
}
