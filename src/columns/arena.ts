/** A kind of typed array. */
export interface ArrayType<Values> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): Values;
  new (memory: ArrayBuffer, byteOffset: number, length: number): Values;
}

/** Every array begins at a multiple of this. */
const ALIGNMENT = 8;

/**
 * Gives out arrays, all of which end together: after `reset` their memory is given out again. What an array holds at
 * first is not defined. An arena that is never reset gives arrays of their own memory.
 */
export class Arena {
  #memory = new ArrayBuffer(0);
  #used = 0;

  /** An array that holds anything. */
  take<Values>(type: ArrayType<Values>, length: number): Values {
    const from = this.#used;
    const bytes = length * type.BYTES_PER_ELEMENT;
    this.#used += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return this.#used <= this.#memory.byteLength
      ? new type(this.#memory, from, length)
      : new type(length);
  }

  /** Whoever has an array of this arena must not look at it any more. */
  reset(): void {
    if (this.#used > this.#memory.byteLength) {
      // A little more, because the next time seldom needs exactly as much.
      this.#memory = new ArrayBuffer(Math.ceil((this.#used * 1.25) / ALIGNMENT) * ALIGNMENT);
    }
    this.#used = 0;
  }
}
