import {
  byIndex,
  byName,
  type ClassList,
  type ClassCount,
  indexClasses,
  namedClasses,
} from "./classes.js";
import { codesByValue } from "./codes-by-value.js";
import { usageError } from "../errors.js";
import {
  checkIgnoreIndex,
  IgnoredLabels,
  type IgnoreOptions,
  refuseIgnoredClasses,
} from "./ignored-labels.js";
import type { LabelMeaning } from "./label-reader.js";
import { NUMBER, type Shapes, TEXT, TEXTS } from "../wording/shapes.js";

/** What the labels of a column mean. */
export interface LabelMeaningOptions extends IgnoreOptions {
  /** The class names in the order of their indices. Labels are names, unless `numClasses` is given too. */
  readonly classes?: readonly string[];
  /** Labels are class indices in [0, numClasses). */
  readonly numClasses?: number;
}

export const LABEL_MEANING_SHAPES: Shapes<LabelMeaningOptions> = {
  classes: TEXTS,
  numClasses: NUMBER,
  ignoreIndex: NUMBER,
  ignoreLabel: TEXT,
};

/** What an encoder of labels has met so far. */
export interface LabelTotals {
  /** All rows, the ignored ones among them. */
  readonly rows: number;
  /** Rows whose label is ignored. */
  readonly ignored: number;
  readonly classes: readonly ClassCount[];
}

/**
 * Settles the classes, and how their labels are read.
 * @param owner Whose options they are, for messages.
 * @throws {DatasetError} If the classes are not told (`NO_CLASSES`), told doubly, or one of them is ignored
 *   (`IGNORED_CLASS`).
 */
export function resolveLabelMeaning(
  owner: string,
  options: LabelMeaningOptions,
): { readonly names: readonly string[]; readonly meaning: LabelMeaning } {
  const { names } = resolveClasses(owner, options);
  const areIndices = options.numClasses !== undefined;
  checkIgnoreIndex(options.ignoreIndex);
  refuseIgnoredClasses(names, options, areIndices);
  const ignored = new IgnoredLabels(options);
  const meaning = areIndices
    ? { resolve: byIndex(names.length), ignored }
    : { resolve: byName({ names }), codeOfValue: codesByValue(names), ignored };
  return { names, meaning };
}

function resolveClasses(owner: string, { classes, numClasses }: LabelMeaningOptions): ClassList {
  if (classes === undefined && numClasses === undefined) {
    throw usageError("NO_CLASSES", `${owner} needs classes or numClasses`, {
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
