import type { Batch } from "../batch.js";
import type { ClassCount, ClassList } from "../classes/classes.js";
import { byIndex, byName, indexClasses, namedClasses } from "../classes/classes.js";
import { codesByValue } from "../classes/codes-by-value.js";
import { usageError } from "../errors.js";
import { CodeMemory } from "../classes/code-memory.js";
import { labelColumn, LabelEncoder } from "../classes/labels.js";
import { CodedTargets, TwoValues } from "../targets.js";
import { checkOptions, NUMBER, required, type Shapes, TEXT, TEXTS } from "../wording/shapes.js";
import { Stage } from "./stage.js";

/** Which column holds the labels, and what they mean. */
export interface OneHotEncoderOptions {
  /** The label column. */
  readonly label: string;
  /** The class names in the order of their indices. Labels are names, unless `numClasses` is given too. */
  readonly classes?: readonly string[];
  /** Labels are class indices in [0, numClasses). */
  readonly numClasses?: number;
}

const SHAPES: Shapes<OneHotEncoderOptions> = {
  label: required(TEXT),
  classes: TEXTS,
  numClasses: NUMBER,
};

/** What an encoder has met so far. */
export interface LabelTotals {
  readonly rows: number;
  readonly classes: readonly ClassCount[];
}

/**
 * Gives every batch one-hot targets, kept as class indices: no row is spelled out before it is written.
 * A label that is missing or unknown ends the stream with a DatasetError that names its row.
 *
 * @example new OneHotEncoder({ label: "species", classes: ["setosa", "versicolor", "virginica"] })
 * @example new OneHotEncoder({ label: "digit", numClasses: 10 }) // labels are class indices 0 to 9
 * @throws {DatasetError} On the way, for a label that is missing (`MISSING_LABEL`) or none of the classes
 *   (`UNKNOWN_LABEL`, `BAD_INDEX`), or a column that cannot hold labels (`LABEL_TYPE`).
 */
export class OneHotEncoder extends Stage {
  readonly #label: string;
  readonly #classes: ClassList;
  readonly #labels: LabelEncoder;
  readonly #templates: TwoValues;
  readonly #counts: Float64Array;
  readonly #memory = new CodeMemory();
  #rows = 0;

  /** @throws {DatasetError} If the classes are not told (`NO_CLASSES`), told doubly, or an option is wrong. */
  constructor(options: OneHotEncoderOptions) {
    super();
    checkOptions("OneHotEncoder", options, SHAPES);
    this.#label = options.label;
    this.#classes = resolveClasses(options);
    const { names } = this.#classes;
    this.#labels =
      options.numClasses === undefined
        ? new LabelEncoder(byName(this.#classes), codesByValue(names))
        : new LabelEncoder(byIndex(names.length));
    this.#templates = new TwoValues(names.length);
    this.#counts = new Float64Array(names.length);
  }

  /** Rows and classes counted so far; complete once the stream has ended. */
  get result(): LabelTotals {
    return {
      rows: this.#rows,
      classes: this.#classes.names.map((name, code) => ({ name, count: this.#counts[code] })),
    };
  }

  protected override apply(batch: Batch): Batch {
    const { release } = batch;
    const memory = release === undefined ? undefined : this.#memory.take(batch.rows);
    const codes = this.#labels.encode(batch, labelColumn(batch, this.#label), memory);
    for (const code of codes) {
      this.#counts[code]++;
    }
    this.#rows += batch.rows;
    const { names } = this.#classes;
    const encoded = batch.withTargets(
      new CodedTargets(names.length, codes, this.#templates),
      names,
    );
    if (release === undefined || memory === undefined) {
      return encoded;
    }
    return encoded.releasedBy(() => {
      release();
      this.#memory.giveBack(memory);
    });
  }
}

function resolveClasses({ classes, numClasses }: OneHotEncoderOptions): ClassList {
  if (classes === undefined && numClasses === undefined) {
    throw usageError("NO_CLASSES", "OneHotEncoder needs classes or numClasses", {
      hint: "learnClasses() finds the classes of a stream.",
    });
  }
  if (numClasses !== undefined && !(Number.isInteger(numClasses) && numClasses > 0)) {
    throw usageError(
      "BAD_NUM_CLASSES",
      `numClasses is ${numClasses}; it must be a positive integer`,
    );
  }
  const named = classes === undefined ? indexClasses(numClasses as number) : namedClasses(classes);
  if (numClasses !== undefined && named.names.length !== numClasses) {
    throw usageError(
      "CLASS_COUNT",
      `there are ${named.names.length} class names for ${numClasses} classes`,
    );
  }
  return named;
}
