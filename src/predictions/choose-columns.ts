import type { Field } from "../batch.js";
import { usageError } from "../errors.js";
import { listed, selectorOf } from "../selectors.js";
import { option } from "../wording/option.js";

/** The columns of a file of predictions, and what they may be for. */
export interface ChoiceRequest {
  readonly fields: readonly Field[];
  readonly classes: readonly string[];
  /** Whether these are names. */
  readonly isNamed: boolean;
  /** Whether there may be more classes than these. */
  readonly isLearned: boolean;
  readonly key?: string;
}

/** What pandas calls the index it writes, and what R does. */
const UNNAMED = /^(?:Unnamed: 0|)$/u;

/**
 * The columns of a file of predictions where nobody selected any: those named after the classes, or else all, which must be
 * one for each class, a list, or a single one. The key and an unnamed index before the others hold none.
 *
 * @returns Their places.
 * @throws {DatasetError} If it cannot be told which columns are meant (`PREDICTION_COLUMNS`).
 */
export function chooseColumns(request: ChoiceRequest): number[] {
  const { fields, classes, isNamed, isLearned, key } = request;
  const names = fields.map(({ name }) => name);
  const left = [...names.keys()].filter(
    (index) => names[index] !== key && !(index === 0 && UNNAMED.test(names[index])),
  );
  const candidates = left.map((index) => names[index]);
  const named = isNamed ? namedAfter(candidates, classes) : undefined;
  if (named === undefined) {
    return checkedCount(left, names, classes);
  }
  const chosen = named.columns.map((name) => names.indexOf(name));
  const others = left.filter((index) => !chosen.includes(index)).map((index) => names[index]);
  const doubtful = others.filter((name) => name.startsWith(named.prefix));
  if (isLearned && doubtful.length > 0) {
    const columns = selectorOf(named.columns);
    throw usageError(
      "PREDICTION_COLUMNS",
      `beside the columns that are named after the learned classes there are others (${listed(doubtful)}), which may be classes without a row`,
      { hint: `Select the columns that hold predictions, as with ${option("pred", columns)}.` },
    );
  }
  return chosen;
}

/** The columns of a prefix and the class names, one for each class; undefined where there are none. */
function namedAfter(
  names: readonly string[],
  classes: readonly string[],
): { readonly prefix: string; readonly columns: readonly string[] } | undefined {
  const present = new Set(names);
  const ending = names.filter((name) => name.endsWith(classes[0]));
  const prefixes = ending.map((name) => name.slice(0, name.length - classes[0].length));
  const found = prefixes.filter((prefix) => classes.every((name) => present.has(prefix + name)));
  if (found.length > 1) {
    throw usageError(
      "PREDICTION_COLUMNS",
      `several sets of columns are named after the classes: those that begin with ${found.map((prefix) => JSON.stringify(prefix)).join(" and ")}`,
      { hint: `Select one of them with ${option("pred", `${found[0]}*`)}.` },
    );
  }
  const [prefix] = found;
  return prefix === undefined
    ? undefined
    : { prefix, columns: classes.map((name) => prefix + name) };
}

function checkedCount(
  left: number[],
  names: readonly string[],
  classes: readonly string[],
): number[] {
  if (left.length > 1 && left.length !== classes.length) {
    throw usageError(
      "PREDICTION_COLUMNS",
      `found ${left.length} columns that may hold predictions (${listed(left.map((index) => names[index]))}) for ${classes.length} classes (${listed(classes)})`,
      { hint: `Select one column for each class with ${option("pred")}.` },
    );
  }
  return left;
}
