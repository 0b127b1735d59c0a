import type { Field } from "../batch.js";
import { typeName } from "../columns/type-name.js";
import { usageError } from "../errors.js";
import { columnIndex, listed, selectColumns } from "../selectors.js";
import { oneOf } from "../wording/one-of.js";
import { option } from "../wording/option.js";
import { chooseColumns } from "./choose-columns.js";
import { checkOrder, type MatchedBy, matchPredictions } from "./match-predictions.js";

/** What is known of predictions before their first row. */
export interface ColumnsRequest {
  /** The columns there are. */
  readonly fields: readonly Field[];
  /** Which of them hold predictions, a selector or names. Absent: those of class names, or else all. */
  readonly select?: string | readonly string[];
  /** What the selector is called in messages. */
  readonly asked: "pred" | "select";
  /** The class names in the order of their indices. */
  readonly classes: readonly string[];
  /** Whether these are names. If not, they stand for places, and nothing is matched by name. */
  readonly isNamed: boolean;
  /** Whether the classes were learned from labels: there may be more, and their order is nobody's word. */
  readonly isLearned: boolean;
  /** With two classes, the one that a single column is for. */
  readonly positive?: string;
  /** The column of the keys, which holds no predictions. */
  readonly key?: string;
}

/** Which columns hold predictions, and of which class. */
export interface SettledColumns {
  /** The columns in the order of the classes; or the one that holds lists, or predictions of one class of two. */
  readonly names: readonly string[];
  readonly form: "columns" | "list" | "positive";
  readonly matched: MatchedBy;
  /** The classes; more than were asked for where columns are named after others. */
  readonly classes: readonly string[];
}

/**
 * Finds the columns that hold predictions, and the class of each.
 * @throws {DatasetError} As `matchPredictions`; and for a single column that is for no class (`PREDICTION_COLUMNS`), or
 *   columns that cannot be told from others (`PREDICTION_COLUMNS`).
 */
export function settleColumns(request: ColumnsRequest): SettledColumns {
  const { classes, isNamed, isLearned, positive } = request;
  const selected = selectedFields(request);
  const names = selected.map(({ name }) => name);
  if (selected.length === 1 && isListField(selected[0])) {
    checkListWidth(selected[0], classes);
    if (isLearned) {
      checkOrder(classes);
    }
    return { names, form: "list", matched: "position", classes };
  }
  if (selected.length === 1 && positive !== undefined) {
    oneOf(positive, classes, "positive");
    return { names, form: "positive", matched: "name", classes };
  }
  if (selected.length === 1 && classes.length > 1) {
    throw oneColumn(selected[0], classes.length);
  }
  const mixed = selected.find(isListField);
  if (mixed !== undefined) {
    throw listAmongOthers(mixed, selected.length);
  }
  const match = matchPredictions({ columns: names, classes, isNamed, isLearned });
  const { matched, order } = match;
  return {
    names: order.map((at) => names[at]),
    form: "columns",
    matched,
    classes: match.classes,
  };
}

/** Whether a column holds the predictions of all classes. */
export function isListField({ type }: Field): boolean {
  return LISTS.has(type.kind);
}

const LISTS = new Set(["fixed-list", "list", "large-list"]);

function selectedFields(request: ColumnsRequest): Field[] {
  const { fields, select, asked } = request;
  const names = fields.map(({ name }) => name);
  if (select === undefined) {
    return chooseColumns(request).map((index) => fields[index]);
  }
  const indices =
    typeof select === "string"
      ? selectColumns(select, names, asked)
      : select.map((name) => columnIndex(name, names, asked));
  return indices.map((index) => fields[index]);
}

function checkListWidth({ name, type }: Field, classes: readonly string[]): void {
  if (type.kind === "fixed-list" && type.size !== classes.length) {
    throw usageError(
      "PREDICTION_COUNT",
      `the lists of the column ${JSON.stringify(name)} have ${type.size} predictions for ${classes.length} classes (${listed(classes)})`,
      {
        column: name,
        hint: `Name all classes, in the order of the predictions, with ${option("classes")}.`,
      },
    );
  }
}

function oneColumn({ name }: Field, classes: number): Error {
  return usageError(
    "PREDICTION_COLUMNS",
    `found ${JSON.stringify(name)} alone, which holds no lists; expected a prediction column for each of ${classes} classes, or one list column`,
    {
      column: name,
      hint:
        classes === 2
          ? `If it is for one of two classes, say for which with ${option("positive")}.`
          : "Select the columns of all classes.",
    },
  );
}

function listAmongOthers({ name, type }: Field, count: number): Error {
  return usageError(
    "PREDICTION_COLUMNS",
    `the column ${JSON.stringify(name)}, of type ${typeName(type)}, is one of ${count} prediction columns; expected it alone, or columns of numbers`,
    { column: name, hint: "Select the list column alone." },
  );
}
