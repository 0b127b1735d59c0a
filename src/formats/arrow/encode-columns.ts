import type { Column, Values } from "../../batch.js";
import { bitmapBytes } from "../../columns/bitmap.js";
import { compactOffsets, compactUnion, compactViews } from "../../columns/compact.js";
import { layoutOf } from "../../columns/layout.js";

/** A record batch taken apart into what its message lists. */
export interface RecordParts {
  readonly rows: number;
  readonly nodes: readonly { readonly length: number; readonly nullCount: number }[];
  /** Views of the columns' own memory. */
  readonly buffers: readonly Uint8Array[];
  readonly variadicCounts: readonly number[];
}

/** Takes columns apart, depth first, without a copy where nothing has to move. */
export function takeApart(columns: readonly Column[], rows: number): RecordParts {
  const parts = { rows, nodes: [], buffers: [], variadicCounts: [] };
  for (const column of columns) {
    addColumn(parts, column);
  }
  return parts;
}

interface GrowingParts {
  readonly nodes: { length: number; nullCount: number }[];
  readonly buffers: Uint8Array[];
  readonly variadicCounts: number[];
}

function addColumn(parts: GrowingParts, column: Column): void {
  const { field, length, nullCount, validity } = column;
  const layout = layoutOf(field.type);
  parts.nodes.push({ length, nullCount });
  if (layout.form !== "null" && layout.form !== "union") {
    const bits = nullCount === 0 ? undefined : validity?.subarray(0, bitmapBytes(length));
    parts.buffers.push(bits ?? new Uint8Array(0));
  }
  switch (layout.form) {
    case "null":
      break;
    case "bits":
      parts.buffers.push((column.data as Uint8Array).subarray(0, bitmapBytes(length)));
      break;
    case "fixed":
      parts.buffers.push(bytesOf(column.data?.subarray(0, length * layout.perRow)));
      break;
    case "view":
      addViews(parts, compactViews(column));
      break;
    case "bytes":
    case "list": {
      const compact = compactOffsets(column);
      parts.buffers.push(bytesOf(compact.offsets));
      parts.buffers.push(...(compact.data === undefined ? [] : [bytesOf(compact.data)]));
      addChildren(parts, compact);
      break;
    }
    case "union": {
      const compact = layout.dense ? compactUnion(column) : column;
      parts.buffers.push(bytesOf(compact.data));
      parts.buffers.push(...(layout.dense ? [bytesOf(compact.offsets)] : []));
      addChildren(parts, compact);
      break;
    }
    default:
      addChildren(parts, column);
  }
}

function addViews(parts: GrowingParts, column: Column): void {
  const buffers = column.buffers as readonly Uint8Array[];
  parts.buffers.push(bytesOf(column.data), ...buffers);
  parts.variadicCounts.push(buffers.length);
}

function addChildren(parts: GrowingParts, { children = [] }: Column): void {
  for (const child of children) {
    addColumn(parts, child);
  }
}

function bytesOf(values: Values | undefined): Uint8Array {
  return values === undefined
    ? new Uint8Array(0)
    : new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
