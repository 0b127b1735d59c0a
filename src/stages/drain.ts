import { Writable } from "node:stream";
import { Batch } from "../batch.js";

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
    write: (chunk, _encoding, done) => {
      // Nobody looks at the rows after this, so that their memory can be filled again.
      if (chunk instanceof Batch) {
        chunk.release?.();
      }
      done();
    },
  });
}
