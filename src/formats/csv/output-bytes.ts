import { Buffer } from "node:buffer";
import { LONGEST_NUMBER, writeFloat64, writeInteger } from "../../kernels/decimal-bytes.js";

/** A block is handed on once it holds so many bytes. */
const BLOCK = 2 ** 20;

/** What a row may need past a full block without the block having to grow. */
const SLACK = 2 ** 16;

/** Up to this length a loop copies faster than a call. */
const SHORT = 24;

/** Bytes on their way out, gathered into blocks. */
export class OutputBytes {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  /** The bytes of the current block; only those before `length` are meant. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether the block should be taken before more is written. */
  get isFull(): boolean {
    return this.#length >= BLOCK;
  }

  /** Hands over what was written; the next byte begins a new block. */
  take(): Uint8Array {
    const block = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
    return block;
  }

  /** Forgets everything from byte `length` of the current block on. */
  truncate(length: number): void {
    this.#length = length;
  }

  pushByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Appends bytes [from, to). */
  push(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const count = to - from;
    this.#reserve(count);
    if (count > SHORT) {
      this.#bytes.set(bytes.subarray(from, to), this.#length);
    } else {
      for (let index = 0; index < count; index++) {
        this.#bytes[this.#length + index] = bytes[from + index];
      }
    }
    this.#length += count;
  }

  /** Appends a text as UTF-8. */
  pushText(text: string): void {
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length, "utf8");
  }

  /** Appends the shortest decimal of a float64. */
  pushNumber(value: number): void {
    this.#reserve(LONGEST_NUMBER);
    this.#length = writeFloat64(this.#bytes, this.#length, value);
  }

  /** Appends a safe integer. */
  pushInteger(value: number): void {
    this.#reserve(LONGEST_NUMBER);
    this.#length = writeInteger(this.#bytes, this.#length, value);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(BLOCK + SLACK, needed + needed / 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
  }
}
