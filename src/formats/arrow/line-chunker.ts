import { Batch } from "../../batch.js";
import { concatBatches } from "../../columns.js";
import type { Arena } from "../../columns/arena.js";
import { takeScores } from "../../loss/scores.js";
import { takeRows } from "../../columns/take.js";
import type { TargetOutput, Targets } from "../../targets.js";
import { spellLines } from "./spell-lines.js";

/** Some lines of a batch: those from `start` to before `end`, counted over the rows that have a target. */
interface Part {
  readonly batch: Batch;
  /** The rows that have a target. */
  readonly rows: Int32Array;
  readonly start: number;
  readonly end: number;
}

/**
 * Makes lines of the layout `long` of batches: for each row that has a target one for each class. What it gives has
 * exactly so many lines, and the last one the rest. It is good until the next one is asked for: then the arena begins
 * anew, and batches that are used up are let go of.
 */
export class LineChunker {
  #waiting: Part[] = [];
  #waitingLines = 0;

  /**
   * @param lines How many at a time.
   * @param arena Where lines are made.
   */
  constructor(
    readonly output: TargetOutput,
    readonly lines: number,
    readonly arena: Arena,
  ) {}

  /** The batches of lines that this one completes. */
  *push(batch: Batch): Iterable<Batch> {
    const rows = rowsWithTarget(batch.targets as Targets);
    const total = rows.length * this.output.classes.length;
    let start = 0;
    for (let end = this.lines - this.#waitingLines; end <= total; end += this.lines) {
      this.#keep({ batch, rows, start, end });
      start = end;
      yield* this.rest();
    }
    if (start < total) {
      this.#keep({ batch, rows, start, end: total });
    } else if (total === 0 && this.#waiting.length === 0) {
      // Else a batch before it would be let go of too.
      batch.release?.();
    }
  }

  /** The lines that are left at the end, if any. */
  *rest(): Iterable<Batch> {
    const parts = this.#waiting;
    this.#waiting = [];
    this.#waitingLines = 0;
    if (parts.length > 0) {
      yield concatBatches(
        parts.map((part) => linesOf(part, this)),
        this.arena,
      );
      this.arena.reset();
      for (const { batch, rows, end } of parts) {
        if (end === rows.length * this.output.classes.length) {
          batch.release?.();
        }
      }
    }
  }

  /** A batch of no lines, with their columns. */
  empty(batch: Batch): Batch {
    return linesOf({ batch, rows: new Int32Array(0), start: 0, end: 0 }, this);
  }

  #keep(part: Part): void {
    this.#waiting.push(part);
    this.#waitingLines += part.end - part.start;
  }
}

function rowsWithTarget(targets: Targets): Int32Array {
  const rows = Int32Array.from({ length: targets.rows }, (_, row) => row);
  return rows.filter((row) => targets.has(row));
}

function linesOf(
  { batch, rows, start, end }: Part,
  { output, arena }: { readonly output: TargetOutput; readonly arena: Arena },
): Batch {
  const classes = output.classes.length;
  const places = arena.take(Int32Array, end - start);
  for (let line = start; line < end; line++) {
    places[line - start] = rows[Math.floor(line / classes)];
  }
  const { firstRow, metadata, scores } = batch;
  const lines = { rows: places, firstCode: start % classes };
  const targets = batch.targets as Targets;
  return new Batch({
    rows: end - start,
    firstRow,
    columns: [
      ...batch.columns.map((column) => takeRows(column, places, arena)),
      ...spellLines({ targets, firstRow }, lines, { output, arena }),
    ],
    metadata,
    scores: scores && takeScores(scores, places),
  });
}
