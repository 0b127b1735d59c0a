import { Buffer } from "node:buffer";
import type { Column, ColumnType } from "../../batch.js";
import { float64Text } from "../../kernels/decimal-bytes.js";
import { float16Value } from "../../kernels/float16.js";
import { shortestFloat16, shortestFloat32 } from "../../kernels/shortest-decimal.js";
import {
  printDate,
  printDuration,
  printInterval,
  printTime,
  printTimestamp,
} from "./print-time.js";
import { textCells } from "./text-cells.js";

const MILLISECONDS_A_DAY = 86_400_000n;

type Of<Kind extends ColumnType["kind"]> = Extract<ColumnType, { kind: Kind }>;

/** The text of the cells that hold a value, for columns that are neither nested nor binary. */
export function scalarPrinter(column: Column): (row: number) => string {
  const { type } = column.field;
  const values = column.data as BigInt64Array | Float64Array;
  switch (type.kind) {
    case "bool":
      return (row) => String(((Number(values[row >> 3]) >> (row & 7)) & 1) === 1);
    case "int":
      return (row) => String(values[row]);
    case "float": {
      const number = floatReader(column, type);
      return (row) => float64Text(number(row));
    }
    case "decimal":
      return decimalPrinter(column, type);
    case "date":
      return (row) => (type.unit === "day" ? printDate(Number(values[row])) : date(values[row]));
    case "time":
      return (row) => printTime(BigInt(values[row]), type.unit);
    case "timestamp": {
      const zone = type.timezone === undefined ? "" : "Z";
      return (row) => printTimestamp(BigInt(values[row]), type.unit) + zone;
    }
    case "duration":
      return (row) => printDuration(BigInt(values[row]), type.unit);
    case "interval":
      return intervalPrinter(column, type);
    case "utf8":
    case "large-utf8":
    case "utf8-view":
      return textPrinter(column);
    default:
      throw new TypeError(`cells of type ${type.kind} have no text`);
  }
}

/** The float64 that prints as the shortest decimal of a cell in the cell's own width. */
export function floatReader({ data }: Column, { bits }: Of<"float">): (row: number) => number {
  const values = data as Float64Array;
  switch (bits) {
    case 16:
      return (row) => shortestFloat16(float16Value(values[row]));
    case 32:
      return (row) => shortestFloat32(values[row]);
    case 64:
      return (row) => values[row];
  }
}

/** Dates are whole days; one in milliseconds that is none keeps its time. */
function date(value: number | bigint): string {
  const milliseconds = BigInt(value);
  return milliseconds % MILLISECONDS_A_DAY === 0n
    ? printDate(Number(milliseconds / MILLISECONDS_A_DAY))
    : printTimestamp(milliseconds, "ms");
}

function decimalPrinter(column: Column, { bits, scale }: Of<"decimal">): (row: number) => string {
  const view = bytesOf(column);
  const words = bits / 32;
  return (row) => {
    let value = 0n;
    for (let word = words - 1; word >= 0; word--) {
      value = (value << 32n) | BigInt(view.getUint32((row * words + word) * 4, true));
    }
    return printDecimal(BigInt.asIntN(bits, value), scale);
  };
}

/** value · 10^−scale, with all `scale` digits after the point. */
function printDecimal(value: bigint, scale: number): string {
  if (scale <= 0) {
    return String(value * 10n ** BigInt(-scale));
  }
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  const sign = value < 0n ? "-" : "";
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function intervalPrinter(column: Column, { unit }: Of<"interval">): (row: number) => string {
  const view = bytesOf(column);
  switch (unit) {
    case "year-month":
      return (row) => printInterval({ months: view.getInt32(row * 4, true) }, "s");
    case "day-time":
      return (row) =>
        printInterval(
          {
            days: view.getInt32(row * 8, true),
            time: BigInt(view.getInt32(row * 8 + 4, true)),
          },
          "ms",
        );
    case "month-day-nano":
      return (row) =>
        printInterval(
          {
            months: view.getInt32(row * 16, true),
            days: view.getInt32(row * 16 + 4, true),
            time: view.getBigInt64(row * 16 + 8, true),
          },
          "ns",
        );
  }
}

function textPrinter(column: Column): (row: number) => string {
  const cells = textCells(column);
  return (row) => {
    cells.seek(row);
    const { bytes, from, to } = cells;
    return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString();
  };
}

function bytesOf({ data }: Column): DataView {
  const { buffer, byteOffset, byteLength } = data as Uint8Array;
  return new DataView(buffer, byteOffset, byteLength);
}
