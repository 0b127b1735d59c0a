import type { Column, ColumnType } from "../batch.js";
import type { DatasetError } from "../errors.js";
import { dataError } from "../errors.js";
import type { Value } from "./values.js";

/** The column types that plain JavaScript values become. */
export type ValueType = "number" | "bigint" | "boolean" | "string" | "date";

const TYPES: Readonly<Record<ValueType, ColumnType>> = {
  number: { kind: "float", bits: 64 },
  bigint: { kind: "int", bits: 64, signed: true },
  boolean: { kind: "bool" },
  string: { kind: "utf8" },
  date: { kind: "timestamp", unit: "ms", timezone: "UTC" },
};

/** What a value becomes in a column; undefined for null, undefined and values that have no column type. */
export function valueType(value: unknown): ValueType | undefined {
  if (value instanceof Date) {
    return "date";
  }
  const name = typeof value;
  return name === "number" || name === "bigint" || name === "boolean" || name === "string"
    ? name
    : undefined;
}

/** What a column of plain values is called, and the dataset row its first value belongs to, counted from 0. */
export interface ValueColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly firstRow: number;
}

/**
 * A column of plain values; null and undefined are null.
 * @throws {DatasetError} If a value is of another type (`MIXED_TYPES`), or a bigint or Date outside the range of the
 *   column (`OUT_OF_RANGE`).
 */
export function columnFromValues(
  { name, type, firstRow }: ValueColumn,
  values: readonly (Value | undefined)[],
): Column {
  const missing = values.map((value) => value === null || value === undefined);
  values.forEach((value, row) => {
    const fault = missing[row] ? undefined : faultOf(value, type);
    if (fault !== undefined) {
      throw fault.at({ row: firstRow + row + 1, column: name });
    }
  });
  const nullCount = missing.filter(Boolean).length;
  return {
    field: { name, type: TYPES[type], nullable: true },
    length: values.length,
    nullCount,
    validity: nullCount === 0 ? undefined : bits(missing.map((isMissing) => !isMissing)),
    ...contents(type, values),
  };
}

function faultOf(value: unknown, type: ValueType): DatasetError | undefined {
  const found = valueType(value);
  if (found !== type) {
    return dataError(
      "MIXED_TYPES",
      `found a ${found ?? typeof value} in a column of type ${type}`,
      { hint: "All values of a member must be of one type." },
    );
  }
  if (typeof value === "bigint" && BigInt.asIntN(64, value) !== value) {
    return dataError("OUT_OF_RANGE", `the bigint ${value} does not fit into 64 bits`, {
      hint: "Hand it over as a string.",
    });
  }
  if (value instanceof Date && Number.isNaN(value.getTime())) {
    return dataError("OUT_OF_RANGE", "found an invalid Date; expected a point in time or null");
  }
  return undefined;
}

function contents(
  type: ValueType,
  values: readonly (Value | undefined)[],
): Pick<Column, "data" | "offsets"> {
  switch (type) {
    case "number":
      return { data: Float64Array.from(values, (value) => Number(value ?? 0)) };
    case "bigint":
      return { data: BigInt64Array.from(values, (value) => (value ?? 0n) as bigint) };
    case "boolean":
      return { data: bits(values.map((value) => value === true)) };
    case "date":
      return {
        data: BigInt64Array.from(values, (value) =>
          BigInt(value instanceof Date ? value.getTime() : 0),
        ),
      };
    case "string":
      return texts(values.map((value) => (typeof value === "string" ? value : "")));
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
