import { checkOptions, oneOfShape, type Shapes, TEXT, TEXTS } from "../wording/shapes.js";

/** The type targets are cast to, once, when they are written. */
export type TargetDtype = "float16" | "float32" | "float64";

/** How targets are laid out beside the columns. */
export type TargetLayout = "fixed-list" | "list" | "columns" | "none";

/** What an encoder writes of the targets, under which names. */
export interface TargetOutput {
  readonly layout: TargetLayout;
  readonly dtype: TargetDtype;
  /** The list column's name, or what the names of the class columns start with. */
  readonly name: string;
  readonly classes: readonly string[];
  /** The name of a column with the class index of every row (int64), where one is wanted. Coded targets only. */
  readonly codes?: string;
}

export const TARGET_LAYOUTS: readonly TargetLayout[] = ["fixed-list", "list", "columns", "none"];
export const TARGET_DTYPES: readonly TargetDtype[] = ["float32", "float64", "float16"];

const SHAPES: Shapes<TargetOutput> = {
  layout: oneOfShape(TARGET_LAYOUTS),
  dtype: oneOfShape(TARGET_DTYPES),
  name: TEXT,
  classes: TEXTS,
  codes: TEXT,
};

/**
 * Settles what an encoder writes: what was asked for, and defaults for the rest (`soft_target`, float32, the names of
 * the classes, or their indices where they have no names).
 *
 * @param asked The parts that were asked for.
 * @param targets The targets of the first batch, and the names of their classes.
 * @param layout The format's own layout.
 * @throws {DatasetError} If there is no such part, or it is of another type (`BAD_OPTION`).
 */
export function resolveTargetOutput(
  asked: Partial<TargetOutput>,
  { classes, classNames }: { readonly classes: number; readonly classNames?: readonly string[] },
  layout: TargetLayout,
): TargetOutput {
  checkOptions("targets", asked, SHAPES);
  const indices = Array.from({ length: classes }, (_, index) => String(index));
  return {
    layout: asked.layout ?? layout,
    dtype: asked.dtype ?? "float32",
    name: asked.name ?? "soft_target",
    classes: asked.classes ?? classNames ?? indices,
    codes: asked.codes,
  };
}

/** The names of the target columns in the order they are written, the class index last. */
export function targetNames({ layout, name, classes, codes }: TargetOutput): string[] {
  const indices = codes === undefined ? [] : [codes];
  if (layout === "none") {
    return indices;
  }
  const targets = layout === "columns" ? classes.map((label) => `${name}_${label}`) : [name];
  return [...targets, ...indices];
}
