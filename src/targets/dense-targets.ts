/** What is known of dense targets beside their values. */
export interface DenseParts {
  /** One byte a row, not 0 for a row that has no target. Absent: all have one. */
  readonly missing?: Uint8Array;
  /** Whether each class is a question of its own (multi-label), so that rows need not sum to 1. */
  readonly multi?: boolean;
  /** The values before smoothing, where these are smoothed. */
  readonly unsmoothed?: Float64Array;
}

/** Targets that are no one-hot rows. */
export class DenseTargets {
  readonly kind = "dense";
  readonly missing?: Uint8Array;
  readonly multi: boolean;
  /** The values before smoothing: the same ones where there was none. */
  readonly unsmoothed: Float64Array;

  /**
   * @param classes The number of classes, K.
   * @param values Probabilities, row-major [rows, classes]; NaN where a row has no target.
   */
  constructor(
    readonly classes: number,
    readonly values: Float64Array,
    { missing, multi = false, unsmoothed = values }: DenseParts = {},
  ) {
    this.missing = missing;
    this.multi = multi;
    this.unsmoothed = unsmoothed;
  }

  /** The number of rows. */
  get rows(): number {
    return this.classes === 0 ? 0 : this.values.length / this.classes;
  }

  /** Whether the row has a target. */
  has(row: number): boolean {
    return this.missing === undefined || this.missing[row] === 0;
  }

  /** Writes the target of a row: K values from `out[at]` on, NaN where it has none. */
  write(row: number, out: Float64Array, at: number): void {
    const { classes, values } = this;
    for (let code = 0; code < classes; code++) {
      out[at + code] = values[row * classes + code];
    }
  }

  /** The probabilities, row-major [rows, classes]: a view, not a copy. */
  dense(): Float64Array {
    return this.values;
  }

  /** The same rows with smoothed values. */
  smoothed(values: Float64Array): DenseTargets {
    return new DenseTargets(this.classes, values, this);
  }

  /** Rows [start, end). */
  slice(start: number, end: number): DenseTargets {
    const { classes, values, missing, multi, unsmoothed } = this;
    const [from, to] = [start * classes, end * classes];
    return new DenseTargets(classes, values.subarray(from, to), {
      missing: missing?.subarray(start, end),
      multi,
      unsmoothed: unsmoothed.subarray(from, to),
    });
  }
}
