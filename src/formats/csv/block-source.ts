import type { Dialect } from "../../batch.js";
import type { RowSource } from "../../row-source.js";
import { countLineBreaks } from "./lines.js";

/** What all blocks of one text have in common. */
export interface SourceText {
  readonly dialect: Dialect;
  readonly header?: RowSource["header"];
  readonly bom: boolean;
  readonly file: string;
}

/** Some rows of a block of bytes, and where they are. */
export interface SourceRows {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly nexts: Uint32Array;
  readonly fieldEnds?: Uint32Array;
  /** A byte, and the line it is on. */
  readonly from: number;
  readonly fromLine: number;
}

/** The bytes behind rows that were decoded from delimited text. */
export class BlockSource implements RowSource {
  readonly dialect: Dialect;
  readonly header?: RowSource["header"];
  readonly bom: boolean;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly nexts: Uint32Array;
  readonly fieldEnds?: Uint32Array;
  readonly #text: SourceText;
  readonly #rows: SourceRows;
  /** How far lines were counted, for whoever asks row by row. */
  #counted: { readonly at: number; readonly line: number };

  constructor(text: SourceText, rows: SourceRows) {
    this.dialect = text.dialect;
    this.header = text.header;
    this.bom = text.bom;
    this.file = text.file;
    this.bytes = rows.bytes;
    this.starts = rows.starts;
    this.ends = rows.ends;
    this.nexts = rows.nexts;
    this.fieldEnds = rows.fieldEnds;
    this.#text = text;
    this.#rows = rows;
    this.#counted = { at: rows.from, line: rows.fromLine };
  }

  line(row: number): number {
    const { bytes, from, fromLine } = this.#rows;
    const at = this.starts[row];
    const known = at < this.#counted.at ? { at: from, line: fromLine } : this.#counted;
    const line = known.line + countLineBreaks(bytes, known.at, at);
    this.#counted = { at, line };
    return line;
  }

  /** Rows [start, end). */
  slice(start: number, end: number): BlockSource {
    const { width } = this.#rows;
    return new BlockSource(this.#text, {
      ...this.#rows,
      starts: this.starts.subarray(start, end),
      ends: this.ends.subarray(start, end),
      nexts: this.nexts.subarray(start, end),
      fieldEnds: this.fieldEnds?.subarray(start * width, end * width),
    });
  }
}
