import { checkOptions, oneOfShape, type Shapes, TEXT, TEXTS } from "./wording/shapes.js";

/**
 * One-hot targets, smoothed or not, without spelling them out: row n is `off` everywhere
 * but at class `codes[n]`, where it is `on`. All rows share the two numbers.
 *
 * @example batch.withTargets(new CodedTargets(3, Int32Array.of(2, 0)), ["a", "b", "c"])
 */
export class CodedTargets {
  readonly kind = "coded";

  /**
   * @param classes The number of classes, K.
   * @param codes The class index of every row, in [0, K).
   * @param on The probability of a row's own class.
   * @param off The probability of each other class.
   */
  constructor(
    readonly classes: number,
    readonly codes: Int32Array,
    readonly on = 1,
    readonly off = 0,
  ) {}

  /** Every row spelled out: probabilities in a fresh array, row-major [rows, classes]. */
  dense(): Float64Array {
    const { classes, codes, on, off } = this;
    const values = new Float64Array(codes.length * classes).fill(off);
    for (let row = 0; row < codes.length; row++) {
      values[row * classes + codes[row]] = on;
    }
    return values;
  }

  /** Rows [start, end). */
  slice(start: number, end: number): CodedTargets {
    return new CodedTargets(this.classes, this.codes.subarray(start, end), this.on, this.off);
  }
}

/**
 * Targets that are no one-hot rows: all probabilities, spelled out.
 *
 * @example batch.withTargets(new DenseTargets(2, Float64Array.of(0.7, 0.3, 0.5, 0.5)), ["a", "b"])
 */
export class DenseTargets {
  readonly kind = "dense";

  /**
   * @param classes The number of classes, K.
   * @param values Probabilities, row-major [rows, classes].
   */
  constructor(
    readonly classes: number,
    readonly values: Float64Array,
  ) {}

  /** The probabilities, row-major [rows, classes]: a view, not a copy. */
  dense(): Float64Array {
    return this.values;
  }

  /** Rows [start, end). */
  slice(start: number, end: number): DenseTargets {
    return new DenseTargets(
      this.classes,
      this.values.subarray(start * this.classes, end * this.classes),
    );
  }
}

/** One target row for each row of a batch. */
export type Targets = CodedTargets | DenseTargets;

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
