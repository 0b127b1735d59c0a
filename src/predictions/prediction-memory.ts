/** Lends arrays for the predictions of batches. What is given back is lent again. */
export class PredictionMemory {
  readonly #free: Float64Array[] = [];

  /** Room for so many values; what it holds is not defined. */
  take(length: number): Float64Array {
    const free = this.#free.pop();
    return free !== undefined && free.length >= length ? free : new Float64Array(length);
  }

  /** Nobody may look at the values any more. */
  giveBack(values: Float64Array): void {
    this.#free.push(values);
  }
}
