import { type Templates, TwoValues } from "./templates.js";

/** The code of a row that has no target. */
export const NO_TARGET = -1;

/** Smoothing that differs from row to row: its mass of each row, and the row of a class once so much was moved. */
export interface RowSmoothing {
  /** One epsilon a row. */
  readonly epsilons: Float64Array;
  /** Writes the row of class `code`, smoothed with `epsilon`: K values from `out[at]` on. */
  readonly write: (code: number, epsilon: number, out: Float64Array, at: number) => void;
}

/** One-hot targets, smoothed or not, without spelling them out: every row is a copy of its class's template. */
export class CodedTargets {
  readonly kind = "coded";

  /**
   * @param classes The number of classes, K.
   * @param codes The class index of every row, in [0, K); -1 for a row that has no target.
   * @param templates The row of each class; default: one-hot.
   * @param byRow Where each row is smoothed with an epsilon of its own, instead of the templates.
   */
  constructor(
    readonly classes: number,
    readonly codes: Int32Array,
    readonly templates: Templates = new TwoValues(classes),
    readonly byRow?: RowSmoothing,
  ) {}

  /** The number of rows. */
  get rows(): number {
    return this.codes.length;
  }

  /** Whether the row has a target. */
  has(row: number): boolean {
    return this.codes[row] !== NO_TARGET;
  }

  /** Writes the target of a row: K values from `out[at]` on, NaN where it has none. */
  write(row: number, out: Float64Array, at: number): void {
    const code = this.codes[row];
    if (code === NO_TARGET) {
      out.fill(Number.NaN, at, at + this.classes);
    } else if (this.byRow === undefined) {
      this.templates.write(code, out, at);
    } else {
      this.byRow.write(code, this.byRow.epsilons[row], out, at);
    }
  }

  /** Every row spelled out: probabilities in a fresh array, row-major [rows, classes]; NaN where there is no target. */
  dense(): Float64Array {
    const { classes, codes, rows, byRow } = this;
    const values = new Float64Array(rows * classes);
    const ready: (number | undefined)[] = [];
    for (let row = 0; row < rows; row++) {
      // A row of the same class may stand there already.
      const like = byRow === undefined ? ready[codes[row]] : undefined;
      if (like === undefined) {
        this.write(row, values, row * classes);
        ready[codes[row]] = row;
      } else {
        values.copyWithin(row * classes, like * classes, (like + 1) * classes);
      }
    }
    return values;
  }

  /** Rows [start, end). */
  slice(start: number, end: number): CodedTargets {
    const { classes, codes, templates, byRow } = this;
    const rows = byRow && { ...byRow, epsilons: byRow.epsilons.subarray(start, end) };
    return new CodedTargets(classes, codes.subarray(start, end), templates, rows);
  }
}
