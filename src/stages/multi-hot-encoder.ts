import type { Batch } from "../batch.js";
import { checkedBatch } from "../checked-batch.js";
import {
  LABEL_MEANING_SHAPES,
  type LabelMeaningOptions,
  type LabelTotals,
  resolveLabelMeaning,
} from "../classes/label-meaning.js";
import { MultiLabelReader, type RowLabels } from "../classes/multi-labels.js";
import { cutBatch, mostRows } from "../columns/cut-batch.js";
import { usageError } from "../errors.js";
import { DenseTargets } from "../targets.js";
import { checkOptions, required, type Shapes, TEXT } from "../wording/shapes.js";
import { Stage } from "./stage.js";

/** Which column holds the labels, and what they mean. */
export interface MultiHotEncoderOptions extends LabelMeaningOptions {
  /** The label column: texts of several labels each, or lists. */
  readonly label: string;
  /** What stands between two labels of a text. Default `|`. */
  readonly separator?: string;
}

const SHAPES: Shapes<MultiHotEncoderOptions> = {
  label: required(TEXT),
  separator: TEXT,
  ...LABEL_MEANING_SHAPES,
};

/**
 * Gives every batch multi-hot targets: 1 for each of the classes that a row has, else 0. A row may have any number of
 * them, and a label that is named twice counts once. Batches are cut so that their targets take no more than 2 MiB.
 *
 * A text without characters, an empty field of a text file and a list without items are no label at all: their targets
 * are 0. A null is a missing label, and ends the stream, as an unknown one does, with a DatasetError that names its row.
 *
 * @example new MultiHotEncoder({ label: "genres", classes: ["comedy", "drama", "western"] }) // drama|comedy becomes 1 1 0
 * @example new MultiHotEncoder({ label: "tags", numClasses: 4, separator: ";" }) // 0;3 becomes 1 0 0 1
 * @throws {DatasetError} On the way, for a label that is missing (`MISSING_LABEL`) or none of the classes
 *   (`UNKNOWN_LABEL`, `BAD_INDEX`), or a column that cannot hold labels (`LABEL_TYPE`).
 */
export class MultiHotEncoder extends Stage {
  readonly #label: string;
  readonly #names: readonly string[];
  readonly #labels: MultiLabelReader;
  readonly #counts: Float64Array;
  #rows = 0;
  #ignored = 0;

  /** @throws {DatasetError} If the classes are not told (`NO_CLASSES`), told doubly or ignored, or an option is wrong. */
  constructor(options: MultiHotEncoderOptions) {
    super();
    checkOptions("MultiHotEncoder", options, SHAPES);
    const { label, separator = "|" } = options;
    if (separator === "") {
      throw usageError("EMPTY_VALUE", "MultiHotEncoder: separator is empty");
    }
    const { names, meaning } = resolveLabelMeaning("MultiHotEncoder", options);
    this.#label = label;
    this.#names = names;
    this.#labels = new MultiLabelReader({ ...meaning, separator });
    this.#counts = new Float64Array(names.length);
  }

  /** Rows so far, and in how many of them each class occurs; complete once the stream has ended. */
  get result(): LabelTotals {
    return {
      rows: this.#rows,
      ignored: this.#ignored,
      classes: this.#names.map((name, code) => ({ name, count: this.#counts[code] })),
    };
  }

  protected override *step(batch: Batch): Iterable<Batch> {
    const whole = checkedBatch(batch, "MultiHotEncoder");
    for (const part of cutBatch(whole, mostRows(this.#names.length))) {
      yield this.apply(part);
    }
  }

  protected override apply(batch: Batch): Batch {
    const values = new Float64Array(batch.rows * this.#names.length);
    const missing = new Uint8Array(batch.rows);
    const ignoredBefore = this.#ignored;
    this.#labels.read(batch, this.#label, (row, labels) => {
      missing[row] = Number(labels === undefined);
      this.#spell(labels, values, row);
    });
    this.#rows += batch.rows;
    const targets = new DenseTargets(this.#names.length, values, {
      missing: this.#ignored === ignoredBefore ? undefined : missing,
      multi: true,
    });
    return batch.withTargets(targets, this.#names);
  }

  #spell(labels: RowLabels, values: Float64Array, row: number): void {
    const at = row * this.#names.length;
    if (labels === undefined) {
      values.fill(Number.NaN, at, at + this.#names.length);
      this.#ignored++;
      return;
    }
    for (const code of labels) {
      values[at + code] = 1;
      this.#counts[code]++;
    }
  }
}
