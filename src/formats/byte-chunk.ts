import { showFound } from "../wording/show-found.js";

/**
 * What came into a decoder as bytes; text, from a stream with an encoding, as its UTF-8.
 *
 * @param decoder Who takes it, for the message.
 * @throws {TypeError} If it is neither.
 */
export function byteChunk(chunk: unknown, decoder: string): Uint8Array {
  if (chunk instanceof Uint8Array) {
    return chunk;
  }
  if (typeof chunk === "string") {
    return Buffer.from(chunk);
  }
  throw new TypeError(
    `${decoder} takes bytes, but was given ${showFound(chunk)}: pipe a stream of Buffers into it, and rows into RowsToBatches`,
  );
}
