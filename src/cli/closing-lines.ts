import type { Summary } from "../summary/summary.js";

/** What a person wants to know of a finished run, in three lines: what was read, done and written. */
export function closingLines({
  input,
  output,
  rows,
  classes,
  smoothing,
  seconds,
}: Summary): string[] {
  const inputs = typeof input.path === "string" ? input.path : `${input.path.length} files`;
  const { method, epsilon, onValue, offValue } = smoothing;
  return [
    `read    ${rows.read.toLocaleString("en")} rows from ${inputs} (${size(input.bytes)})`,
    `smoothed ${classes.length} ${classes.length === 1 ? "class" : "classes"}, ${method}, epsilon ${epsilon}: ${shown(onValue)} for the row's class, ${shown(offValue)} for each other`,
    `wrote   ${rows.written.toLocaleString("en")} rows to ${String(output.path)} (${size(output.bytes)}) in ${seconds.toFixed(2)} s`,
  ];
}

function shown(probability: number): string {
  return String(Number(probability.toPrecision(6)));
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

function size(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${UNITS[step]}`;
}
