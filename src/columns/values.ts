import type { Column, ColumnType } from "../batch.js";
import { isValid } from "../batch.js";
import { usageError } from "../errors.js";
import { fromFloat16 } from "../kernels/float16.js";

/** What a cell is as a JavaScript value. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | Value[]
  | { [name: string]: Value };

/**
 * Reads cells of a column as JavaScript values: numbers, bigint for 64-bit integers, strings, booleans, Date for dates
 * and timestamps (whole milliseconds), Uint8Array for binary, arrays for lists, objects for structs; null where there is none.
 * @throws {DatasetError} For types without such a reading (`NO_PLAIN_VALUE`).
 */
export function valueReader(column: Column): (row: number) => Value {
  const read = presentReader(column);
  return (row) => (isValid(column, row) ? read(row) : null);
}

function presentReader(column: Column): (row: number) => Value {
  const { type } = column.field;
  const values = column.data as Float64Array;
  switch (type.kind) {
    case "null":
      return () => null;
    case "int":
      return (row) => values[row];
    case "float":
      return floatReader(column, type.bits);
    case "bool":
      return (row) => ((values[row >> 3] >> (row & 7)) & 1) === 1;
    case "utf8":
    case "large-utf8":
      return textReader(column);
    case "utf8-view":
      return viewReader(column);
    case "binary":
    case "large-binary":
      return (row) => Uint8Array.from(bytesAt(column, row));
    case "date":
      return (row) => new Date(Number(values[row]) * (type.unit === "day" ? 86_400_000 : 1));
    case "timestamp":
      return (row) => new Date(milliseconds(BigInt(values[row]), type.unit));
    case "list":
    case "large-list":
    case "fixed-list":
      return listReader(column, type);
    case "struct":
      return structReader(column);
    case "dictionary": {
      const read = valueReader(column.dictionary as Column);
      return (row) => read(Number(values[row]));
    }
    default:
      throw usageError(
        "NO_PLAIN_VALUE",
        `a column of type ${type.kind} has no plain JavaScript values`,
        { column: column.field.name },
      );
  }
}

function floatReader({ data }: Column, bits: 16 | 32 | 64): (row: number) => Value {
  const values = bits === 16 ? fromFloat16(data as Uint16Array) : (data as Float64Array);
  return (row) => values[row];
}

function bytesAt({ data, offsets }: Column, row: number): Uint8Array {
  return (data as Uint8Array).subarray(Number(offsets?.[row]), Number(offsets?.[row + 1]));
}

function textReader(column: Column): (row: number) => Value {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (row) => decoder.decode(bytesAt(column, row));
}

/** The words of a 16-byte view: length, then up to twelve bytes, or four of them, a buffer's place and an offset in it. */
function viewReader({ data, buffers }: Column): (row: number) => Value {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const views = data as Uint8Array;
  const words = new DataView(views.buffer, views.byteOffset, views.byteLength);
  return (row) => {
    const length = words.getInt32(row * 16, true);
    const inline = length <= 12;
    const bytes = inline
      ? views
      : (buffers as readonly Uint8Array[])[words.getInt32(row * 16 + 8, true)];
    const start = inline ? row * 16 + 4 : words.getInt32(row * 16 + 12, true);
    return decoder.decode(bytes.subarray(start, start + length));
  };
}

function milliseconds(value: bigint, unit: "s" | "ms" | "us" | "ns"): number {
  switch (unit) {
    case "s":
      return Number(value) * 1000;
    case "ms":
      return Number(value);
    default: {
      const step = unit === "us" ? 1000n : 1_000_000n;
      return Number((value - (((value % step) + step) % step)) / step);
    }
  }
}

function listReader({ children, offsets }: Column, type: ColumnType): (row: number) => Value {
  const read = valueReader((children as readonly Column[])[0]);
  const size = type.kind === "fixed-list" ? type.size : 0;
  return (row) => {
    const start = offsets === undefined ? row * size : Number(offsets[row]);
    const end = offsets === undefined ? start + size : Number(offsets[row + 1]);
    return Array.from({ length: end - start }, (_, index) => read(start + index));
  };
}

function structReader({ children }: Column): (row: number) => Value {
  const readers = (children as readonly Column[]).map(
    (child) => [child.field.name, valueReader(child)] as const,
  );
  return (row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)]));
}
