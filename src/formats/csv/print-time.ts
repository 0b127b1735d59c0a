import type { TimeUnit } from "../../batch.js";

const SECONDS_A_DAY = 86_400n;

/** How many of a unit make a second, and how many digits that takes. */
const PER_SECOND: Readonly<Record<TimeUnit, bigint>> = {
  s: 1n,
  ms: 1_000n,
  us: 1_000_000n,
  ns: 1_000_000_000n,
};
const DIGITS: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 3, us: 6, ns: 9 };

/** A day counted from 1970-01-01 as `YYYY-MM-DD`; years outside 0 to 9999 get a sign and six digits. */
export function printDate(days: number): string {
  // The proleptic Gregorian calendar in eras of 400 years that begin on a first of March.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const day = shifted - era * 146_097;
  const year = Math.floor(
    (day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  );
  const dayOfYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const civilYear = year + era * 400 + (month <= 2 ? 1 : 0);
  return `${printYear(civilYear)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`;
}

/** A point in time counted from 1970 as `YYYY-MM-DDThh:mm:ss.fff`, without a fraction of zero. */
export function printTimestamp(value: bigint, unit: TimeUnit): string {
  const [seconds, fraction] = split(value, unit);
  const clock = modulo(seconds, SECONDS_A_DAY);
  const days = Number((seconds - clock) / SECONDS_A_DAY);
  return `${printDate(days)}T${printClock(Number(clock), fraction)}`;
}

/** A time of day as `hh:mm:ss.fff`, without a fraction of zero. */
export function printTime(value: bigint, unit: TimeUnit): string {
  const [seconds, fraction] = split(value, unit);
  return printClock(Number(seconds), fraction);
}

/** A span of time as ISO 8601 in seconds alone: `PT93784.5S`, `-PT1S`. */
export function printDuration(value: bigint, unit: TimeUnit): string {
  return value < 0n ? `-PT${printSeconds(-value, unit)}S` : `PT${printSeconds(value, unit)}S`;
}

/** A calendar interval as ISO 8601, each part with its own sign: `P14M`, `P1DT-0.5S`. */
export function printInterval(
  { months, days, time = 0n }: { months?: number; days?: number; time?: bigint },
  unit: TimeUnit,
): string {
  const date = `${months === undefined ? "" : `${months}M`}${days === undefined ? "" : `${days}D`}`;
  if (time === 0n) {
    return `P${date}`;
  }
  return `P${date}T${time < 0n ? "-" : ""}${printSeconds(time < 0n ? -time : time, unit)}S`;
}

/** Whole seconds, rounded down, and the digits of the rest. In seconds, 64 bits are more than a double can count. */
function split(value: bigint, unit: TimeUnit): [bigint, string] {
  const perSecond = PER_SECOND[unit];
  const rest = modulo(value, perSecond);
  const fraction = rest === 0n ? "" : String(rest).padStart(DIGITS[unit], "0").replace(/0+$/, "");
  return [(value - rest) / perSecond, fraction];
}

function modulo(value: bigint, divisor: bigint): bigint {
  return ((value % divisor) + divisor) % divisor;
}

function printSeconds(value: bigint, unit: TimeUnit): string {
  const [seconds, fraction] = split(value, unit);
  return fraction === "" ? String(seconds) : `${seconds}.${fraction}`;
}

function printClock(seconds: number, fraction: string): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const clock = `${padded(hours, 2)}:${padded(minutes, 2)}:${padded(seconds % 60, 2)}`;
  return fraction === "" ? clock : `${clock}.${fraction}`;
}

function printYear(year: number): string {
  if (year >= 0 && year <= 9999) {
    return padded(year, 4);
  }
  return `${year < 0 ? "-" : "+"}${padded(Math.abs(year), 6)}`;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}
