import { Buffer } from "node:buffer";
import { Arena } from "../../columns/arena.js";

/** What a block may take over from the one before it. Nearly all rows are shorter. */
const HEAD_ROOM = 64 * 1024;

/** Memory for a block of bytes and for all that is made of it. */
export class BlockMemory {
  readonly arena = new Arena();
  readonly #bytes: Uint8Array;

  constructor(size: number) {
    const memory = Buffer.allocUnsafeSlow(HEAD_ROOM + size);
    this.#bytes = new Uint8Array(memory.buffer, memory.byteOffset, memory.length);
  }

  /** Where the bytes of the block are read to. */
  get body(): Uint8Array {
    return this.#bytes.subarray(HEAD_ROOM);
  }

  /** The first `length` bytes of the body, with what was left over of the block before copied in front of them. */
  behind(rest: Uint8Array, length: number): Uint8Array {
    const start = HEAD_ROOM - rest.length;
    const bytes =
      start >= 0
        ? this.#bytes.subarray(start, HEAD_ROOM + length)
        : new Uint8Array(rest.length + length);
    bytes.set(rest);
    if (start < 0) {
      bytes.set(this.body.subarray(0, length), rest.length);
    }
    return bytes;
  }
}

/** Lends memory for blocks. What is given back is lent again; what never comes back is left to its holder. */
export class BlockPool {
  readonly #free: BlockMemory[] = [];

  /** @param size The size of a block in bytes. */
  constructor(readonly size: number) {}

  take(): BlockMemory {
    return this.#free.pop() ?? new BlockMemory(this.size);
  }

  /** Nobody may look at what is in the memory any more. */
  giveBack(memory: BlockMemory): void {
    memory.arena.reset();
    this.#free.push(memory);
  }
}
