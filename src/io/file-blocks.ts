import type { FileHandle } from "node:fs/promises";
import { BLOCK_BYTES } from "./input.js";

/** The bytes of many chunks in fresh blocks, each but the last of them full. */
export async function* inBlocks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let block = uninitialised(BLOCK_BYTES);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length;) {
      const part = chunk.subarray(from, from + BLOCK_BYTES - filled);
      block.set(part, filled);
      from += part.length;
      filled += part.length;
      if (filled === BLOCK_BYTES) {
        yield block;
        block = uninitialised(BLOCK_BYTES);
        filled = 0;
      }
    }
  }
  if (filled > 0) {
    yield block.subarray(0, filled);
  }
}

/**
 * All bytes of a file, in fresh blocks. The next block is read while the caller works on the one before.
 * The handle stays open.
 */
export async function* fileBlocks(
  handle: FileHandle,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  let next = readAt(handle, position, BLOCK_BYTES);
  try {
    for (let block = await next; block.length > 0; block = await next) {
      signal?.throwIfAborted();
      position += block.length;
      next = readAt(handle, position, BLOCK_BYTES);
      next.catch(() => {}); // A caller that stops early never asks for it.
      yield block;
    }
  } finally {
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
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled);
    if (bytesRead === 0) {
      break;
    }
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** An array of its own memory, which is not zeroed first. */
function uninitialised(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}
