import { Buffer } from "node:buffer";
import type { CellSpans } from "./cell-spans.js";

const SECONDS_A_DAY = 86_400;
const MILLISECONDS_A_DAY = SECONDS_A_DAY * 1000;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z?)$/;
const INT64_MAX = 2n ** 63n - 1n;

/** An instant as it was written: whole seconds since 1970, and what comes after them. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Digits after the seconds. */
  readonly precision: number;
  readonly utc: boolean;
}

/** The day a date `YYYY-MM-DD` of the Gregorian calendar is, counted from 1970-01-01; undefined for anything else. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) {
    return undefined;
  }
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isOnCalendar = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isOnCalendar ? date.getTime() / MILLISECONDS_A_DAY : undefined;
}

/** The instant that `YYYY-MM-DD[T ]hh:mm[:ss[.f…]][Z]` is; undefined for anything else. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = TIME.exec(text);
  const day = match === null ? undefined : parseDate(match[1]);
  if (match === null || day === undefined) {
    return undefined;
  }
  const [, , hours, minutes, seconds = "0", fraction = "", zone] = match;
  return {
    seconds: day * SECONDS_A_DAY + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
    nanoseconds: Number(fraction.padEnd(9, "0")),
    precision: fraction.length,
    utc: zone === "Z",
  };
}

/** The instant in nanoseconds; undefined where 64 bits cannot hold them (before 1678 and after 2261). */
export function toNanoseconds({ seconds, nanoseconds }: Timestamp): bigint | undefined {
  const value = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  return value > INT64_MAX || value < -INT64_MAX ? undefined : value;
}

/** Reads dates as days since 1970; gives the first cell that is none, or the number of cells. Null cells give 0. */
export function parseDates(
  bytes: Uint8Array,
  { rows, from, to }: CellSpans,
  out: Int32Array,
  start = 0,
): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let row = start; row < rows; row++) {
    const isNull = from[row] === to[row];
    const day = isNull ? 0 : parseDate(view.toString("latin1", from[row], to[row]));
    if (day === undefined) {
      return row;
    }
    out[row] = day;
  }
  return rows;
}

/** What timestamps are read as, and from which cell on. */
export interface TimestampRequest {
  readonly unit: "us" | "ns";
  readonly utc: boolean;
  readonly start?: number;
}

/**
 * Reads timestamps as counts of a unit since 1970. All must end in Z, or none; microseconds take at most six decimals.
 * @returns The first cell that does not fit; the number of cells if all do. Null cells give 0.
 */
export function parseTimestamps(
  bytes: Uint8Array,
  { rows, from, to }: CellSpans,
  out: BigInt64Array,
  { unit, utc, start = 0 }: TimestampRequest,
): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let row = start; row < rows; row++) {
    if (from[row] === to[row]) {
      out[row] = 0n;
      continue;
    }
    const time = parseTimestamp(view.toString("latin1", from[row], to[row]));
    const fits = time !== undefined && time.utc === utc;
    const value = fits ? (unit === "ns" ? toNanoseconds(time) : toMicroseconds(time)) : undefined;
    if (value === undefined) {
      return row;
    }
    out[row] = value;
  }
  return rows;
}

function toMicroseconds({ seconds, nanoseconds, precision }: Timestamp): bigint | undefined {
  return precision > 6
    ? undefined
    : BigInt(seconds) * 1_000_000n + BigInt(Math.trunc(nanoseconds / 1000));
}
