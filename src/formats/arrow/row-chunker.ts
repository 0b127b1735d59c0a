import type { Batch } from "../../batch.js";
import { concatBatches, sliceBatch } from "../../columns.js";

/** Cuts and joins batches so that each has exactly `rows` rows, and the last one the rest. Without `rows` they stay. */
export class RowChunker {
  #waiting: Batch[] = [];
  #waitingRows = 0;

  constructor(readonly rows?: number) {}

  /** The batches that this one completes. */
  *push(batch: Batch): Iterable<Batch> {
    if (this.rows === undefined) {
      yield batch;
      return;
    }
    let start = 0;
    for (let end = this.rows - this.#waitingRows; end <= batch.rows; end += this.rows) {
      this.#keep(sliceBatch(batch, start, end));
      start = end;
      yield* this.rest();
    }
    this.#keep(sliceBatch(batch, start, batch.rows));
  }

  /** The rows that are left at the end, if any. */
  *rest(): Iterable<Batch> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingRows = 0;
    if (waiting.length > 0) {
      yield concatBatches(waiting);
    }
  }

  #keep(batch: Batch): void {
    if (batch.rows > 0) {
      this.#waiting.push(batch);
      this.#waitingRows += batch.rows;
    }
  }
}
