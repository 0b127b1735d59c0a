import type { ByteReader } from "../format.js";
import { BlockPool, type BlockMemory } from "./block-pool.js";
import type { RowBlock, RowParser } from "./row-parser.js";

/** A block of rows in borrowed memory. */
export interface LentBlock {
  readonly block: RowBlock;
  /** Gives the memory back, for another block; nobody may look at this one any more. */
  readonly release: () => void;
}

/**
 * The blocks of rows of a text, read straight into the memory that they are decoded in. The next block is read while
 * the caller works on the one before. Memory is used again only after its block was released.
 *
 * @param blockBytes How many bytes are read at once.
 */
export async function* readRows(
  reader: ByteReader,
  parser: RowParser,
  blockBytes: number,
): AsyncGenerator<LentBlock, void, undefined> {
  const pool = new BlockPool(blockBytes);
  let next = readBlock(reader, pool);
  let rest: Uint8Array = new Uint8Array(0);
  for (let atEnd = false; !atEnd;) {
    const { memory, length } = await next;
    atEnd = length < blockBytes;
    // The rest is copied before other memory is asked for: its own may have been given back by now.
    const bytes = memory.behind(rest, length);
    if (!atEnd) {
      next = readBlock(reader, pool);
      next.catch(() => {}); // A caller that stops early never asks for it.
    }
    const release = once(() => pool.giveBack(memory));
    const blocks = parser.parse({ bytes, atEnd, arena: memory.arena });
    let result = blocks.next();
    for (; result.done !== true; result = blocks.next()) {
      yield { block: result.value, release };
    }
    rest = bytes.subarray(result.value);
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      work();
    }
  };
}

async function readBlock(
  reader: ByteReader,
  pool: BlockPool,
): Promise<{ memory: BlockMemory; length: number }> {
  const memory = pool.take();
  return { memory, length: await reader.read(memory.body) };
}
