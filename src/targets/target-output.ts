import { usageError } from "../errors.js";
import { option } from "../wording/option.js";
import { checkOptions, oneOfShape, type Shapes, TEXT, TEXTS } from "../wording/shapes.js";
import { positivePlace } from "./positive.js";

/** The type targets are cast to, once, when they are written. */
export type TargetDtype = "float16" | "float32" | "float64";

/**
 * How targets are laid out beside the columns. `long` makes a line of each row and class: the row's columns, its number
 * from 0 on, the class and the class's weight.
 */
export type TargetLayout = "fixed-list" | "list" | "columns" | "long" | "none";

/** What an encoder writes of the targets, under which names. */
export interface TargetOutput {
  readonly layout: TargetLayout;
  readonly dtype: TargetDtype;
  /** The name of the list column or the weights, or what the names of the class columns start with. */
  readonly name: string;
  readonly classes: readonly string[];
  /**
   * The name of a column with the class index of every row (int64), where one is wanted. Coded targets only; in the
   * layout `long` that of the line's class.
   */
  readonly codes?: string;
  /** Of two classes the one whose probability is written alone, as a column of this `name`; the layout is `columns`. */
  readonly positive?: string;
}

export const TARGET_LAYOUTS: readonly TargetLayout[] = [
  "fixed-list",
  "list",
  "columns",
  "long",
  "none",
];
export const TARGET_DTYPES: readonly TargetDtype[] = ["float32", "float64", "float16"];

const SHAPES: Shapes<TargetOutput> = {
  layout: oneOfShape(TARGET_LAYOUTS),
  dtype: oneOfShape(TARGET_DTYPES),
  name: TEXT,
  classes: TEXTS,
  codes: TEXT,
  positive: TEXT,
};

/** What the layout `long` writes of a line beside its weight: which row it is of, and for which class. */
export const LINE_NAMES = ["row", "class"] as const;

/**
 * Settles what an encoder writes: what was asked for, and defaults for the rest (`soft_target`, float32, the names of
 * the classes, or their indices where they have no names).
 *
 * @param asked The parts that were asked for.
 * @param targets The targets of the first batch, and the names of their classes.
 * @param layout The format's own layout.
 * @throws {DatasetError} If there is no such part, or it is of another type (`BAD_OPTION`); if `positive` does not go
 *   with the classes or the layout.
 */
export function resolveTargetOutput(
  asked: Partial<TargetOutput>,
  { classes, classNames }: { readonly classes: number; readonly classNames?: readonly string[] },
  layout: TargetLayout,
): TargetOutput {
  checkOptions("targets", asked, SHAPES);
  const indices = Array.from({ length: classes }, (_, index) => String(index));
  const names = asked.classes ?? classNames ?? indices;
  if (asked.positive !== undefined) {
    refuseLaidOut(asked.layout);
    positivePlace(asked.positive, names);
  }
  const settled = asked.layout ?? (asked.positive === undefined ? layout : "columns");
  return {
    layout: settled,
    dtype: asked.dtype ?? "float32",
    name: asked.name ?? defaultTargetName(settled),
    classes: names,
    codes: asked.codes,
    positive: asked.positive,
  };
}

/** What targets are called where nobody says otherwise. */
export function defaultTargetName(layout: TargetLayout | undefined): string {
  return layout === "long" ? "weight" : "soft_target";
}

/** A single probability is a column, in every format. */
function refuseLaidOut(layout: TargetLayout | undefined): void {
  if (layout !== undefined && layout !== "columns") {
    throw usageError(
      "CONFLICT",
      `${option("positive")} and ${option("layout", layout)} exclude each other`,
    );
  }
}

/** The names of the target columns in the order they are written, the class index last. */
export function targetNames({ layout, name, classes, codes, positive }: TargetOutput): string[] {
  const indices = codes === undefined ? [] : [codes];
  switch (layout) {
    case "none":
      return indices;
    case "long":
      return [...LINE_NAMES, name, ...indices];
    case "columns":
      return positive === undefined
        ? [...classes.map((label) => `${name}_${label}`), ...indices]
        : [name, ...indices];
    default:
      return [name, ...indices];
  }
}
