import type { Batch } from "../../batch.js";
import { concatBatches, sliceBatch } from "../../columns.js";
import type { Arena } from "../../columns/arena.js";

/**
 * Cuts and joins batches so that each has exactly `rows` rows, and the last one the rest. Without `rows` they stay.
 * What it gives is good until the next one is asked for: then the arena begins anew, and batches that are used up are
 * let go of.
 */
export class RowChunker {
  #waiting: Batch[] = [];
  #waitingRows = 0;

  /** @param arena Where batches are joined. */
  constructor(
    readonly rows: number | undefined,
    readonly arena: Arena,
  ) {}

  /** The batches that this one completes. */
  *push(batch: Batch): Iterable<Batch> {
    if (this.rows === undefined) {
      yield* this.#lent(batch);
      return;
    }
    let start = 0;
    for (let end = this.rows - this.#waitingRows; end <= batch.rows; end += this.rows) {
      this.#keep(part(batch, start, end));
      start = end;
      yield* this.rest();
    }
    if (start < batch.rows || start === 0) {
      this.#keep(part(batch, start, batch.rows));
    }
  }

  /** The rows that are left at the end, if any. */
  *rest(): Iterable<Batch> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingRows = 0;
    if (waiting.length > 0) {
      yield* this.#lent(concatBatches(waiting, this.arena), waiting);
    }
  }

  *#lent(batch: Batch, madeOf = [batch]): Iterable<Batch> {
    yield batch;
    this.arena.reset();
    madeOf.forEach(({ release }) => release?.());
  }

  /** A batch without rows, with the same columns. */
  empty(batch: Batch): Batch {
    return sliceBatch(batch, 0, 0);
  }

  #keep(batch: Batch): void {
    if (batch.rows > 0) {
      this.#waiting.push(batch);
      this.#waitingRows += batch.rows;
    } else {
      batch.release?.();
    }
  }
}

/** Rows [start, end) of a batch. The last of them let go of it. */
function part(batch: Batch, start: number, end: number): Batch {
  const { release } = batch;
  const rows = sliceBatch(batch, start, end);
  return end === batch.rows && release !== undefined ? rows.releasedBy(release) : rows;
}
