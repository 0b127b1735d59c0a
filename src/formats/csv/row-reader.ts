import type { Dialect } from "../../batch.js";
import { Arena } from "../../columns/arena.js";
import { BlockBuffer } from "./block-buffer.js";
import type { CsvHead } from "./head.js";
import { LONGEST_ROW, openRowParser, type RowBlock, type RowParser } from "./row-parser.js";

/** Bytes in a block, and how many of them column types are guessed from. */
export const BLOCK_BYTES = 1024 * 1024;

/** How to read rows. */
export interface RowReaderOptions {
  /** What the input is called in messages. */
  readonly file: string;
  /** Bytes in a block, while rows are shorter than that. */
  readonly blockBytes: number;
  /** Bytes in the first block, which column types are guessed from. */
  readonly firstBlockBytes: number;
}

/** A reader for rows of this dialect. */
export async function openRowReader(
  dialect: Dialect,
  options: RowReaderOptions,
): Promise<RowReader> {
  return new RowReader(await openRowParser(dialect, options.file), options);
}

/**
 * Chunks of bytes in, blocks of whole rows out, wherever the chunks were cut. Each block has memory of its own.
 * The rows before a fault come out before it is thrown. The end gives a block even if there was no row.
 */
export class RowReader {
  readonly #parser: RowParser;
  readonly #options: Omit<RowReaderOptions, "file">;
  readonly #buffer: BlockBuffer;

  constructor(parser: RowParser, options: Omit<RowReaderOptions, "file">) {
    this.#parser = parser;
    this.#options = options;
    this.#buffer = new BlockBuffer(options.firstBlockBytes);
  }

  /** Known as soon as there is a block. */
  get head(): CsvHead | undefined {
    return this.#parser.head;
  }

  /** Blank lines so far that are no rows. */
  get blankLines(): number {
    return this.#parser.blankLines;
  }

  *push(chunk: Uint8Array): Generator<RowBlock, void> {
    let offset = 0;
    while (offset < chunk.length) {
      offset += this.#buffer.append(chunk, offset);
      if (this.#buffer.isFull) {
        yield* this.#readBlock(false);
      }
    }
  }

  finish(): Generator<RowBlock, void> {
    return this.#readBlock(true);
  }

  *#readBlock(atEnd: boolean): Generator<RowBlock, void> {
    const { bytes } = this.#buffer;
    const { blockBytes, firstBlockBytes } = this.#options;
    const consumed = yield* this.#parser.parse({ bytes, atEnd, arena: new Arena() });
    const size = this.#parser.head === undefined ? firstBlockBytes : blockBytes;
    const room = Math.min(2 * (bytes.length - consumed), LONGEST_ROW + 1);
    this.#buffer.restart(consumed, Math.max(size, room));
  }
}
