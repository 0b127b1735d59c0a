import { Buffer } from "node:buffer";

/** Gathers chunks of any size into blocks; what a block leaves over becomes the start of the next one. */
export class BlockBuffer {
  #bytes: Uint8Array;
  #length = 0;

  /** @param size The size of a block in bytes, while rows are shorter than that. */
  constructor(size: number) {
    this.#bytes = allocate(size);
  }

  get isFull(): boolean {
    return this.#length === this.#bytes.length;
  }

  /** What was gathered: a view that nothing overwrites. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Takes as much of `chunk` from `offset` on as there is room for, and says how much that was. */
  append(chunk: Uint8Array, offset: number): number {
    const taken = Math.min(chunk.length - offset, this.#bytes.length - this.#length);
    this.#bytes.set(chunk.subarray(offset, offset + taken), this.#length);
    this.#length += taken;
    return taken;
  }

  /** Begins a new block with what follows `consumed`; `size` is more than that. */
  restart(consumed: number, size: number): void {
    const rest = this.bytes.subarray(consumed);
    this.#bytes = allocate(size);
    this.#bytes.set(rest);
    this.#length = rest.length;
  }
}

/** Memory of its own that is not cleared first, for it is always filled before it is read. */
function allocate(size: number): Uint8Array {
  const memory = Buffer.allocUnsafeSlow(size);
  return new Uint8Array(memory.buffer, memory.byteOffset, size);
}
