import { Writable } from "node:stream";

/**
 * A last stage that reads everything and keeps nothing: a chain that ends in a Transform stalls without a reader.
 *
 * @example
 * await pipeline(batches, encoder, drain());
 * console.log(encoder.result.classes);
 */
export function drain(): Writable {
  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => done(),
  });
}
