import type { ByteReader } from "./byte-reader.js";

/** Reads at any place of a file. */
export interface RandomAccess {
  /** Bytes in the file. */
  readonly size: number;
  /** The bytes [offset, offset + length), fewer at the end of the file, in a fresh array. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Something to read bytes from: a file, standard input, somebody's stream, or a copy of these. */
export interface Input {
  /** What it is called in messages: the path as it was given, or `stdin`. */
  readonly name: string;
  readonly path?: string;
  /** Bytes, where that is known beforehand. */
  readonly size?: number;
  /** Whether it can be read several times and at any place. Else it is read once, by `reader()` or `bytes()`. */
  readonly seekable: boolean;
  /** The first `count` bytes, fewer where there are no more. They are given again when it is read. */
  peek(count: number): Promise<Uint8Array>;
  /** A reader of all bytes, for a caller with memory of its own. */
  reader(signal?: AbortSignal): Promise<ByteReader>;
  /** All bytes in blocks of at most 1 MiB, each of which belongs to the caller. */
  bytes(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined>;
  /** @throws {TypeError} If it is not seekable. */
  access(): Promise<RandomAccess>;
  /** @throws {DatasetError} If a file is not what it was when it was opened (`INPUT_CHANGED`). */
  assertUnchanged(): Promise<void>;
  /** Lets go of everything it holds. It cannot be read any more. */
  close(): Promise<void>;
}
