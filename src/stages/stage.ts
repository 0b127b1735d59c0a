import type { Batch } from "../batch.js";
import { checkedBatch } from "../checked-batch.js";
import { StepTransform } from "../streams/step-transform.js";

/** A Transform from batches to batches. What it does to one batch is `apply`; everything else is here. */
export abstract class Stage extends StepTransform<Batch, Batch> {
  constructor() {
    super({ readableObjectMode: true, writableObjectMode: true });
  }

  /** What becomes of one batch. */
  protected abstract apply(batch: Batch): Batch;

  protected override *step(batch: Batch): Iterable<Batch> {
    yield this.apply(checkedBatch(batch, this.constructor.name));
  }
}
