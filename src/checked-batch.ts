import { Batch } from "./batch.js";
import { showFound } from "./wording/show-found.js";

/**
 * The same value, known to be a Batch.
 * @param stage Who takes it, for the message.
 * @throws {TypeError} If it is anything else: bytes, rows, a Batch of another copy of this package.
 */
export function checkedBatch(value: unknown, stage: string): Batch {
  if (value instanceof Batch) {
    return value;
  }
  throw new TypeError(
    `${stage} takes batches, but was given ${showFound(value)}: put a decoder or RowsToBatches before it`,
  );
}
