import { Buffer } from "node:buffer";

/** Once a block holds so many bytes it goes out. */
export const BLOCK_BYTES = 2 ** 20;

/** What may be written past a full block without another one being needed. */
const SLACK = 2 ** 16;

/** Lends memory for blocks of output. A block that is given back whole is lent again; no other ever is. */
export class OutputBlocks {
  readonly #free: Buffer[] = [];
  /** The blocks that went out, by their memory. */
  readonly #out = new WeakMap<
    ArrayBufferLike,
    { readonly block: Buffer; readonly length: number }
  >();

  /** A block that holds anything. */
  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES + SLACK);
  }

  /** The first bytes of a block, on their way out. */
  send(block: Buffer, length: number): Uint8Array {
    const bytes = block.subarray(0, length);
    if (block.length === BLOCK_BYTES + SLACK) {
      this.#out.set(block.buffer, { block, length });
    }
    return bytes;
  }

  /** Bytes that nobody looks at any more. Those that are no whole block that went out are left alone. */
  giveBack(bytes: Uint8Array): void {
    const sent = this.#out.get(bytes.buffer);
    if (sent?.length === bytes.length) {
      this.#out.delete(bytes.buffer);
      this.#free.push(sent.block);
    }
  }
}
