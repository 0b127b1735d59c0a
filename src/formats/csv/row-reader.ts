import type { Dialect } from "../../batch.js";
import { BlockBuffer } from "./block-buffer.js";
import { BlockSource } from "./block-source.js";
import { type BlockPlace, invalidUtf8Error, rowFaultError, rowTooLongError } from "./faults.js";
import { type CsvHead, readCsvHead } from "./head.js";
import { type CellGrid, type RowIndex, type RowIndexer, rowIndexerFor } from "./row-indexer.js";
import { firstInvalidUtf8 } from "./utf8.js";

/** Bytes in a block, and how many of them column types are guessed from. */
export const BLOCK_BYTES = 1024 * 1024;

/** Longer rows are refused: they come from a quote that is never closed, and would fill the memory. */
const LONGEST_ROW = 16 * 1024 * 1024;

/** The whole rows of one block of bytes. */
export interface RowBlock {
  readonly head: CsvHead;
  readonly rows: number;
  /** How many data rows came before. */
  readonly firstRow: number;
  readonly cells: CellGrid;
  readonly source: BlockSource;
}

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
  return new RowReader(dialect, await rowIndexerFor(dialect), options);
}

/**
 * Chunks of bytes in, blocks of whole rows out: checked for structure and UTF-8, wherever the chunks were cut.
 * The rows before a fault come out before it is thrown. The end gives a block even if there was no row.
 */
export class RowReader {
  readonly #dialect: Dialect;
  readonly #indexer: RowIndexer;
  readonly #options: RowReaderOptions;
  readonly #buffer: BlockBuffer;
  #head?: CsvHead;
  #blankLines = 0;
  #rows = 0;
  #line = 1;

  constructor(dialect: Dialect, indexer: RowIndexer, options: RowReaderOptions) {
    this.#dialect = dialect;
    this.#indexer = indexer;
    this.#options = options;
    this.#buffer = new BlockBuffer(options.firstBlockBytes);
  }

  /** Known as soon as there is a block. */
  get head(): CsvHead | undefined {
    return this.#head;
  }

  /** Blank lines so far that are no rows. */
  get blankLines(): number {
    return this.#blankLines;
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
    const bytes = this.#buffer.bytes;
    const { file, blockBytes, firstBlockBytes } = this.#options;
    const isFirst = this.#head === undefined;
    const head = this.#head ?? this.#readHead(bytes, atEnd);
    if (head === undefined) {
      this.#keep(0, firstBlockBytes);
      return;
    }
    const from = isFirst ? head.bodyStart : 0;
    const index = this.#indexer.index(bytes, { from, atEnd, width: head.width });
    const place = { file, bytes, from, line: this.#line };
    yield* this.#soundRows(index, place, { head, atEnd });
    this.#keep(index.consumed, blockBytes);
  }

  #readHead(bytes: Uint8Array, atEnd: boolean): CsvHead | undefined {
    const { file } = this.#options;
    this.#head = readCsvHead(bytes, {
      dialect: this.#dialect,
      file,
      indexer: this.#indexer,
      atEnd,
    });
    this.#line = this.#head?.firstLine ?? 1;
    this.#blankLines = this.#head?.blankLines ?? 0;
    return this.#head;
  }

  *#soundRows(
    index: RowIndex,
    place: BlockPlace,
    { head, atEnd }: { head: CsvHead; atEnd: boolean },
  ): Generator<RowBlock, void> {
    const invalid = firstInvalidUtf8(place.bytes, place.from, index.consumed);
    const isValid = invalid === index.consumed;
    const rows = isValid ? index.rows : rowsBefore(index, invalid);
    const isSound = isValid && index.fault === undefined;
    if (rows > 0 || (atEnd && isSound && this.#rows === 0)) {
      const source = this.#sourceOf(index, place, head).slice(0, rows);
      yield { head, rows, firstRow: this.#rows, cells: index.cells, source };
    }
    if (!isValid) {
      throw invalidUtf8Error(invalid, place);
    }
    if (index.fault !== undefined) {
      throw rowFaultError(index.fault, place, index.cells.width);
    }
    this.#rows += rows;
    this.#line += index.lineBreaks;
    this.#blankLines += index.blankLines;
  }

  #sourceOf(index: RowIndex, place: BlockPlace, head: CsvHead): BlockSource {
    const { file, bytes, from, line: fromLine } = place;
    const { starts, ends, nexts, cells, inPlace } = index;
    const fieldEnds = inPlace ? cells.fieldEnds : undefined;
    return new BlockSource(
      { dialect: this.#dialect, file, header: head.header, bom: head.bom },
      { bytes, from, fromLine, width: cells.width, starts, ends, nexts, fieldEnds },
    );
  }

  #keep(consumed: number, size: number): void {
    const { bytes } = this.#buffer;
    if (bytes.length - consumed > LONGEST_ROW) {
      const { file } = this.#options;
      throw rowTooLongError(LONGEST_ROW, { file, bytes, from: consumed, line: this.#line });
    }
    const room = Math.min(2 * (bytes.length - consumed), LONGEST_ROW + 1);
    this.#buffer.restart(consumed, Math.max(size, room));
  }
}

/** How many rows end at or before `position`. */
function rowsBefore({ nexts, rows }: RowIndex, position: number): number {
  const row = nexts.findIndex((next) => next > position);
  return row < 0 ? rows : row;
}
