/** The rows that coded targets are copies of, one for each class. The same object as long as the rows are the same. */
export interface Templates {
  /** The number of classes, K. */
  readonly classes: number;
  /** Writes the row of class `code`: K values from `out[at]` on. */
  write(code: number, out: Float64Array, at: number): void;
}

/** Rows that are `off` everywhere but at their own class, where they are `on`. */
export class TwoValues implements Templates {
  /**
   * @param classes The number of classes, K.
   * @param on The probability of a row's own class.
   * @param off The probability of each other class.
   */
  constructor(
    readonly classes: number,
    readonly on = 1,
    readonly off = 0,
  ) {}

  write(code: number, out: Float64Array, at: number): void {
    out.fill(this.off, at, at + this.classes);
    out[at + code] = this.on;
  }
}

/** Whether rows of both are the same. Told for two values, and else for the same object. */
export function isSameTemplates(one: Templates, other: Templates): boolean {
  return (
    one === other ||
    (one instanceof TwoValues &&
      other instanceof TwoValues &&
      one.classes === other.classes &&
      Object.is(one.on, other.on) &&
      Object.is(one.off, other.off))
  );
}
