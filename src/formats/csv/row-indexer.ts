import type { Dialect } from "../../batch.js";
import type { Arena } from "../../columns/arena.js";
import { ByteRowIndexer } from "./byte-row-indexer.js";
import { isPlainDialect } from "./dialect.js";

/** Where the cells of some rows are: bytes in which one byte stands between two cells of a row. */
export interface CellGrid {
  readonly bytes: Uint8Array;
  readonly width: number;
  /** The first byte of each row's first cell. */
  readonly starts: Uint32Array;
  /** One past the last byte of each cell, quotes included, row-major [rows, width]. */
  readonly fieldEnds: Uint32Array;
  /** The byte around quoted cells; -1 where quotes are data. */
  readonly quote: number;
  /** What an unquoted cell that is null may hold instead of nothing. */
  readonly nullText?: Uint8Array;
}

/** Something that is wrong with the structure of the text, and the byte it was found at. */
export type RowFault =
  | { readonly kind: "field-count"; readonly position: number; readonly found: number }
  | { readonly kind: "stray-quote" | "open-quote"; readonly position: number };

/** The whole rows found in a block of bytes. */
export interface RowIndex {
  readonly rows: number;
  /** As in RowSource. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly nexts: Uint32Array;
  readonly cells: CellGrid;
  /** Whether `cells` lie in the indexed bytes themselves, so that fields can be copied from them. */
  readonly inPlace: boolean;
  /** The first byte that belongs to no whole row yet. */
  readonly consumed: number;
  /** Line breaks up to `consumed`, those in quotes and of blank lines included. */
  readonly lineBreaks: number;
  readonly blankLines: number;
  /** What stopped the indexer after these rows. */
  readonly fault?: RowFault;
}

/** What to index of a block. */
export interface IndexRequest {
  readonly from: number;
  /** Whether the text ends with the block: then its last row needs no line end. */
  readonly atEnd: boolean;
  /** Fields a row must have; 0: as many as the first row has. */
  readonly width: number;
  /** Stop after so many rows. */
  readonly limit?: number;
  /** Where the results are kept. */
  readonly arena: Arena;
}

/** Finds rows and fields in blocks of bytes. Its results stay valid when it is used again, as long as their arena. */
export interface RowIndexer {
  index(bytes: Uint8Array, request: IndexRequest): RowIndex;
}

/** The indexer for a dialect. The one for dialects that are not plain is loaded when it is first asked for. */
export function rowIndexerFor(dialect: Dialect): RowIndexer | Promise<RowIndexer> {
  if (isPlainDialect(dialect)) {
    return new ByteRowIndexer(dialect);
  }
  return import("./any-row-indexer.js").then(({ AnyRowIndexer }) => new AnyRowIndexer(dialect));
}
