import type { Column } from "../batch.js";
import { INLINE } from "./compact.js";

/** The views of all columns over the buffers of all of them; a buffer that several share is kept once. */
export function concatViews(columns: readonly Column[]): Partial<Column> {
  const buffers: Uint8Array[] = [];
  const places = new Map<Uint8Array, number>();
  const data = new Uint8Array(columns.reduce((sum, column) => sum + column.length * 16, 0));
  const views = new DataView(data.buffer);
  let start = 0;
  for (const column of columns) {
    const own = column.buffers as readonly Uint8Array[];
    data.set(column.data as Uint8Array, start);
    const moved = own.map((buffer) => {
      const place = places.get(buffer) ?? buffers.push(buffer) - 1;
      places.set(buffer, place);
      return place;
    });
    for (let at = start; at < start + column.length * 16; at += 16) {
      if (views.getInt32(at, true) > INLINE) {
        views.setInt32(at + 8, moved[views.getInt32(at + 8, true)], true);
      }
    }
    start += column.length * 16;
  }
  return { data, buffers };
}

/** The bytes of one row of a view column. */
export function viewBytes(column: Column, row: number): Uint8Array {
  const data = column.data as Uint8Array;
  const view = new DataView(data.buffer, data.byteOffset + row * 16, 16);
  const length = view.getInt32(0, true);
  if (length <= INLINE) {
    return data.subarray(row * 16 + 4, row * 16 + 4 + length);
  }
  const start = view.getInt32(12, true);
  return (column.buffers as readonly Uint8Array[])[view.getInt32(8, true)].subarray(
    start,
    start + length,
  );
}
