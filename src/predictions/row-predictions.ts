import type { Batch } from "../batch.js";
import { located } from "../classes/labels.js";
import { dataError } from "../errors.js";
import { option } from "../wording/option.js";
import type { BatchQueue } from "./batch-queue.js";
import {
  columnAt,
  type PredictionJoin,
  type PredictionReading,
  wantsRow,
} from "./prediction-join.js";
import { readPredictions } from "./read-predictions.js";

/** Predictions of another stream, row by row: its first row is for the first row of the data, and so on. */
export class RowPredictions implements PredictionJoin {
  readonly #queue: BatchQueue;
  readonly #reading: PredictionReading;
  /** How many rows of the queue's next batch are used up. */
  #used = 0;
  #dataRows = 0;
  #predictionRows = 0;
  #file?: string;

  constructor(queue: BatchQueue, reading: PredictionReading) {
    this.#queue = queue;
    this.#reading = reading;
  }

  async fill(batch: Batch, values: Float64Array): Promise<boolean> {
    this.#dataRows += batch.rows;
    let at = 0;
    for (
      let next = await this.#queue.peek();
      next !== undefined && at < batch.rows;
      next = await this.#queue.peek()
    ) {
      const count = Math.min(batch.rows - at, next.rows - this.#used);
      this.#take(next, { values, at, count, has: wantsRow(batch) });
      at += count;
      this.#used += count;
      if (this.#used === next.rows) {
        await this.#queue.skip();
        this.#used = 0;
      }
    }
    return at === batch.rows;
  }

  async finish(): Promise<void> {
    const counted = { data: this.#dataRows, predictions: this.#predictionRows - this.#used };
    await refuseMoreRows(this.#queue, counted, this.#file);
  }

  #take(
    next: Batch,
    {
      values,
      at,
      count,
      has,
    }: { values: Float64Array; at: number; count: number; has: (row: number) => boolean },
  ): void {
    const { columns, check } = this.#reading;
    const first = this.#used;
    this.#file ??= fileOf(next);
    this.#predictionRows += count;
    readPredictions(next, columns, { values, at, start: first, end: first + count, has });
    check.check({
      values,
      width: columns.width,
      start: at,
      end: at + count,
      has,
      locate: (error, row, place) =>
        located(error, next, first + row - at, columnAt(columns, place)),
    });
  }
}

/**
 * Counts the rows of predictions that nobody took.
 * @param counted The rows of data, and of predictions before the queue's next batch.
 * @throws {DatasetError} If they are not as many (`PREDICTION_ROWS`).
 */
export async function refuseMoreRows(
  queue: BatchQueue,
  counted: { readonly data: number; readonly predictions: number },
  file?: string,
): Promise<void> {
  let rows = counted.predictions;
  let found = file;
  for await (const batch of queue.rest()) {
    found ??= fileOf(batch);
    rows += batch.rows;
  }
  if (rows !== counted.data) {
    throw dataError(
      "PREDICTION_ROWS",
      `there are ${rows} rows of predictions for ${counted.data} rows of data; expected as many`,
      {
        file: found,
        hint: `Rows belong together by their order. To join them by a column instead, name it with ${option("on")}.`,
      },
    );
  }
}

function fileOf({ origin, source }: Batch): string | undefined {
  return origin?.file ?? source?.file;
}
