/** Lends arrays for the class codes of batches. What is given back is lent again. */
export class CodeMemory {
  readonly #free: Int32Array[] = [];

  /** Room for at least `rows` codes; what it holds is not defined. */
  take(rows: number): Int32Array {
    const free = this.#free.pop();
    // A little more than asked for: the next batch seldom has exactly as many rows.
    return free !== undefined && free.length >= rows ? free : new Int32Array(rows + (rows >> 3));
  }

  /** Nobody may look at the codes any more. */
  giveBack(codes: Int32Array): void {
    this.#free.push(codes);
  }
}
