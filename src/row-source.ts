import type { Dialect } from "./batch.js";

/** The bytes a batch of rows was decoded from, and where each row and field is in them. */
export interface RowSource {
  readonly dialect: Dialect;
  /** The header row with its line end, without a byte-order mark; absent where there is none. */
  readonly header?: { readonly bytes: Uint8Array; readonly fieldEnds?: Uint32Array };
  /** Whether the text began with a byte-order mark. */
  readonly bom: boolean;
  /** What the input is called in messages. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The first byte of each row. */
  readonly starts: Uint32Array;
  /** One past the last byte of each row's fields, before its line end. */
  readonly ends: Uint32Array;
  /** One past each row's line end; equals `ends` where the last line has none. */
  readonly nexts: Uint32Array;
  /**
   * One past the last byte of each field, quotes included, row-major [rows, width]; each next field starts one delimiter
   * later. Absent where fields cannot be located in the bytes.
   */
  readonly fieldEnds?: Uint32Array;
  /** The line, counted from 1, a row of this batch starts on. Computed on demand, for messages. */
  line(row: number): number;
}

/** Which input a batch is from, and how many of that input's data rows came before it. */
export interface BatchOrigin {
  readonly file: string;
  readonly firstRow: number;
}
