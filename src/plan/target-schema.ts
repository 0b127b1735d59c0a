import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import { LINE_NAMES, targetNames, type TargetOutput } from "../targets.js";

/** The columns that targets are written as, with their types in words. */
export function targetSchema(targets: TargetOutput): { name: string; type: string }[] {
  const { layout, dtype, classes, codes } = targets;
  const types = {
    "fixed-list": `fixed_size_list<${dtype}>[${classes.length}]`,
    list: `list<${dtype}>`,
    columns: dtype,
    long: dtype,
    none: "",
  };
  const [row, className] = layout === "long" ? LINE_NAMES : [];
  return targetNames(targets).map((name, index, { length }) => {
    const isCodes = codes !== undefined && index === length - 1;
    if (isCodes || name === row) {
      return { name, type: "int64" };
    }
    return { name, type: name === className ? "utf8" : types[layout] };
  });
}

/** How many rows are written for one that is read. */
export function linesPerRow({ layout, classes }: TargetOutput): number {
  return layout === "long" ? classes.length : 1;
}

/** About how many bytes of Arrow the targets of one written row take; 16 for a text. */
export function targetBytes(targets: TargetOutput): number {
  const { layout, dtype, codes } = targets;
  const numbers = numbersOf(targets) * (Number(dtype.slice("float".length)) / 8);
  return numbers + (layout === "long" ? 8 + 16 : 0) + (codes === undefined ? 0 : 8);
}

/**
 * About how many bytes one written row takes.
 * @param columnBytes Those of its other columns in Arrow.
 * @param textBytes Those of its other columns in text, where they are known.
 */
export function writtenRowBytes(
  targets: TargetOutput,
  format: FormatName,
  { columnBytes, textBytes }: { readonly columnBytes: number; readonly textBytes?: number },
): number {
  return isText(format)
    ? (textBytes ?? columnBytes) + targetCharacters(targets)
    : columnBytes + targetBytes(targets);
}

/** In text a target takes about as many characters as the shortest decimal of its type, and a delimiter. */
function targetCharacters(targets: TargetOutput): number {
  const { layout, dtype, classes } = targets;
  const digits = { float16: 7, float32: 11, float64: 20 }[dtype];
  const names = classes.reduce((sum, name) => sum + name.length + 1, 0) / classes.length;
  return numbersOf(targets) * digits + (layout === "long" ? ROW_DIGITS + names : 0);
}

const ROW_DIGITS = 7;

/** How many probabilities stand in one written row. */
function numbersOf({ layout, classes, positive }: TargetOutput): number {
  switch (layout) {
    case "none":
      return 0;
    case "long":
      return 1;
    default:
      return positive === undefined ? classes.length : 1;
  }
}
