import type { ColumnType } from "../batch.js";
import { usageError } from "../errors.js";
import { closest } from "../wording/suggest.js";

/**
 * What the cells of a CSV column can be. A plain `timestamp` has microseconds and no time zone;
 * `ns` stands for nanoseconds, `utc` for values that end in Z.
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
  const near = closest(name, names);
  throw usageError(
    "UNKNOWN_TYPE",
    `there is no column type "${name}"; expected one of ${names.join(", ")}`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  );
}

function isCsvType(name: string): name is CsvType {
  return Object.hasOwn(COLUMN_TYPES, name);
}
