import type { Column, ColumnType } from "../batch.js";
import { copyOffsets, emptyOffsets, offsetRange } from "./offsets.js";
import { sliceColumn } from "./slice.js";

/** A list, map, utf8 or binary column whose offsets begin at 0, with nothing before or behind what they span. */
export function compactOffsets(column: Column): Column {
  const offsets = column.offsets as Int32Array | BigInt64Array;
  const { start, end } = offsetRange(offsets);
  const parts = {
    data: column.data?.subarray(start, end),
    children: column.children?.map((child) => sliceColumn(child, start, end)),
  };
  if (start === 0) {
    return { ...column, ...parts };
  }
  const moved = emptyOffsets(offsets.length, offsets instanceof BigInt64Array);
  copyOffsets(offsets, moved, 0, -start);
  return { ...column, ...parts, offsets: moved };
}

/** A dense union whose children hold the rows between the first and the last one in use, and no more. */
export function compactUnion(column: Column): Column {
  const type = column.field.type as Extract<ColumnType, { kind: "union" }>;
  const children = column.children as readonly Column[];
  const ids = column.data as Int8Array;
  const offsets = column.offsets as Int32Array;
  const ordinals = childOrdinals(type.typeIds);
  const starts = children.map((child) => child.length);
  const ends = children.map(() => 0);
  for (let row = 0; row < column.length; row++) {
    const child = ordinals[ids[row]];
    starts[child] = Math.min(starts[child], offsets[row]);
    ends[child] = Math.max(ends[child], offsets[row] + 1);
  }
  return {
    ...column,
    offsets: offsets.map((offset, row) => offset - starts[ordinals[ids[row]]]),
    children: children.map((child, at) =>
      sliceColumn(child, Math.min(starts[at], ends[at]), ends[at]),
    ),
  };
}

/** Which child each type id stands for; −1 for ids that the union does not know. */
export function childOrdinals(typeIds: readonly number[]): Int32Array {
  const ordinals = new Int32Array(128).fill(-1);
  typeIds.forEach((id, ordinal) => (ordinals[id] = ordinal));
  return ordinals;
}

/**
 * A view column over one buffer of its own that holds the bytes in use, where the buffers at hand
 * hold more than twice as many; else the column itself.
 */
export function compactViews(column: Column): Column {
  const buffers = column.buffers as readonly Uint8Array[];
  const held = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  const old = new DataView(column.data!.buffer, column.data!.byteOffset, column.length * 16);
  const used = longBytes(old);
  if (held <= 2 * used) {
    return column;
  }
  const data = (column.data as Uint8Array).slice();
  const views = new DataView(data.buffer);
  const bytes = new Uint8Array(used);
  let end = 0;
  for (let at = 0; at < data.length; at += 16) {
    const length = views.getInt32(at, true);
    if (length > INLINE) {
      const start = views.getInt32(at + 12, true);
      bytes.set(buffers[views.getInt32(at + 8, true)].subarray(start, start + length), end);
      views.setInt32(at + 8, 0, true);
      views.setInt32(at + 12, end, true);
      end += length;
    }
  }
  return { ...column, data, buffers: used === 0 ? [] : [bytes] };
}

/** Values of up to this many bytes lie within the view itself. */
export const INLINE = 12;

function longBytes(views: DataView): number {
  let sum = 0;
  for (let at = 0; at < views.byteLength; at += 16) {
    const length = views.getInt32(at, true);
    sum += length > INLINE ? length : 0;
  }
  return sum;
}
