import type { Batch } from "../batch.js";
import { located } from "../classes/labels.js";
import type { PredictionCheck } from "./check-predictions.js";
import { type PredictionColumns, readPredictions } from "./read-predictions.js";

/** Gives every row of the data its predictions. */
export interface PredictionJoin {
  /**
   * Writes the predictions of a batch.
   * @param values Row-major, one row for each of the batch.
   * @returns Whether all are there. If not, later ones are not either, and `finish` tells how many: rows are counted until
   *   then.
   */
  fill(batch: Batch, values: Float64Array): Promise<boolean>;
  /** @throws {DatasetError} If rows and predictions do not belong together. */
  finish(): Promise<void>;
}

/** How predictions are read and looked at. */
export interface PredictionReading {
  readonly columns: PredictionColumns;
  readonly check: PredictionCheck;
}

/** Whether a row's prediction is wanted: that of a row without a target is not looked at. */
export function wantsRow({ targets }: Batch): (row: number) => boolean {
  return (row) => targets === undefined || targets.has(row);
}

/** The name of the column that the value at `at` of a row is from. */
export function columnAt({ names }: PredictionColumns, at: number): string {
  return names[names.length === 1 ? 0 : at];
}

/** Predictions that are columns of the data. */
export class OwnPredictions implements PredictionJoin {
  readonly #reading: PredictionReading;

  constructor(reading: PredictionReading) {
    this.#reading = reading;
  }

  fill(batch: Batch, values: Float64Array): Promise<boolean> {
    const { columns, check } = this.#reading;
    const rows = { start: 0, end: batch.rows, has: wantsRow(batch) };
    readPredictions(batch, columns, { values, at: 0, ...rows });
    check.check({
      values,
      width: columns.width,
      ...rows,
      locate: (error, row, at) => located(error, batch, row, columnAt(columns, at)),
    });
    return Promise.resolve(true);
  }

  finish(): Promise<void> {
    return Promise.resolve();
  }
}
