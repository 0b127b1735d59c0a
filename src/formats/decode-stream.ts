import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Batch } from "../batch.js";

/** The batches a decoder makes of some bytes. Whoever stops early stops the reading too. */
export async function* decodeStream(
  bytes: AsyncIterable<Uint8Array>,
  decoder: Transform,
): AsyncGenerator<Batch, void, undefined> {
  const flow = pipeline(Readable.from(bytes, { highWaterMark: 1 }), decoder);
  flow.catch(() => {}); // The decoder is destroyed with the same error, which ends the loop below.
  yield* decoder as AsyncIterable<Batch>;
}
