import { sortClassNames } from "../classes/class-counter.js";
import { usageError } from "../errors.js";
import { andList } from "../wording/and-list.js";
import { listed } from "../selectors.js";
import { option } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";

/** How prediction columns were told which class each is for. */
export type MatchedBy = "name" | "position";

/** Prediction columns, and the classes they may be for. */
export interface MatchRequest {
  /** The names of the columns, in the order they were selected. */
  readonly columns: readonly string[];
  /** The class names in the order of their indices. */
  readonly classes: readonly string[];
  /** Whether these are names. If not, they stand for places. */
  readonly isNamed: boolean;
  /** Whether the classes were learned from labels: there may be more, and their order is nobody's word. */
  readonly isLearned: boolean;
}

/** Which column is for which class. */
export interface PredictionMatch {
  readonly matched: MatchedBy;
  /** The classes; more than were asked for where columns are named after others. */
  readonly classes: readonly string[];
  /** The place in `columns` of the predictions of each class. */
  readonly order: readonly number[];
}

/**
 * Finds the class of each prediction column: by name where the columns are one common prefix and the class names, else by
 * position. Nothing is guessed: names that match in part are an error, and so is an order that could be another one.
 *
 * @example matchPredictions({ columns: ["z_dog", "z_cat"], classes: ["cat", "dog"], isNamed: true, isLearned: true }).order // [1, 0]
 * @throws {DatasetError} If columns and classes match in part (`PREDICTION_NAMES`), are not as many
 *   (`PREDICTION_COUNT`), or learned classes are numbers in an order that text would not have (`PREDICTION_ORDER`).
 */
export function matchPredictions(request: MatchRequest): PredictionMatch {
  const found = request.isNamed ? bestMatch(request.columns, request.classes) : undefined;
  if (found === undefined) {
    refuseStray(request);
    return byPosition(request);
  }
  const { prefix, named } = found;
  const missing = request.classes.filter((name) => !named.has(name));
  if (missing.length > 0) {
    throw partialMatch(request, prefix, missing);
  }
  const extra = [...named.keys()].filter((name) => !request.classes.includes(name));
  if (extra.length > 0 && !request.isLearned) {
    throw tooManyNames(request, prefix, extra);
  }
  const classes = extended(request.classes, extra);
  return { matched: "name", classes, order: classes.map((name) => named.get(name) as number) };
}

/** More classes in the order that they would have been learned in; behind the others where those have an order of their own. */
function extended(classes: readonly string[], extra: readonly string[]): readonly string[] {
  const isSorted = sortClassNames(classes).every((name, code) => name === classes[code]);
  return isSorted && extra.length > 0
    ? sortClassNames([...classes, ...extra])
    : [...classes, ...sortClassNames(extra)];
}

/** What columns are called behind the prefix that they have in common, and the place of each. */
interface NamedColumns {
  readonly prefix: string;
  readonly named: ReadonlyMap<string, number>;
}

/** The columns without the prefix that makes class names of most of them; undefined where none makes one of any. */
function bestMatch(
  columns: readonly string[],
  classes: readonly string[],
): NamedColumns | undefined {
  const candidates = prefixes(columns, classes)
    .map((prefix) => ({
      prefix,
      named: new Map(columns.map((column, at) => [column.slice(prefix.length), at])),
    }))
    .filter(({ named }) => !named.has(""));
  const hits = candidates.map(({ named }) => classes.filter((name) => named.has(name)).length);
  return candidates[hits.indexOf(Math.max(...hits))];
}

/** Every beginning that all columns share and behind which some column is a class name, shortest first. */
function prefixes(columns: readonly string[], classes: readonly string[]): string[] {
  const common = commonStart(columns);
  const lengths = new Set<number>();
  const known = new Set(classes);
  for (const column of columns) {
    for (let length = 0; length <= common.length; length++) {
      if (known.has(column.slice(length))) {
        lengths.add(length);
      }
    }
  }
  return [...lengths].toSorted((a, b) => a - b).map((length) => common.slice(0, length));
}

function commonStart([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) {
      length--;
    }
  }
  return first.slice(0, length);
}

/** Columns that are named after classes, but not behind one prefix, are no match by name, and none by position either. */
function refuseStray({ columns, classes, isNamed }: MatchRequest): void {
  const known = new Set(isNamed ? classes : []);
  for (const column of columns) {
    const ends = [...column.matchAll(/[^\p{L}\p{N}]/gu)].map(({ index }) =>
      column.slice(index + 1),
    );
    const name = ends.find((end) => known.has(end));
    if (name !== undefined) {
      throw usageError(
        "PREDICTION_NAMES",
        `the prediction column ${showValue(column)} is named after the class ${showValue(name)}, but all of them (${listed(columns)}) are not one common prefix and the names of classes`,
        { hint: selectAll() },
      );
    }
  }
}

function byPosition({ columns, classes, isLearned }: MatchRequest): PredictionMatch {
  if (columns.length !== classes.length) {
    throw wrongCount(columns, classes);
  }
  if (isLearned) {
    checkOrder(classes);
  }
  return { matched: "position", classes, order: classes.map((_, code) => code) };
}

/**
 * Refuses learned classes of which a model may have had another order: numbers that sort differently as text.
 * @throws {DatasetError} `PREDICTION_ORDER`.
 */
export function checkOrder(classes: readonly string[]): void {
  const asText = classes.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const differing = classes.findIndex((name, code) => name !== asText[code]);
  if (differing !== -1) {
    throw usageError(
      "PREDICTION_ORDER",
      `the predictions go by position, but the learned classes could have two orders: class ${differing} is ${showValue(classes[differing])}, and ${showValue(asText[differing])} where they are sorted as text`,
      { hint: orderHint(classes) },
    );
  }
}

function orderHint(classes: readonly string[]): string {
  return classes.every((name, code) => name === String(code))
    ? `If labels are the places of their predictions, say ${option("numClasses", classes.length)}; else give the order of the model by ${option("classes")}.`
    : `Give the order that the model was trained with by ${option("classes")}.`;
}

/** The error for so many predictions a row that are not one for each class. */
export function wrongCount(columns: readonly string[], classes: readonly string[]): Error {
  const [found, expected] = [columns.length, classes.length];
  return usageError(
    "PREDICTION_COUNT",
    `found ${found} prediction ${found === 1 ? "column" : "columns"} (${listed(columns)}) for ${expected} ${expected === 1 ? "class" : "classes"} (${listed(classes)})`,
    {
      hint:
        found === 1
          ? `Two classes with one column need ${option("positive")}, the class that it is for.`
          : "Select one column for each class.",
    },
  );
}

function partialMatch(
  { columns, classes }: MatchRequest,
  prefix: string,
  missing: readonly string[],
): Error {
  const after = prefix === "" ? "" : ` after ${showValue(prefix)}`;
  const others = columns.filter((column) => !classes.includes(column.slice(prefix.length)));
  const left =
    others.length === 0 ? "" : `; ${andList(others)} ${isOrAre(others)} named after none`;
  return usageError(
    "PREDICTION_NAMES",
    `of ${classes.length} classes ${classes.length - missing.length} have a prediction column of their name${after}; ${andList(missing)} ${missing.length === 1 ? "has" : "have"} none${left}`,
    { hint: selectAll() },
  );
}

function selectAll(): string {
  return `Select a column for each class, or name the classes as the columns are with ${option("classes")}.`;
}

function tooManyNames({ classes }: MatchRequest, prefix: string, extra: readonly string[]): Error {
  const names = extra.map((name) => prefix + name);
  return usageError(
    "PREDICTION_NAMES",
    `the prediction ${names.length === 1 ? "column" : "columns"} ${andList(names)} ${isOrAre(names)} for none of the ${classes.length} classes (${listed(classes)})`,
    { hint: `Name all classes with ${option("classes")}, or select fewer columns.` },
  );
}

function isOrAre(names: readonly string[]): string {
  return names.length === 1 ? "is" : "are";
}
