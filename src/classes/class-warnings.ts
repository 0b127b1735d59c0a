import type { ClassList } from "./classes.js";
import { isNumber } from "./classes.js";
import type { Warning } from "../errors.js";
import { andList } from "../wording/and-list.js";
import { showValue } from "../wording/show-value.js";
import { option } from "../wording/option.js";

/**
 * What is odd about a list of classes; each with what to do about it.
 * @param about.rows The number of rows the classes were learned from, where they were.
 * @param about.isMulti Whether rows have any number of classes.
 */
export function classWarnings(
  { names }: ClassList,
  { rows, isMulti = false }: { readonly rows?: number; readonly isMulti?: boolean } = {},
): Warning[] {
  return [
    isMulti ? undefined : singleClass(names),
    similarClasses(names),
    missingValueNames(names, rows !== undefined),
    negativeIntegers(names, rows !== undefined),
    integerGap(names),
    manyClasses(names, rows),
  ].filter((warning) => warning !== undefined);
}

function singleClass(names: readonly string[]): Warning | undefined {
  return names.length === 1
    ? {
        code: "SINGLE_CLASS",
        message: `there is a single class, ${showValue(names[0])}: every target is 1`,
        hint: "Is the label column right?",
      }
    : undefined;
}

/** The most groups of similar classes that are named. */
const MOST_GROUPS = 3;

function similarClasses(names: readonly string[]): Warning | undefined {
  const groups = similarGroups(names);
  if (groups.length === 0) {
    return undefined;
  }
  const shown = groups.slice(0, MOST_GROUPS).map((group) => andList(group));
  const more = groups.length - shown.length;
  const rest = more === 0 ? [] : [`and ${more} more such ${more === 1 ? "group" : "groups"}`];
  return {
    code: "SIMILAR_CLASSES",
    message: `the classes ${[...shown, ...rest].join("; ")} differ only in case, spaces or number form`,
    hint:
      groups.length === 1
        ? "If they are one class, clean the labels first."
        : "If those of a group are one class, clean the labels first.",
  };
}

/** The names that are alike but for their form, together, in the order in which they are met. */
function similarGroups(names: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = comparable(name.trim());
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [name]);
    } else {
      group.push(name);
    }
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** The same for names that differ in case, spaces or number form alone. Integers too long for a double stay apart. */
function comparable(name: string): string {
  if (/^-?\d+$/u.test(name)) {
    return String(BigInt(name));
  }
  return isNumber(name) ? String(Number(name)) : name.replace(/\s+/gu, " ").toLowerCase();
}

const MISSING_NAMES = new Set(["na", "n/a", "nan", "none", "null", "nil", "?", "missing", "-"]);

/** Where classes were learned, a label may be left out of them. */
function missingValueNames(names: readonly string[], isLearned: boolean): Warning | undefined {
  const found = names.filter((name) => MISSING_NAMES.has(name.trim().toLowerCase()));
  if (found.length === 0) {
    return undefined;
  }
  const isOne = found.length === 1;
  const what = isOne ? "a class is" : "classes are";
  return {
    code: "MISSING_VALUE_CLASS",
    message: `${what} named ${andList(found)}, which often ${isOne ? "stands" : "stand"} for a missing label`,
    hint:
      isOne && isLearned
        ? `If it does, keep such rows without targets with ${option("ignoreLabel", found[0])}, or drop them first.`
        : `If ${isOne ? "it does" : "they do"}, drop those rows first.`,
  };
}

function integersOf(names: readonly string[]): number[] | undefined {
  return names.every((name) => /^-?\d+$/u.test(name)) ? names.map(Number) : undefined;
}

function negativeIntegers(names: readonly string[], isLearned: boolean): Warning | undefined {
  const lowest = (integersOf(names) ?? []).reduce((least, value) => Math.min(least, value), 0);
  return lowest < 0
    ? {
        code: "NEGATIVE_CLASS",
        message: `the label ${lowest} is taken as a class`,
        hint: isLearned
          ? `If it marks rows without a label, keep them without targets with ${option("ignoreLabel", String(lowest))}, or drop them first.`
          : "If it marks rows without a label, drop those rows first.",
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
        message: `the integer labels have a gap between ${sorted[after - 1]} and ${sorted[after]}: no row has a label in between`,
        hint: `Name all classes with ${option("classes")} or ${option("numClasses")} to keep their places.`,
      };
}

/**
 * Fewer rows tell nothing: a dozen rows of ten digits have more classes than half the rows more often than not, while
 * twenty rows never have.
 */
const LEAST_ROWS = 20;

function manyClasses(names: readonly string[], rows: number | undefined): Warning | undefined {
  return rows !== undefined && rows >= LEAST_ROWS && names.length > rows / 2
    ? {
        code: "MANY_CLASSES",
        message: `there are ${names.length} classes in ${rows} rows`,
        hint: `If the label column is not the one you meant, name it with ${option("label")}.`,
      }
    : undefined;
}
