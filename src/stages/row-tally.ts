import type { Batch } from "../batch.js";
import { Stage } from "./stage.js";

/** Counts the rows that pass. */
export class RowTally extends Stage {
  readonly #onProgress?: (progress: { readonly rows: number }) => void;
  #rows = 0;

  /** @param onProgress Told the number of rows so far, after each batch. */
  constructor(onProgress?: (progress: { readonly rows: number }) => void) {
    super();
    this.#onProgress = onProgress;
  }

  /** Rows so far; all of them once the stream has ended. */
  get rows(): number {
    return this.#rows;
  }

  protected override apply(batch: Batch): Batch {
    this.#rows += batch.rows;
    this.#onProgress?.({ rows: this.#rows });
    return batch;
  }
}
