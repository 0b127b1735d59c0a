import type { Column, ColumnType } from "../batch.js";
import type { DatasetError } from "../errors.js";
import { dataError } from "../errors.js";
import { option } from "../wording/option.js";
import { showFound } from "../wording/show-found.js";
import { type CsvType, csvTypeOf } from "./csv-type.js";
import { typeName } from "./type-name.js";
import { type Cell, castValue } from "./value-cast.js";
import { inferType, valueKind } from "./value-type.js";

/** What a column of plain values is called, is to be, and the dataset row its first value belongs to, from 0. */
export interface ValueColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly firstRow: number;
  /**
   * Where the type is from: asked for (a column that is to be text takes other values too then), told by values, or
   * taken because there were none.
   */
  readonly origin: "declared" | "inferred" | "assumed";
}

/**
 * A column of plain values; null and undefined are null.
 * @throws {DatasetError} If a value does not fit the type without a loss (`MIXED_TYPES`), is outside of what any column
 *   holds (`OUT_OF_RANGE`), or is nothing that can be a cell (`UNSUPPORTED_VALUE`).
 */
export function columnFromValues(column: ValueColumn, values: readonly unknown[]): Column {
  const { name, type, firstRow, origin } = column;
  const cells = values.map((value, row) => {
    if (value === null || value === undefined) {
      return undefined;
    }
    const cell = castValue(value, type, origin === "declared");
    if (cell === undefined) {
      throw faultOf(value, column).at({ row: firstRow + row + 1, column: name });
    }
    return cell;
  });
  const present = cells.map((cell) => cell !== undefined);
  const nullCount = present.filter((isPresent) => !isPresent).length;
  return {
    field: { name, type, nullable: true },
    length: values.length,
    nullCount,
    validity: nullCount === 0 ? undefined : bits(present),
    ...contents(type, cells),
  };
}

function faultOf(value: unknown, { name, type, origin }: ValueColumn): DatasetError {
  if (valueKind(value) === undefined) {
    return dataError("UNSUPPORTED_VALUE", `${showFound(value)} cannot become a cell`, {
      hint: "Numbers, bigints, booleans, strings, Dates and null can; JSON.stringify makes text of the rest.",
    });
  }
  if (typeof value === "bigint" && BigInt.asIntN(64, value) !== value) {
    return dataError("OUT_OF_RANGE", `the bigint ${value} does not fit into 64 bits`, {
      hint: `Hand it over as a string, or declare the column as text: ${option("types", { [name]: "text" })}.`,
    });
  }
  if (value instanceof Date && Number.isNaN(value.getTime())) {
    return dataError("OUT_OF_RANGE", "found an invalid Date; expected a point in time or null");
  }
  const wanted = csvTypeOf(type) ?? typeName(type);
  const found = value instanceof Date ? `the Date ${value.toISOString()}` : showFound(value);
  return dataError("MIXED_TYPES", `found ${found} in a column of type ${wanted}`, {
    hint:
      origin === "assumed"
        ? `The first rows have no value in it. Declare its type: ${option("types", { [name]: typeOf(value) })}.`
        : `Declare a type that all values of the column fit: ${option("types", { [name]: fitting(value, type) })}.`,
  });
}

/** The type that such a value has by itself. */
function typeOf(value: unknown): CsvType {
  return value instanceof Date ? "timestamp-utc" : (csvTypeOf(inferType([value])) ?? "text");
}

/** A type that such a value fits, and others of the column probably too. */
function fitting(value: unknown, { kind }: ColumnType): CsvType {
  if (typeof value === "number" && kind === "int") {
    return "float64";
  }
  if (value instanceof Date && kind === "date") {
    return "timestamp-utc"; // It has a time of day.
  }
  return typeof value === "bigint" && kind === "float" ? "int64" : "text";
}

function contents(
  type: ColumnType,
  cells: readonly (Cell | undefined)[],
): Pick<Column, "data" | "offsets"> {
  switch (type.kind) {
    case "float":
      return { data: Float64Array.from(cells, (cell) => Number(cell ?? 0)) };
    case "date":
      return { data: Int32Array.from(cells, (cell) => Number(cell ?? 0)) };
    case "bool":
      return { data: bits(cells.map((cell) => cell === true)) };
    case "utf8":
      return texts(cells.map((cell) => String(cell ?? "")));
    default:
      return { data: BigInt64Array.from(cells, (cell) => (cell ?? 0n) as bigint) };
  }
}

function texts(values: readonly string[]): Pick<Column, "data" | "offsets"> {
  const encoder = new TextEncoder();
  const encoded = values.map((value) => encoder.encode(value));
  const offsets = new Int32Array(values.length + 1);
  encoded.forEach((bytes, row) => {
    offsets[row + 1] = offsets[row] + bytes.length;
  });
  const data = new Uint8Array(offsets[values.length]);
  encoded.forEach((bytes, row) => data.set(bytes, offsets[row]));
  return { data, offsets };
}

function bits(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, row) => {
    bytes[row >> 3] |= Number(flag) << (row & 7);
  });
  return bytes;
}
