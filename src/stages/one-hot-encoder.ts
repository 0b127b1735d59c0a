import type { Batch } from "../batch.js";
import { CodeMemory } from "../classes/code-memory.js";
import {
  LABEL_MEANING_SHAPES,
  type LabelMeaningOptions,
  type LabelTotals,
  resolveLabelMeaning,
} from "../classes/label-meaning.js";
import { labelColumn, LabelEncoder } from "../classes/labels.js";
import { CodedTargets, NO_TARGET, TwoValues } from "../targets.js";
import { checkOptions, required, type Shapes, TEXT } from "../wording/shapes.js";
import { Stage } from "./stage.js";

/** Which column holds the labels, and what they mean. */
export interface OneHotEncoderOptions extends LabelMeaningOptions {
  /** The label column. */
  readonly label: string;
}

const SHAPES: Shapes<OneHotEncoderOptions> = {
  label: required(TEXT),
  ...LABEL_MEANING_SHAPES,
};

/**
 * Gives every batch one-hot targets, kept as class indices: no row is spelled out before it is written.
 * A label that is missing or unknown ends the stream with a DatasetError that names its row; rows whose label is to be
 * ignored have no target.
 *
 * @example new OneHotEncoder({ label: "species", classes: ["setosa", "versicolor", "virginica"] })
 * @example new OneHotEncoder({ label: "digit", numClasses: 10 }) // labels are class indices 0 to 9
 * @example new OneHotEncoder({ label: "digit", numClasses: 10, ignoreIndex: -100 })
 * @throws {DatasetError} On the way, for a label that is missing (`MISSING_LABEL`) or none of the classes
 *   (`UNKNOWN_LABEL`, `BAD_INDEX`), or a column that cannot hold labels (`LABEL_TYPE`).
 */
export class OneHotEncoder extends Stage {
  readonly #label: string;
  readonly #names: readonly string[];
  readonly #labels: LabelEncoder;
  readonly #templates: TwoValues;
  readonly #counts: Float64Array;
  readonly #memory = new CodeMemory();
  #rows = 0;
  #ignored = 0;

  /** @throws {DatasetError} If the classes are not told (`NO_CLASSES`), told doubly or ignored, or an option is wrong. */
  constructor(options: OneHotEncoderOptions) {
    super();
    checkOptions("OneHotEncoder", options, SHAPES);
    this.#label = options.label;
    const { names, meaning } = resolveLabelMeaning("OneHotEncoder", options);
    this.#names = names;
    this.#labels = new LabelEncoder(meaning);
    this.#templates = new TwoValues(names.length);
    this.#counts = new Float64Array(names.length);
  }

  /** Rows and classes counted so far; complete once the stream has ended. */
  get result(): LabelTotals {
    return {
      rows: this.#rows,
      ignored: this.#ignored,
      classes: this.#names.map((name, code) => ({ name, count: this.#counts[code] })),
    };
  }

  protected override apply(batch: Batch): Batch {
    const { release } = batch;
    const memory = release === undefined ? undefined : this.#memory.take(batch.rows);
    const codes = this.#labels.encode(batch, labelColumn(batch, this.#label), memory);
    this.#count(codes);
    this.#rows += batch.rows;
    const targets = new CodedTargets(this.#names.length, codes, this.#templates);
    const encoded = batch.withTargets(targets, this.#names);
    if (release === undefined || memory === undefined) {
      return encoded;
    }
    return encoded.releasedBy(() => {
      release();
      this.#memory.giveBack(memory);
    });
  }

  #count(codes: Int32Array): void {
    for (const code of codes) {
      if (code === NO_TARGET) {
        this.#ignored++;
      } else {
        this.#counts[code]++;
      }
    }
  }
}
