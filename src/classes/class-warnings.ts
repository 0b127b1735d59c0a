import type { ClassList } from "./classes.js";
import { isNumber } from "./classes.js";
import type { Warning } from "../errors.js";
import { showValue } from "../wording/show-value.js";
import { option } from "../wording/option.js";

/**
 * What is odd about a list of classes; each with what to do about it.
 * @param rows The number of rows the classes were learned from, where they were.
 */
export function classWarnings({ names }: ClassList, rows?: number): Warning[] {
  return [
    singleClass(names),
    similarClasses(names),
    missingValueNames(names),
    negativeIntegers(names),
    integerGap(names),
    manyClasses(names, rows),
  ].filter((warning) => warning !== undefined);
}

function singleClass(names: readonly string[]): Warning | undefined {
  return names.length === 1
    ? {
        code: "SINGLE_CLASS",
        message: `there is a single class, ${showValue(names[0])}: every target is 1. Is the label column right?`,
      }
    : undefined;
}

function similarClasses(names: readonly string[]): Warning | undefined {
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = comparable(name.trim());
    const twin = seen.get(key);
    if (twin !== undefined) {
      return {
        code: "SIMILAR_CLASSES",
        message: `the classes ${showValue(twin)} and ${showValue(name)} differ only in case, spaces or number form. If they are one class, clean the labels first.`,
      };
    }
    seen.set(key, name);
  }
  return undefined;
}

/** The same for names that differ in case, spaces or number form alone. Integers too long for a double stay apart. */
function comparable(name: string): string {
  if (/^-?\d+$/u.test(name)) {
    return String(BigInt(name));
  }
  return isNumber(name) ? String(Number(name)) : name.replace(/\s+/gu, " ").toLowerCase();
}

const MISSING_NAMES = new Set(["na", "n/a", "nan", "none", "null", "nil", "?", "missing", "-"]);

function missingValueNames(names: readonly string[]): Warning | undefined {
  const found = names.filter((name) => MISSING_NAMES.has(name.trim().toLowerCase()));
  return found.length > 0
    ? {
        code: "MISSING_VALUE_CLASS",
        message: `a class is named ${showValue(found[0])}, which often stands for a missing label. If it does, drop those rows first.`,
      }
    : undefined;
}

function integersOf(names: readonly string[]): number[] | undefined {
  return names.every((name) => /^-?\d+$/u.test(name)) ? names.map(Number) : undefined;
}

function negativeIntegers(names: readonly string[]): Warning | undefined {
  const lowest = (integersOf(names) ?? []).reduce((least, value) => Math.min(least, value), 0);
  return lowest < 0
    ? {
        code: "NEGATIVE_CLASS",
        message: `the label ${lowest} is taken as a class. If it marks rows without a label, drop those rows first.`,
      }
    : undefined;
}

function integerGap(names: readonly string[]): Warning | undefined {
  const sorted = (integersOf(names) ?? []).toSorted((a, b) => a - b);
  const after = sorted.findIndex((value, index) => index > 0 && value > sorted[index - 1] + 1);
  return after === -1
    ? undefined
    : {
        code: "INTEGER_GAP",
        message: `the integer labels have a gap between ${sorted[after - 1]} and ${sorted[after]}: no row has a label in between. Name all classes with ${option("classes")} or ${option("numClasses")} to keep their places.`,
      };
}

function manyClasses(names: readonly string[], rows: number | undefined): Warning | undefined {
  return rows !== undefined && names.length > 1 && names.length > rows / 2
    ? {
        code: "MANY_CLASSES",
        message: `there are ${names.length} classes in ${rows} rows. If the label column is not the one you meant, name it with ${option("label")}.`,
      }
    : undefined;
}
