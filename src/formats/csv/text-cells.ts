import type { Column } from "../../batch.js";

/** How many bytes a view holds itself instead of pointing to them. */
const INLINE = 12;
const VIEW = 16;

/** Finds the UTF-8 bytes of a text column's cells: after `seek(row)` they are `bytes` from `from` to `to`. */
export interface TextCells {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  seek(row: number): void;
}

/** The cells of a column of any of the three text types. */
export function textCells(column: Column): TextCells {
  return column.field.type.kind === "utf8-view" ? new ViewCells(column) : new OffsetCells(column);
}

class OffsetCells implements TextCells {
  readonly bytes: Uint8Array;
  from = 0;
  to = 0;
  readonly #offsets: Int32Array | BigInt64Array;

  constructor({ data, offsets }: Column) {
    this.bytes = data as Uint8Array;
    this.#offsets = offsets as Int32Array;
  }

  seek(row: number): void {
    this.from = Number(this.#offsets[row]);
    this.to = Number(this.#offsets[row + 1]);
  }
}

class ViewCells implements TextCells {
  bytes: Uint8Array;
  from = 0;
  to = 0;
  readonly #structs: Uint8Array;
  readonly #view: DataView;
  readonly #buffers: readonly Uint8Array[];

  constructor({ data, buffers = [] }: Column) {
    this.#structs = data as Uint8Array;
    this.#view = new DataView(this.#structs.buffer, this.#structs.byteOffset);
    this.#buffers = buffers;
    this.bytes = this.#structs;
  }

  seek(row: number): void {
    const at = row * VIEW;
    const length = this.#view.getInt32(at, true);
    const isInline = length <= INLINE;
    this.bytes = isInline ? this.#structs : this.#buffers[this.#view.getInt32(at + 8, true)];
    this.from = isInline ? at + 4 : this.#view.getInt32(at + 12, true);
    this.to = this.from + length;
  }
}
