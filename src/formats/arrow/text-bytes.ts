import type { Batch } from "../../batch.js";
import { layoutOf } from "../../columns/layout.js";

/** The bytes of text and binary values in rows [start, end) of a batch, those within lists and structs left out. */
export function textBytes({ columns }: Batch, start: number, end: number): number {
  let bytes = 0;
  for (const { field, offsets } of columns) {
    if (offsets !== undefined && layoutOf(field.type).form === "bytes") {
      bytes += Number(offsets[end]) - Number(offsets[start]);
    }
  }
  return bytes;
}
