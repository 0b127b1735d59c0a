import { isValid, type Column } from "../src/batch.js";

/**
 * The rows of a column as plain values: bytes, decimals and intervals as hexadecimal digits, structs as arrays, a union's
 * row as its type id and value.
 */
export function plainValues(column: Column): unknown[] {
  return Array.from({ length: column.length }, (_, row) =>
    isValid(column, row) ? plainValue(column, row) : null,
  );
}

function plainValue(column: Column, row: number): unknown {
  const { type } = column.field;
  const data = column.data as Uint8Array;
  const offsets = column.offsets ?? [];
  const children = column.children ?? [];
  const start = Number(offsets[row]);
  const end = Number(offsets[row + 1]);
  switch (type.kind) {
    case "bool":
      return ((data[row >> 3] >> (row & 7)) & 1) === 1;
    case "utf8":
    case "large-utf8":
      return Buffer.from(data.subarray(start, end)).toString();
    case "binary":
    case "large-binary":
      return hex(data.subarray(start, end));
    case "utf8-view":
      return Buffer.from(viewBytes(column, row)).toString();
    case "binary-view":
      return hex(viewBytes(column, row));
    case "decimal":
      return hex(data.subarray((row * type.bits) / 8, ((row + 1) * type.bits) / 8));
    case "interval": {
      const width = { "year-month": 4, "day-time": 8, "month-day-nano": 16 }[type.unit];
      return hex(data.subarray(row * width, (row + 1) * width));
    }
    case "fixed-binary":
      return hex(data.subarray(row * type.width, (row + 1) * type.width));
    case "list":
    case "large-list":
    case "map":
      return plainValues(children[0]).slice(start, end);
    case "fixed-list":
      return plainValues(children[0]).slice(row * type.size, (row + 1) * type.size);
    case "struct":
      return children.map((child) => plainValues(child)[row]);
    case "union": {
      const child = children[type.typeIds.indexOf(data[row])];
      return [data[row], plainValues(child)[type.mode === "dense" ? start : row]];
    }
    case "dictionary":
      return plainValues(column.dictionary as Column)[Number(data[row])];
    default:
      return data[row];
  }
}

function viewBytes(column: Column, row: number): Uint8Array {
  const data = column.data as Uint8Array;
  const view = Buffer.from(data.buffer, data.byteOffset + row * 16, 16);
  const length = view.readInt32LE(0);
  const start = view.readInt32LE(12);
  return length <= 12
    ? view.subarray(4, 4 + length)
    : (column.buffers as readonly Uint8Array[])[view.readInt32LE(8)].subarray(
        start,
        start + length,
      );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}
