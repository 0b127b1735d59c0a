import type { Batch } from "../../batch.js";
import { concatBatches, sliceBatch } from "../../columns.js";
import type { Arena } from "../../columns/arena.js";
import { placed } from "../../errors.js";
import { textBytes } from "./text-bytes.js";

/** How large batches become. */
export interface ChunkSize {
  /** Exactly so many rows; default: no matter how many, unless `bytes` says otherwise. */
  readonly rows?: number;
  /** At most so many bytes of text, which may end a batch before it has all its rows; one row may have more. */
  readonly bytes?: number;
}

/**
 * Cuts and joins batches so that each has the rows or bytes asked for, and the last one the rest. Where neither is asked
 * for they stay. The rows tell where they are cut, however they came.
 * What it gives is good until the next one is asked for: then the arena begins anew, and batches that are used up are
 * let go of.
 */
export class RowChunker {
  readonly #rows: number;
  readonly #bytes: number;
  readonly #arena: Arena;
  #waiting: Batch[] = [];
  #waitingRows = 0;
  #waitingBytes = 0;

  /** @param arena Where batches are joined. */
  constructor({ rows = Infinity, bytes = Infinity }: ChunkSize, arena: Arena) {
    this.#rows = rows;
    this.#bytes = bytes;
    this.#arena = arena;
  }

  /** The batches that this one completes. */
  *push(batch: Batch): Iterable<Batch> {
    if (this.#rows === Infinity && this.#bytes === Infinity) {
      yield* this.#lent(batch);
      return;
    }
    let start = 0;
    do {
      const end = this.#fittingEnd(batch, start);
      this.#keep(batch, start, end);
      start = end;
      if (start < batch.rows || this.#waitingRows === this.#rows) {
        yield* this.rest();
      }
    } while (start < batch.rows);
  }

  /** The rows that are left at the end, if any. */
  *rest(): Iterable<Batch> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingRows = 0;
    this.#waitingBytes = 0;
    if (waiting.length > 0) {
      yield* this.#lent(joined(waiting, this.#arena), waiting);
    }
  }

  *#lent(batch: Batch, madeOf = [batch]): Iterable<Batch> {
    yield batch;
    this.#arena.reset();
    madeOf.forEach(({ release }) => release?.());
  }

  /** A batch without rows, with the same columns. */
  empty(batch: Batch): Batch {
    return sliceBatch(batch, 0, 0);
  }

  /** The end of the rows from `start` on that there is room for beside those that wait; one row always has room alone. */
  #fittingEnd(batch: Batch, start: number): number {
    const most = Math.min(batch.rows, start + this.#rows - this.#waitingRows);
    const room = this.#bytes - this.#waitingBytes;
    if (room === Infinity || textBytes(batch, start, most) <= room) {
      return most;
    }
    let fitting = this.#waitingRows === 0 ? start + 1 : start;
    for (let tooMany = most; tooMany - fitting > 1;) {
      const middle = (fitting + tooMany) >> 1;
      if (textBytes(batch, start, middle) <= room) {
        fitting = middle;
      } else {
        tooMany = middle;
      }
    }
    return fitting;
  }

  #keep(batch: Batch, start: number, end: number): void {
    const rows = part(batch, start, end);
    if (rows.rows > 0) {
      this.#waiting.push(rows);
      this.#waitingRows += rows.rows;
      this.#waitingBytes += textBytes(batch, start, end);
    } else {
      rows.release?.();
    }
  }
}

/** Rows [start, end) of a batch. The last of them let go of it. */
function part(batch: Batch, start: number, end: number): Batch {
  const { release } = batch;
  const rows = sliceBatch(batch, start, end);
  return end === batch.rows && release !== undefined ? rows.releasedBy(release) : rows;
}

function joined(batches: readonly Batch[], arena: Arena): Batch {
  try {
    return concatBatches(batches, arena);
  } catch (error) {
    throw placed(error, { file: batches[0].origin?.file });
  }
}
