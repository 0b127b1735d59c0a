import type { Field } from "../../batch.js";
import { layoutOf } from "../../columns/layout.js";
import { corrupt } from "./checked-bytes.js";
import type { RecordLayout } from "./decode-message.js";

/** How many nodes, buffers and counts of view buffers of a record batch are read already. */
export interface RecordPosition {
  node: number;
  buffer: number;
  variadic: number;
}

/** Steps over a column without a look at its bytes, of a type that is not supported too. */
export function skipColumn(field: Field, records: RecordLayout, position: RecordPosition): void {
  position.node++;
  const { buffers, children } = extentOf(field, records, position);
  position.buffer += buffers;
  for (const child of children) {
    skipColumn(child, records, position);
  }
}

interface Extent {
  readonly buffers: number;
  readonly children: readonly Field[];
}

function extentOf({ name, type }: Field, records: RecordLayout, position: RecordPosition): Extent {
  if (type.kind === "unsupported") {
    return type;
  }
  const layout = layoutOf(type);
  switch (layout.form) {
    case "null":
      return { buffers: 0, children: [] };
    case "bits":
    case "fixed":
      return { buffers: 2, children: [] };
    case "bytes":
      return { buffers: 3, children: [] };
    case "view":
      return { buffers: 2 + viewBuffers(name, records, position), children: [] };
    case "list":
      return { buffers: 2, children: [layout.child] };
    case "fixed-list":
      return { buffers: 1, children: [layout.child] };
    case "struct":
      return { buffers: 1, children: layout.children };
    case "union":
      return {
        buffers: Number(records.unionBitmaps) + (layout.dense ? 2 : 1),
        children: layout.children,
      };
  }
}

/** How many buffers the next view column has behind its views. */
export function viewBuffers(
  name: string,
  { variadicCounts, buffers }: RecordLayout,
  position: RecordPosition,
): number {
  const count = variadicCounts[position.variadic++];
  if (count === undefined || position.buffer + count > buffers.length) {
    throw corrupt(`view column "${name}" has no sound number of buffers`);
  }
  return count;
}
