import type { Batch } from "../batch.js";
import { checkedBatch } from "../checked-batch.js";
import { cutBatch } from "../columns/cut-batch.js";
import { usageError } from "../errors.js";
import { BatchQueue } from "../predictions/batch-queue.js";
import { KeyedPredictions } from "../predictions/keyed-predictions.js";
import type { JoinTotals } from "../predictions/join-totals.js";
import { PredictionMemory } from "../predictions/prediction-memory.js";
import { openPredictions, type OpenedPredictions } from "../predictions/open-predictions.js";
import {
  bothClasses,
  mostPredictedRows,
  type PredictionKind,
  PREDICTION_KINDS,
} from "../predictions/predictions.js";
import { refuseMoreRows } from "../predictions/row-predictions.js";
import { AwaitingTransform } from "../streams/awaiting-transform.js";
import {
  checkOptions,
  oneOfShape,
  type Shape,
  type Shapes,
  TEXT,
  TEXT_OR_TEXTS,
  TEXTS,
} from "../wording/shapes.js";

/** Where predictions are, and what they mean. */
export interface JoinPredictionsOptions {
  /**
   * One column for each class, or a single list column: a selector such as `logit_*`, or names. It may be left out where
   * `source` has columns named after the classes, or one for each class.
   */
  readonly select?: string | readonly string[];
  /** `logits` (default; log-probabilities are logits) or `probs`. */
  readonly kind?: PredictionKind;
  /** The class names in the order of their indices. Default: those of the targets. */
  readonly classes?: readonly string[];
  /** With two classes and one column: the class that it is for. */
  readonly positive?: string;
  /** Batches that hold the predictions, when the data does not: row by row, or by the key `on`. */
  readonly source?: AsyncIterable<Batch>;
  /** The column that tells which prediction is for which row: `id`, or `id=image_id` where `source` calls it otherwise. */
  readonly on?: string;
}

const SOURCE: Shape = {
  expected: "a stream of batches, such as createReadStream(path).compose(new CsvDecoder())",
  fits: (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
};

const SHAPES: Shapes<JoinPredictionsOptions> = {
  select: TEXT_OR_TEXTS,
  kind: oneOfShape(PREDICTION_KINDS),
  classes: TEXTS,
  positive: TEXT,
  source: SOURCE,
  on: TEXT,
};

/**
 * Gives every row what a model said of it, as `batch.predictions`. Columns that are one common prefix and the class names
 * are matched by name in any order, others go by position. Rows without a target may hold anything.
 *
 * @example new JoinPredictions({ select: "logit_*" })
 * @example new JoinPredictions({ source: createReadStream("preds.csv").compose(new CsvDecoder()), on: "id" })
 * @throws {DatasetError} On the way, for columns that do not fit the classes (`PREDICTION_NAMES`, `PREDICTION_COUNT`,
 *   `PREDICTION_COLUMNS`), a row that is no prediction (`BAD_PREDICTION`), logits that all look like probabilities while no
 *   `kind` is given (`PREDICTION_KIND`), another number of rows (`PREDICTION_ROWS`), or keys that are missing, doubled or
 *   of another type (`MISSING_KEY`, `REPEATED_KEY`, `KEY_TYPE`).
 */
export class JoinPredictions extends AwaitingTransform<Batch, Batch> {
  readonly #options: JoinPredictionsOptions;
  readonly #queue?: BatchQueue;
  #opened?: OpenedPredictions;
  readonly #memory = new PredictionMemory();
  #rows = 0;

  /** @throws {DatasetError} If an option is wrong, or there is nothing to join (`MISSING_OPTION`). */
  constructor(options: JoinPredictionsOptions) {
    super();
    checkOptions("JoinPredictions", options, SHAPES);
    refuseIdle(options);
    this.#options = options;
    this.#queue = options.source && new BatchQueue(options.source, "JoinPredictions");
  }

  /** What was joined so far; complete once the stream has ended. */
  get result(): JoinTotals {
    const { settled, join } = this.#opened ?? {};
    const isKeyed = join instanceof KeyedPredictions;
    return {
      rows: this.#rows,
      matched: isKeyed ? "key" : settled?.matched,
      columns: settled?.names ?? [],
      held: isKeyed ? join.totals : undefined,
    };
  }

  protected override async *step(given: Batch): AsyncGenerator<Batch, void, undefined> {
    const batch = checkedBatch(given, "JoinPredictions");
    this.#opened ??= await openPredictions(this.#options, batch, this.#queue);
    this.#rows += batch.rows;
    for (const part of cutBatch(batch, mostPredictedRows(this.#opened.classes))) {
      const joined = await this.#joined(part, this.#opened, batch.release !== undefined);
      if (joined === undefined) {
        part.release?.();
      } else {
        yield joined;
      }
    }
  }

  protected override async finish(): Promise<void> {
    if (this.#opened === undefined) {
      await this.#refuseRows();
    } else {
      await this.#opened.join.finish();
      this.#opened.check.finish(this.#opened.file);
    }
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#queue?.close();
    super._destroy(error, done);
  }

  /** Nothing, once predictions are missing: then the rows are only counted. */
  async #joined(
    batch: Batch,
    { join, classes, kind, positive, width }: OpenedPredictions,
    isLent: boolean,
  ): Promise<Batch | undefined> {
    const length = batch.rows * width;
    const memory = isLent ? this.#memory.take(length) : new Float64Array(length);
    const values = memory.subarray(0, length);
    if (!(await join.fill(batch, values))) {
      return undefined;
    }
    const rows = positive === undefined ? values : bothClasses(values, kind, positive);
    const joined = batch.withPredictions({ classes, kind, values: rows });
    return isLent
      ? joined.releasedBy(() => {
          batch.release?.();
          this.#memory.giveBack(memory);
        })
      : joined;
  }

  /** There was no batch: then there may be no row of predictions either. */
  async #refuseRows(): Promise<void> {
    if (this.#queue !== undefined && this.#options.on === undefined) {
      await refuseMoreRows(this.#queue, { data: 0, predictions: 0 });
    }
  }
}

function refuseIdle({ select, source, on }: JoinPredictionsOptions): void {
  if (select === undefined && source === undefined) {
    throw usageError("MISSING_OPTION", "JoinPredictions needs select or source", {
      hint: "select names the columns that hold predictions, source is a stream of them.",
    });
  }
  if (on !== undefined && source === undefined) {
    throw usageError("NO_EFFECT", "JoinPredictions: on has no effect without source", {
      hint: "Leave it out.",
    });
  }
}
