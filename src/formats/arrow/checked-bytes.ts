import { ByteBuffer } from "flatbuffers";
import { type DatasetError, dataError } from "../../errors.js";

/** A flatbuffer whose reads throw a RangeError past its end, where the library's own give zeros. */
export class CheckedBytes extends ByteBuffer {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    super(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  override readUint8(offset: number): number {
    return this.#view.getUint8(offset);
  }

  override readUint16(offset: number): number {
    return this.#view.getUint16(offset, true);
  }

  override readInt32(offset: number): number {
    return this.#view.getInt32(offset, true);
  }

  override __vector_len(offset: number): number {
    const length = super.__vector_len(offset);
    if (length < 0 || length > this.capacity()) {
      throw new RangeError(`a vector of ${length} items within ${this.capacity()} bytes`);
    }
    return length;
  }

  override __string(offset: number): string {
    const start = offset + this.readInt32(offset) + 4;
    const length = this.readInt32(start - 4);
    if (length < 0 || start + length > this.capacity()) {
      throw new RangeError(`a string of ${length} bytes within ${this.capacity()}`);
    }
    return UTF8.decode(this.bytes().subarray(start, start + length));
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Arrow metadata or data that contradicts itself. */
export function corrupt(
  message: string,
  place: { column?: string; row?: number } = {},
): DatasetError {
  return dataError("CORRUPT_ARROW", message, {
    ...place,
    hint: "The file is damaged: make it again from its source.",
  });
}

/** What `read` returns; a fault that a damaged flatbuffer causes there becomes a DatasetError. */
export function checked<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      const fault = corrupt(`the Arrow ${what} is damaged: ${error.message}`);
      throw dataError(fault.code, fault.message, { hint: fault.hint, cause: error });
    }
    throw error;
  }
}

/** What a required part of a flatbuffer is, or a fault that names it. */
export function required<Part>(part: Part | null, what: string): Part {
  if (part === null) {
    throw corrupt(`the Arrow metadata has no ${what}`);
  }
  return part;
}

/**
 * A 64-bit count or position as a number.
 * @throws {DatasetError} If it is negative or past `limit`.
 */
export function counted(value: bigint, what: string, limit = Number.MAX_SAFE_INTEGER): number {
  if (value < 0n || value > BigInt(limit)) {
    throw corrupt(`the Arrow metadata gives ${value} as ${what}, expected 0 to ${limit}`);
  }
  return Number(value);
}
