/**
 * A hash table from byte strings to small integers, looked up straight in somebody else's bytes: no string
 * is made for a label that was seen before. Open addressing, linear probing, at most half full.
 */
export class LabelTable {
  #slots = new Int32Array(64).fill(-1);
  #hashes = new Int32Array(32);
  #ends = new Int32Array(32);
  #codes = new Int32Array(32);
  #bytes = new Uint8Array(1024);
  #size = 0;

  /** How many byte strings are in the table. */
  get size(): number {
    return this.#size;
  }

  /**
   * Looks up many byte strings that lie one behind the other.
   *
   * @param bytes Where they lie.
   * @param offsets Where each begins; the next one's beginning is its end.
   * @param out The number kept for each, or -1 where there is none; one fewer than offsets.
   */
  findAll(bytes: Uint8Array, offsets: Int32Array, out: Int32Array): void {
    for (let row = 0; row < out.length; row++) {
      out[row] = this.find(bytes, offsets[row], offsets[row + 1]);
    }
  }

  /** The number kept for the bytes [start, end), or -1 where there is none. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot];
      if (entry === -1) {
        return -1;
      }
      if (this.#hashes[entry] === hash && this.#equals(entry, bytes, start, end)) {
        return this.#codes[entry];
      }
    }
  }

  /** Keeps `code` for bytes that are not in the table yet. */
  add(bytes: Uint8Array, code: number): void {
    const entry = this.#size;
    const start = entry === 0 ? 0 : this.#ends[entry - 1];
    this.#reserve(start + bytes.length);
    this.#bytes.set(bytes, start);
    this.#hashes[entry] = hashBytes(bytes, 0, bytes.length);
    this.#ends[entry] = start + bytes.length;
    this.#codes[entry] = code;
    this.#size = entry + 1;
    this.#place(entry);
  }

  #equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = entry === 0 ? 0 : this.#ends[entry - 1];
    const length = end - start;
    if (this.#ends[entry] - from !== length) {
      return false;
    }
    for (let index = 0; index < length; index++) {
      if (this.#bytes[from + index] !== bytes[start + index]) {
        return false;
      }
    }
    return true;
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[entry] & mask;
    while (this.#slots[slot] !== -1) {
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = entry;
  }

  #reserve(byteLength: number): void {
    if (byteLength > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(byteLength, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    if (this.#size === this.#codes.length) {
      this.#hashes = doubled(this.#hashes);
      this.#ends = doubled(this.#ends);
      this.#codes = doubled(this.#codes);
      this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
      for (let entry = 0; entry < this.#size; entry++) {
        this.#place(entry);
      }
    }
  }
}

/** FNV-1a with a final mix, so that the low bits depend on every byte. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) {
    hash = Math.imul(hash ^ bytes[index], 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2);
  grown.set(array);
  return grown;
}
