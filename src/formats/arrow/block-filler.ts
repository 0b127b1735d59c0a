import type { Buffer } from "node:buffer";
import { BLOCK_BYTES, type OutputBlocks } from "../output-blocks.js";

/** Fewer bytes than these are copied once more instead of taking up a block. */
const SMALL = 2 ** 16;

/** Copies pieces together into blocks, so that the memory of the pieces may be used again at once. */
export class BlockFiller {
  readonly #blocks: OutputBlocks;
  #block?: Buffer;

  constructor(blocks: OutputBlocks) {
    this.#blocks = blocks;
  }

  /** The bytes of the pieces; each piece is copied before the next one is asked for. */
  *fill(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
    let length = 0;
    for (const piece of pieces) {
      for (let from = 0; from < piece.length;) {
        this.#block ??= this.#blocks.take();
        const part = piece.subarray(from, from + BLOCK_BYTES - length);
        this.#block.set(part, length);
        from += part.length;
        length += part.length;
        if (length === BLOCK_BYTES) {
          yield this.#send(length);
          length = 0;
        }
      }
    }
    if (length > 0) {
      yield this.#send(length);
    }
  }

  #send(length: number): Uint8Array {
    const block = this.#block as Buffer;
    if (length < SMALL) {
      return new Uint8Array(block.subarray(0, length));
    }
    this.#block = undefined;
    return this.#blocks.send(block, length);
  }
}
