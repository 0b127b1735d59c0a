import type { ColumnType } from "../batch.js";
import { usageError } from "../errors.js";
import { option } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";
import { closest } from "../wording/suggest.js";

/**
 * What the cells of a CSV column, and the members of row objects, can be. A plain `timestamp` has microseconds and no
 * time zone; `ns` stands for nanoseconds, `utc` for values that end in Z.
 */
export type CsvType =
  | "text"
  | "int64"
  | "float64"
  | "bool"
  | "date"
  | "timestamp"
  | "timestamp-utc"
  | "timestamp-ns"
  | "timestamp-ns-utc";

const COLUMN_TYPES: Readonly<Record<CsvType, ColumnType>> = {
  text: { kind: "utf8" },
  int64: { kind: "int", bits: 64, signed: true },
  float64: { kind: "float", bits: 64 },
  bool: { kind: "bool" },
  date: { kind: "date", unit: "day" },
  timestamp: { kind: "timestamp", unit: "us" },
  "timestamp-utc": { kind: "timestamp", unit: "us", timezone: "UTC" },
  "timestamp-ns": { kind: "timestamp", unit: "ns" },
  "timestamp-ns-utc": { kind: "timestamp", unit: "ns", timezone: "UTC" },
};

/** The type of the column that such cells become. */
export function columnType(type: CsvType): ColumnType {
  return COLUMN_TYPES[type];
}

/** The cells that become a column of this type; undefined where no cells do. */
export function csvTypeOf(type: ColumnType | undefined): CsvType | undefined {
  const wanted = JSON.stringify(type);
  const found = Object.entries(COLUMN_TYPES).find(([, made]) => JSON.stringify(made) === wanted);
  return found === undefined ? undefined : parseCsvType(found[0]);
}

/**
 * The type a user named.
 * @throws {DatasetError} `UNKNOWN_TYPE`, with the nearest name as hint.
 */
export function parseCsvType(name: string): CsvType {
  if (isCsvType(name)) {
    return name;
  }
  const names = Object.keys(COLUMN_TYPES);
  const near = ELSEWHERE.get(name.toLowerCase()) ?? closest(name, names);
  throw usageError(
    "UNKNOWN_TYPE",
    `${option("types")}: there is no column type ${showValue(name)}; expected one of ${names.join(", ")}`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  );
}

/** What the types are called by Arrow, pandas and databases. */
const ELSEWHERE: ReadonlyMap<string, CsvType> = new Map([
  ["int", "int64"],
  ["integer", "int64"],
  ["int32", "int64"],
  ["bigint", "int64"],
  ["long", "int64"],
  ["float", "float64"],
  ["double", "float64"],
  ["number", "float64"],
  ["real", "float64"],
  ["str", "text"],
  ["string", "text"],
  ["utf8", "text"],
  ["varchar", "text"],
  ["object", "text"],
  ["boolean", "bool"],
  ["date32", "date"],
  ["datetime", "timestamp"],
  ["timestamp-us", "timestamp"],
  ["datetime64", "timestamp"],
]);

function isCsvType(name: string): name is CsvType {
  return Object.hasOwn(COLUMN_TYPES, name);
}
