/**
 * Collects a known number of bytes from chunks of any size into fresh memory, so that what comes out is
 * aligned, and nobody else's. Memory grows with what has come, not with what was announced.
 */
export class ByteGatherer {
  #wanted = 0;
  #filled = 0;
  #bytes = new Uint8Array(0);

  /** How many of the wanted bytes have come. */
  get filled(): number {
    return this.#filled;
  }

  get complete(): boolean {
    return this.#filled === this.#wanted;
  }

  /** What has come so far. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#filled);
  }

  /** Starts over, for this many bytes. */
  want(length: number): void {
    this.#wanted = length;
    this.#filled = 0;
    this.#bytes = new Uint8Array(Math.min(length, FIRST_BYTES));
  }

  /** Takes what is wanted from the chunk's bytes from `start` on; gives where it stopped. */
  fill(chunk: Uint8Array, start: number): number {
    const end = Math.min(chunk.length, start + this.#wanted - this.#filled);
    const filled = this.#filled + end - start;
    if (filled > this.#bytes.length) {
      const grown = new Uint8Array(
        Math.min(this.#wanted, Math.max(filled, 2 * this.#bytes.length)),
      );
      grown.set(this.#bytes.subarray(0, this.#filled));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk.subarray(start, end), this.#filled);
    this.#filled = filled;
    return end;
  }
}

const FIRST_BYTES = 2 ** 24;
