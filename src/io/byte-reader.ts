import type { FileHandle } from "node:fs/promises";

/** The size of the blocks that inputs are read in. */
export const BLOCK_BYTES = 1 << 20;

/** Reads an input from its first byte to its last. */
export interface ByteReader {
  /**
   * Fills an array with the next bytes.
   * @returns How many they are: fewer than there is room for only at the end.
   */
  read(target: Uint8Array): Promise<number>;
  /** Ends the reading, wherever it is. */
  close(): Promise<void>;
}

/** All bytes in fresh blocks. The next block is read while the caller works on the one before. Closes the reader. */
export async function* readBlocks(
  opening: Promise<ByteReader>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = await opening;
  let next = readBlock(reader);
  try {
    for (let block = await next; block.length > 0; block = await next) {
      signal?.throwIfAborted();
      next = readBlock(reader);
      next.catch(() => {}); // A caller that stops early never asks for it.
      yield block;
    }
  } finally {
    await reader.close();
    await next.catch(() => {});
  }
}

/** The bytes [offset, offset + length) of a file, fewer at its end, in a fresh array. */
export async function readAt(
  handle: FileHandle,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = uninitialised(Math.max(0, length));
  return bytes.subarray(0, await fillAt(handle, offset, bytes));
}

/** Fills an array with the bytes of a file from an offset on; gives their number, which is smaller only at its end. */
export async function fillAt(
  handle: FileHandle,
  offset: number,
  target: Uint8Array,
): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await handle.read(
      target,
      filled,
      target.length - filled,
      offset + filled,
    );
    if (bytesRead === 0) {
      break;
    }
    filled += bytesRead;
  }
  return filled;
}

async function readBlock(reader: ByteReader): Promise<Uint8Array> {
  const block = uninitialised(BLOCK_BYTES);
  return block.subarray(0, await reader.read(block));
}

/** An array of its own memory, which is not zeroed first. */
function uninitialised(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}
