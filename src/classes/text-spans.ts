import type { Column } from "../batch.js";

/** What becomes of the bytes of one cell: those from `start` to before `end`. */
export type ReadBytes<Result> = (bytes: Uint8Array, start: number, end: number) => Result;

/** Reads cells of a column of any of the three text types in their bytes. */
export function textReader<Result>(
  column: Column,
  read: ReadBytes<Result>,
): (row: number) => Result {
  return column.field.type.kind === "utf8-view"
    ? viewReader(column, read)
    : offsetReader(column, read);
}

function offsetReader<Result>(
  { data, offsets }: Column,
  read: ReadBytes<Result>,
): (row: number) => Result {
  const bytes = data as Uint8Array;
  if (offsets instanceof Int32Array) {
    return (row) => read(bytes, offsets[row], offsets[row + 1]);
  }
  const wide = offsets as BigInt64Array;
  return (row) => read(bytes, Number(wide[row]), Number(wide[row + 1]));
}

function viewReader<Result>(
  { data, buffers }: Column,
  read: ReadBytes<Result>,
): (row: number) => Result {
  const views = data as Uint8Array;
  const words = new DataView(views.buffer, views.byteOffset, views.byteLength);
  return (row) => {
    const length = words.getInt32(row * 16, true);
    if (length <= 12) {
      return read(views, row * 16 + 4, row * 16 + 4 + length);
    }
    const start = words.getInt32(row * 16 + 12, true);
    const buffer = (buffers as Uint8Array[])[words.getInt32(row * 16 + 8, true)];
    return read(buffer, start, start + length);
  };
}
