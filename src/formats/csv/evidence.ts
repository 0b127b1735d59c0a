import { parseDate, parseTimestamp, toNanoseconds } from "./parse-time.js";
import type { CsvType } from "../../columns/csv-type.js";

/** What was seen in a column so far: a set of bits. */
export const SEEN = {
  /** An integer of at most 2^53 in magnitude. */
  integer: 1,
  /** A longer one, of at most 64 bits. */
  longInteger: 2,
  decimal: 4,
  notFinite: 8,
  bool: 16,
  date: 32,
  timestamp: 64,
  utcTimestamp: 128,
  /** A timestamp of more than six decimals. */
  fineTimestamp: 256,
  /** A timestamp that 64 bits of nanoseconds cannot hold. */
  farTimestamp: 512,
  text: 1024,
} as const;

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const DECIMAL = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const NOT_FINITE = /^(?:nan|-?inf(?:inity)?)$/i;
const BOOL = /^(?:true|True|TRUE|false|False|FALSE)$/;
const LARGEST_SAFE = 2n ** 53n;

/** What one cell that is not null is, its quotes taken off. */
export function evidenceOf(text: string): number {
  if (INTEGER.test(text) && text !== "-0") {
    return integerEvidence(BigInt(text));
  }
  if (DECIMAL.test(text)) {
    return Number.isFinite(Number(text)) ? SEEN.decimal : SEEN.text;
  }
  if (NOT_FINITE.test(text)) {
    return SEEN.notFinite;
  }
  if (BOOL.test(text)) {
    return SEEN.bool;
  }
  return parseDate(text) === undefined ? timestampEvidence(text) : SEEN.date;
}

/** The type all of it fits; text where there is none, or nothing was seen. */
export function typeOf(seen: number): CsvType {
  const { integer, longInteger, decimal, notFinite, bool, date } = SEEN;
  if (seen === bool || seen === date) {
    return seen === bool ? "bool" : "date";
  }
  if (isWithin(seen, integer | longInteger)) {
    return "int64";
  }
  if (isWithin(seen, integer | decimal | notFinite) && seen !== notFinite) {
    return "float64";
  }
  return timestampType(seen);
}

/** Whether nothing to come can make the column anything but text. */
export function isText(seen: number): boolean {
  return seen !== 0 && seen !== SEEN.notFinite && typeOf(seen) === "text";
}

function timestampType(seen: number): CsvType {
  const { timestamp, utcTimestamp, fineTimestamp, farTimestamp } = SEEN;
  const isFine = (seen & fineTimestamp) !== 0;
  if (isFine && (seen & farTimestamp) !== 0) {
    return "text";
  }
  if (isWithin(seen, timestamp | fineTimestamp | farTimestamp)) {
    return isFine ? "timestamp-ns" : "timestamp";
  }
  if (isWithin(seen, utcTimestamp | fineTimestamp | farTimestamp)) {
    return isFine ? "timestamp-ns-utc" : "timestamp-utc";
  }
  return "text";
}

function integerEvidence(value: bigint): number {
  if (BigInt.asIntN(64, value) !== value) {
    return SEEN.text;
  }
  return value > LARGEST_SAFE || value < -LARGEST_SAFE ? SEEN.longInteger : SEEN.integer;
}

function timestampEvidence(text: string): number {
  const time = parseTimestamp(text);
  if (time === undefined) {
    return SEEN.text;
  }
  return (
    (time.utc ? SEEN.utcTimestamp : SEEN.timestamp) |
    (time.precision > 6 ? SEEN.fineTimestamp : 0) |
    (toNanoseconds(time) === undefined ? SEEN.farTimestamp : 0)
  );
}

function isWithin(seen: number, set: number): boolean {
  return seen !== 0 && (seen & ~set) === 0;
}
