import type { Dialect } from "../../batch.js";
import type { Arena } from "../../columns/arena.js";
import { BlockSource } from "./block-source.js";
import { type BlockPlace, invalidUtf8Error, rowFaultError, rowTooLongError } from "./faults.js";
import { type CsvHead, readCsvHead } from "./head.js";
import { type CellGrid, type RowIndex, type RowIndexer, rowIndexerFor } from "./row-indexer.js";
import { firstInvalidUtf8 } from "./utf8.js";

/** Longer rows are refused: they come from a quote that is never closed, and would fill the memory. */
export const LONGEST_ROW = 16 * 1024 * 1024;

/** The whole rows of one block of bytes. */
export interface RowBlock {
  readonly head: CsvHead;
  readonly rows: number;
  /** How many data rows came before. */
  readonly firstRow: number;
  readonly cells: CellGrid;
  readonly source: BlockSource;
  /** Memory that lives as long as the block. */
  readonly arena: Arena;
}

/** A block of bytes; it begins with what the block before left over. */
export interface TextBlock {
  readonly bytes: Uint8Array;
  /** Whether the text ends with it. */
  readonly atEnd: boolean;
  /** Where the places of rows and fields are kept. */
  readonly arena: Arena;
}

/** A parser for rows of this dialect. */
export async function openRowParser(dialect: Dialect, file: string): Promise<RowParser> {
  return new RowParser(dialect, await rowIndexerFor(dialect), file);
}

/**
 * Finds the whole rows of each block of a text, checked for structure and UTF-8. The rows before a fault come out
 * before it is thrown. The end gives a block even if there was no row.
 */
export class RowParser {
  readonly #dialect: Dialect;
  readonly #indexer: RowIndexer;
  readonly #file: string;
  #head?: CsvHead;
  #blankLines = 0;
  #rows = 0;
  #line = 1;

  /** @param file What the input is called in messages. */
  constructor(dialect: Dialect, indexer: RowIndexer, file: string) {
    this.#dialect = dialect;
    this.#indexer = indexer;
    this.#file = file;
  }

  /** Known as soon as there is a block. */
  get head(): CsvHead | undefined {
    return this.#head;
  }

  /** Blank lines so far that are no rows. */
  get blankLines(): number {
    return this.#blankLines;
  }

  /** Gives the rows, and at the end the number of bytes they took: the next block begins with the bytes after them. */
  *parse(block: TextBlock): Generator<RowBlock, number> {
    const { bytes, atEnd, arena } = block;
    const isFirst = this.#head === undefined;
    const head = this.#head ?? this.#readHead(block);
    if (head === undefined) {
      this.#checkRest(bytes, 0);
      return 0;
    }
    const from = isFirst ? head.bodyStart : 0;
    const index = this.#indexer.index(bytes, { from, atEnd, width: head.width, arena });
    const place = { file: this.#file, bytes, from, line: this.#line };
    yield* this.#soundRows(index, place, { ...block, head });
    this.#checkRest(bytes, index.consumed);
    return index.consumed;
  }

  #readHead({ bytes, atEnd }: TextBlock): CsvHead | undefined {
    this.#head = readCsvHead(bytes, {
      dialect: this.#dialect,
      file: this.#file,
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
    { head, atEnd, arena }: TextBlock & { readonly head: CsvHead },
  ): Generator<RowBlock, void> {
    const invalid = firstInvalidUtf8(place.bytes, place.from, index.consumed);
    const isValid = invalid === index.consumed;
    const rows = isValid ? index.rows : rowsBefore(index, invalid);
    const isSound = isValid && index.fault === undefined;
    if (rows > 0 || (atEnd && isSound && this.#rows === 0)) {
      const source = this.#sourceOf(index, place, head).slice(0, rows);
      yield { head, rows, firstRow: this.#rows, cells: index.cells, source, arena };
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

  #checkRest(bytes: Uint8Array, from: number): void {
    if (bytes.length - from > LONGEST_ROW) {
      throw rowTooLongError(LONGEST_ROW, { file: this.#file, bytes, from, line: this.#line });
    }
  }
}

/** How many rows end at or before `position`. */
function rowsBefore({ nexts, rows }: RowIndex, position: number): number {
  const row = nexts.findIndex((next) => next > position);
  return row < 0 ? rows : row;
}
