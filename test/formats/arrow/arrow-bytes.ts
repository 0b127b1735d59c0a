import { Readable } from "node:stream";
import type { Batch } from "../../../src/batch.js";
import { DatasetError } from "../../../src/errors.js";
import { ArrowDecoder } from "../../../src/formats/arrow/decode.js";
import { ArrowEncoder, type ArrowEncoderOptions } from "../../../src/formats/arrow/encode.js";
import { readArrowFile } from "../../../src/formats/arrow/read-file.js";
import type { RandomAccess } from "../../../src/formats/arrow/read-footer.js";
import { plainValues } from "../../plain-values.js";

/** All batches of Arrow bytes that arrive in chunks of `size`. */
export async function decode(bytes: Uint8Array, size = 1 << 16): Promise<Batch[]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const decoder = new ArrowDecoder({ file: "in.arrow" });
  return (await Readable.from(chunks).compose(decoder).toArray()) as Batch[];
}

/** All batches of an Arrow file that is read by its footer. */
export async function readByFooter(bytes: Uint8Array): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of readArrowFile(accessTo(bytes), { file: "in.arrow" })) {
    batches.push(batch);
  }
  return batches;
}

/** The bytes as a file that can be read at any place. */
export function accessTo(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: async (offset, length) => Uint8Array.from(bytes.subarray(offset, offset + length)),
  };
}

/** The Arrow bytes of batches. */
export async function encode(
  batches: readonly Batch[],
  options: ArrowEncoderOptions = {},
): Promise<Buffer> {
  const pieces = await Readable.from(batches).compose(new ArrowEncoder(options)).toArray();
  return Buffer.concat(pieces as Uint8Array[]);
}

/** The error that something ends in. */
export async function faultOf(work: Promise<unknown>): Promise<DatasetError> {
  const fault = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (fault instanceof DatasetError) {
    return fault;
  }
  throw fault ?? new Error("it ended well");
}

/** Names, types and rows of batches joined, as plain values. */
export function tableOf(batches: readonly Batch[]): unknown {
  return batches[0].columns.map(({ field }, at) => ({
    field,
    values: batches.flatMap((batch) => plainValues(batch.columns[at])),
  }));
}
