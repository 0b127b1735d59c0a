import { isNumber } from "./classes.js";
import { type CodeOfValue, codesByValue } from "./codes-by-value.js";
import { usageError } from "../errors.js";
import { listed } from "../selectors.js";
import { option } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";

/** Which labels mark rows that stay without a target. */
export interface IgnoreOptions {
  /** A whole number; every label of this value, however it is spelled: -100 as in PyTorch's `ignore_index`. */
  readonly ignoreIndex?: number;
  /** A label as it is spelled; the empty string: a label that is missing. */
  readonly ignoreLabel?: string;
}

/** The labels whose rows stay without a target. None, where nothing was asked for. */
export class IgnoredLabels {
  /** Whether rows without a label are among them. */
  readonly missing: boolean;
  /** Whether there are any. */
  readonly any: boolean;
  readonly #label?: string;
  readonly #index?: number;
  readonly #codeOfValue: CodeOfValue;

  constructor({ ignoreIndex, ignoreLabel }: IgnoreOptions = {}) {
    this.missing = ignoreLabel === "";
    this.any = ignoreIndex !== undefined || ignoreLabel !== undefined;
    this.#label = ignoreLabel;
    this.#index = ignoreIndex;
    const names = [ignoreLabel, ignoreIndex?.toString()].filter((name) => name !== undefined);
    this.#codeOfValue = codesByValue([...new Set(names)]);
  }

  /** Whether a label of text is one of them. */
  has(label: string): boolean {
    return (
      label === this.#label ||
      (this.#index !== undefined && isNumber(label) && Number(label) === this.#index)
    );
  }

  /** Whether a number or a boolean is one of them, by its spelling. */
  hasValue(spelling: string): boolean {
    return this.has(spelling) || this.#codeOfValue(spelling) !== undefined;
  }
}

/**
 * Checks what can be checked without classes.
 * @throws {DatasetError} If the index is no whole number (`BAD_IGNORE_INDEX`).
 */
export function checkIgnoreIndex(ignoreIndex: number | undefined): void {
  if (ignoreIndex !== undefined && !Number.isSafeInteger(ignoreIndex)) {
    throw usageError(
      "BAD_IGNORE_INDEX",
      `${option("ignoreIndex")}: ${ignoreIndex} is no whole number, expected one such as -100`,
    );
  }
}

/**
 * Refuses to ignore one of the classes. A class index alone may be ignored, as in PyTorch: its rows have no target, and
 * it stays a class.
 *
 * @param names The classes.
 * @param indices Whether labels are class indices instead of names.
 * @throws {DatasetError} If a class is to be ignored (`IGNORED_CLASS`), or an index although no class is a whole number
 *   (`IGNORE_INDEX`).
 */
export function refuseIgnoredClasses(
  names: readonly string[],
  { ignoreIndex, ignoreLabel }: IgnoreOptions,
  indices: boolean,
): void {
  if (indices) {
    refuseIgnoredIndex(names.length, ignoreLabel);
    return;
  }
  if (ignoreLabel !== undefined && names.includes(ignoreLabel)) {
    throw ignoredClass(
      "ignoreLabel",
      ignoreLabel,
      names,
      `Take it out of ${option("classes")}, or leave ${option("ignoreLabel")} out.`,
    );
  }
  if (ignoreIndex !== undefined) {
    refuseTexts(names, ignoreIndex);
    const ignored = names.find((name) => Number(name) === ignoreIndex);
    if (ignored !== undefined) {
      throw ignoredClass(
        "ignoreIndex",
        ignored,
        names,
        `Only class indices (${option("numClasses")}) may be classes and ignored.`,
      );
    }
  }
}

function refuseIgnoredIndex(classes: number, label = ""): void {
  const index = isNumber(label) ? Number(label) : Number.NaN;
  if (Number.isInteger(index) && index >= 0 && index < classes) {
    throw usageError(
      "IGNORED_CLASS",
      `${option("ignoreLabel")} names ${showValue(label)}, one of the class indices 0…${classes - 1}`,
      { hint: `To ignore a class index as PyTorch does, say ${option("ignoreIndex", index)}.` },
    );
  }
}

function ignoredClass(
  asked: "ignoreIndex" | "ignoreLabel",
  name: string,
  names: readonly string[],
  hint: string,
): Error {
  return usageError(
    "IGNORED_CLASS",
    `${option(asked)} names ${showValue(name)}, one of the ${names.length} classes (${listed(names)})`,
    { hint },
  );
}

/** An index among classes of text would be taken for a place in their order. */
function refuseTexts(names: readonly string[], ignoreIndex: number): void {
  const text = names.find((name) => !(isNumber(name) && Number.isInteger(Number(name))));
  if (text !== undefined) {
    throw usageError(
      "IGNORE_INDEX",
      `${option("ignoreIndex")} is for labels that are whole numbers, and the class ${showValue(text)} is none`,
      {
        hint: `Name the label as it is spelled: ${option("ignoreLabel", String(ignoreIndex))}.`,
      },
    );
  }
}
