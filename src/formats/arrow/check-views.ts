import { isUtf8 } from "node:buffer";
import { isValid, type Column } from "../../batch.js";
import { INLINE } from "../../columns/compact.js";
import { viewBytes } from "../../columns/views.js";
import { notUtf8 } from "./check-columns.js";
import { corrupt } from "./checked-bytes.js";

/**
 * The views and buffers of a view column, every view known to lie within its buffer. What null rows hold is
 * set to empty views where it is not sound, so that nobody need look at the bitmap first.
 *
 * @throws {DatasetError} If the view of a value is not sound (`CORRUPT_ARROW`) or text is not UTF-8 (`INVALID_UTF8`).
 */
export function soundViews(column: Column): Pick<Column, "data" | "buffers"> {
  const { buffers } = column;
  let data = column.data as Uint8Array;
  const text = column.field.type.kind === "utf8-view";
  for (let row = 0; row < column.length; row++) {
    const sound = isSound(column, row);
    if (!isValid(column, row)) {
      if (!sound) {
        data = data === column.data ? data.slice() : data;
        data.fill(0, row * 16, row * 16 + 16);
      }
    } else if (!sound) {
      const { name } = column.field;
      throw corrupt(`column "${name}" has a view outside its buffers`, {
        column: name,
        row: row + 1,
      });
    } else if (text && !isUtf8(viewBytes(column, row))) {
      throw notUtf8(column, row);
    }
  }
  return { data, buffers };
}

function isSound(column: Column, row: number): boolean {
  const data = column.data as Uint8Array;
  const view = new DataView(data.buffer, data.byteOffset + row * 16, 16);
  const length = view.getInt32(0, true);
  if (length <= INLINE) {
    return length >= 0;
  }
  const buffer = column.buffers?.[view.getInt32(8, true)];
  const start = view.getInt32(12, true);
  return (
    buffer !== undefined &&
    start >= 0 &&
    start + length <= buffer.length &&
    [0, 1, 2, 3].every((at) => buffer[start + at] === data[row * 16 + 4 + at])
  );
}
