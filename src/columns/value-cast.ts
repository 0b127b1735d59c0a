import type { ColumnType, TimeUnit } from "../batch.js";
import { valueKind } from "./value-type.js";

/** What a cell is kept as before its column is laid out. */
export type Cell = number | bigint | boolean | string;

/**
 * The value as a cell of a column of this type; undefined where it cannot be one without a loss. Integers may be numbers
 * or bigints in columns of either, as far as they are exact.
 *
 * @param asText Whether a text column takes all values, as String spells them (Dates in ISO 8601): for columns that
 *   were declared as text.
 */
export function castValue(value: unknown, type: ColumnType, asText: boolean): Cell | undefined {
  switch (type.kind) {
    case "float":
      return toFloat(value);
    case "int":
      return toInteger(value);
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "date":
      return toDays(value);
    case "timestamp":
      return toTime(value, type.unit);
    default:
      return toText(value, asText);
  }
}

function toFloat(value: unknown): number | undefined {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isFinite(number) && BigInt(number) === value ? number : undefined;
  }
  return typeof value === "number" ? value : undefined;
}

function toInteger(value: unknown): bigint | undefined {
  const integer = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
  return typeof integer === "bigint" && BigInt.asIntN(64, integer) === integer
    ? integer
    : undefined;
}

const DAY = 86_400_000;

function toDays(value: unknown): number | undefined {
  const days = value instanceof Date ? value.getTime() / DAY : Number.NaN;
  return Number.isInteger(days) ? days : undefined;
}

const PER_MILLISECOND = { ms: 1n, us: 1000n, ns: 1_000_000n } as const;

function toTime(value: unknown, unit: TimeUnit): bigint | undefined {
  if (unit === "s" || !(value instanceof Date) || Number.isNaN(value.getTime())) {
    return undefined;
  }
  return toInteger(BigInt(value.getTime()) * PER_MILLISECOND[unit]);
}

function toText(value: unknown, asText: boolean): string | undefined {
  if (typeof value === "string" || !asText || valueKind(value) === undefined) {
    return typeof value === "string" ? value : undefined;
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  }
  return String(value);
}
