import type { Batch } from "../../batch.js";
import type { ByteInput, Format, Head, ReadRequest, WriteRequest } from "../format.js";
import { decodeStream } from "../decode-stream.js";
import { ArrowDecoder } from "./decode.js";
import { ArrowEncoder } from "./encode.js";
import { readArrowFile } from "./read-file.js";
import { readArrowSchema } from "./read-schema.js";

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
  const { fields, metadata } = await readArrowSchema(input);
  return { columns: fields, metadata };
}
