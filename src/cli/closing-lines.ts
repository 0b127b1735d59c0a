import type { Summary } from "../summary/summary.js";

/** What a person wants to know of a finished run, in three lines: what was read, done and written. */
export function closingLines({
  input,
  output,
  rows,
  classes,
  smoothing,
  seconds,
  label,
  loss,
}: Summary): string[] {
  const inputs = typeof input.path === "string" ? input.path : `${input.path.length} files`;
  return [
    `read     ${counted(rows.read, "row", "rows")} from ${inputs} (${size(input.bytes)})`,
    `smoothed ${counted(classes.length, "class", "classes")}, ${smoothingText(smoothing)}${twoValues(smoothing, { classes: classes.length, label })}`,
    ...(output === null
      ? []
      : [
          `wrote    ${written(rows)} to ${String(output.path)} (${size(output.bytes)}) in ${seconds.toFixed(2)} s${meanLoss(loss)}`,
        ]),
  ];
}

function meanLoss(loss: Summary["loss"]): string {
  return loss === undefined ? "" : `, mean loss ${loss.mean === null ? "none" : shown(loss.mean)}`;
}

function smoothingText({ method, epsilon, epsilonColumn }: Summary["smoothing"]): string {
  const source = epsilonColumn === undefined ? "by class" : `from ${epsilonColumn}`;
  return `${method}, epsilon ${epsilon ?? source}`;
}

/** The two numbers of every row, where all rows have the same. */
function twoValues(
  { onValue, offValue }: Summary["smoothing"],
  { classes, label }: { readonly classes: number; readonly label: string | null },
): string {
  if (onValue === null || offValue === null) {
    return "";
  }
  const own = label === null ? "1" : "the row's class";
  const other = label === null ? "0" : "each other";
  const others = classes === 1 ? "" : `, ${shown(offValue)} for ${other}`;
  return `: ${shown(onValue)} for ${own}${others}`;
}

function written({ written: rows, lines }: Summary["rows"]): string {
  const some = counted(rows, "row", "rows");
  return lines === undefined ? some : `${some} as ${counted(lines, "line", "lines")}`;
}

function counted(count: number, one: string, several: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : several}`;
}

function shown(probability: number): string {
  return String(Number(probability.toPrecision(6)));
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

function size(bytes: number): string {
  let [value, step] = [bytes, 0];
  for (; Number(value.toFixed(1)) >= 1000 && step < UNITS.length - 1; step++) {
    value /= 1000;
  }
  return `${value.toFixed(step === 0 ? 0 : 1)} ${UNITS[step]}`;
}
