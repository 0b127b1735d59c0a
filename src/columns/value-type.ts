import type { ColumnType } from "../batch.js";
import { columnType } from "./csv-type.js";

/** The kinds of JavaScript values that can be cells. */
export type ValueKind = "number" | "bigint" | "boolean" | "string" | "Date";

/** The kind of a value; undefined for null, undefined, and values that cannot be cells. */
export function valueKind(value: unknown): ValueKind | undefined {
  if (value instanceof Date) {
    return "Date";
  }
  const kind = typeof value;
  return kind === "number" || kind === "bigint" || kind === "boolean" || kind === "string"
    ? kind
    : undefined;
}

/** What Dates become where nobody says otherwise: they hold milliseconds, and no time zone but UTC. */
const DATE: ColumnType = { kind: "timestamp", unit: "ms", timezone: "UTC" };

/**
 * The column type for values, told by the first one that is not missing; undefined where all are. Numbers among which
 * there is a bigint are integers, unless there is a fraction too.
 */
export function inferType(values: readonly unknown[]): ColumnType | undefined {
  const first = valueKind(values.find((value) => valueKind(value) !== undefined));
  switch (first) {
    case "number":
    case "bigint":
      return columnType(isIntegers(values) ? "int64" : "float64");
    case "boolean":
      return columnType("bool");
    case "Date":
      return DATE;
    case "string":
      return columnType("text");
    default:
      return undefined;
  }
}

function isIntegers(values: readonly unknown[]): boolean {
  return (
    values.some((value) => typeof value === "bigint") &&
    values.every((value) => typeof value !== "number" || Number.isInteger(value))
  );
}
