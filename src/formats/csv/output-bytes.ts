import { Buffer } from "node:buffer";
import { LONGEST_NUMBER, writeFloat64, writeInteger } from "../../kernels/decimal-bytes.js";
import { BLOCK_BYTES, OutputBlocks } from "../output-blocks.js";

/** Up to this length a loop copies faster than a call. */
const SHORT = 24;

const NONE = Buffer.alloc(0);

/** Bytes on their way out, gathered into blocks. */
export class OutputBytes {
  readonly #blocks: OutputBlocks;
  #bytes: Buffer = NONE;
  #length = 0;

  /** @param blocks Where blocks come from; default: memory of its own. */
  constructor(blocks = new OutputBlocks()) {
    this.#blocks = blocks;
  }

  /** The bytes of the current block; only those before `length` are meant. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether the block should be taken before more is written. */
  get isFull(): boolean {
    return this.#length >= BLOCK_BYTES;
  }

  /** Hands over what was written; the next byte begins a new block. */
  take(): Uint8Array {
    const bytes = this.#blocks.send(this.#bytes, this.#length);
    this.#bytes = NONE;
    this.#length = 0;
    return bytes;
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
      this.#bytes.set(count === bytes.length ? bytes : bytes.subarray(from, to), this.#length);
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
      this.#grow(needed);
    }
  }

  #grow(needed: number): void {
    const block = this.#length === 0 ? this.#blocks.take() : NONE;
    const grown =
      needed <= block.length ? block : Buffer.allocUnsafeSlow(Math.ceil(needed + needed / 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
