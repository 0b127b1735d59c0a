import type { ErrorPlace } from "../errors.js";
import { dataError, placed, usageError } from "../errors.js";
import { jsonFault } from "./json-fault.js";
import type { ResolveLabel } from "./label-reader.js";
import { listed, splitList } from "../selectors.js";
import { showValue } from "../wording/show-value.js";
import { closest } from "../wording/suggest.js";
import { option } from "../wording/option.js";

/** The classes of a dataset in the order of their indices. */
export interface ClassList {
  readonly names: readonly string[];
  /** How many rows each class has in the data it was learned from; absent where nobody counted. */
  readonly counts?: readonly number[];
}

/** A class and how many rows it has. */
export interface ClassCount {
  readonly name: string;
  readonly count: number;
}

/**
 * The classes a text lists: `a,b,c` (a backslash takes a comma literally) or the range of integers `1..5`.
 * @throws {DatasetError} For an empty name (`EMPTY_CLASS`), a doubled one (`DOUBLED_CLASS`) or a range that is too
 *   long (`TOO_MANY_CLASSES`).
 */
export function parseClasses(text: string): ClassList {
  const range = /^(-?\d+)\.\.(-?\d+)$/u.exec(text);
  return classList(
    range === null ? splitList(text) : integersBetween(Number(range[1]), Number(range[2])),
  );
}

/**
 * The classes a file lists: one a line, a JSON array of names, `{"classes": [{"name", "count"}]}`,
 * or `{"id2label": {"0": "name"}}`.
 * @throws {DatasetError} If it is none of these (`BAD_CLASSES`).
 */
export function parseClassFile(text: string, file: string): ClassList {
  const content = text.replace(/^\uFEFF/u, "");
  try {
    return isMeantAsJson(content, file)
      ? classesFromJson(content, file)
      : classesFromLines(content.replace(/[\r\n]+$/u, ""));
  } catch (error) {
    throw placed(error, { file });
  }
}

/** A text file may begin with a class such as [PAD]; nothing else that begins like JSON is taken for text. */
function isMeantAsJson(text: string, file: string): boolean {
  const isWord = /^\s*\[[^\s"'\d,[\]{}-][^,"'[\]{}\r\n]*\][ \t]*(?:[\r\n]|$)/u.test(text);
  return /\.json$/iu.test(file) || (/^\s*[[{]/u.test(text) && !isWord);
}

function classesFromLines(text: string): ClassList {
  const names = text === "" ? [] : text.split(/\r\n|\n|\r/u);
  checkNames(names, (index) => ({ line: index + 1 }));
  return { names };
}

/** The classes named in schema metadata: what this package wrote, or ClassLabel features; undefined where there are none. */
export function classesFromMetadata(
  metadata: ReadonlyMap<string, string> | undefined,
  label?: string,
): ClassList | undefined {
  const own = metadata?.get("smooth_dataset");
  if (own !== undefined) {
    return classesFromJson(own, "smooth_dataset metadata");
  }
  const features = parsedJson(metadata?.get("huggingface") ?? "{}") as {
    info?: { features?: Record<string, ClassLabelFeature> };
  };
  const labels = Object.entries(features?.info?.features ?? {}).filter(
    ([, feature]) => feature?._type === "ClassLabel",
  );
  const chosen =
    labels.find(([name]) => name === label) ?? (labels.length === 1 ? labels[0] : undefined);
  return Array.isArray(chosen?.[1].names) ? classList(chosen[1].names.map(String)) : undefined;
}

interface ClassLabelFeature {
  readonly _type?: string;
  readonly names?: readonly unknown[];
}

/** How to turn a label into its class index where labels are class names. */
export function byName({ names }: ClassList): ResolveLabel {
  const codes = new Map(names.map((name, code) => [name, code]));
  return (label) => codes.get(label) ?? unknownLabel(label, names);
}

/** How to turn a label into its class index where labels are indices in [0, classes). */
export function byIndex(classes: number): ResolveLabel {
  return (label) => {
    const index = isNumber(label) ? Number(label) : Number.NaN;
    if (!Number.isInteger(index) || index < 0 || index >= classes) {
      throw dataError(
        "BAD_INDEX",
        `the label ${showValue(label)} is no class index in 0…${classes - 1}`,
        { hint: indexHint(index, classes) },
      );
    }
    return index;
  };
}

function indexHint(index: number, classes: number): string {
  if (index === classes) {
    return `Are the labels counted from 1? Then name the classes with ${option("classes", `1..${classes}`)}.`;
  }
  return Number.isInteger(index) && index < 0
    ? `Rows with this label stay, without targets, with ${option("ignoreIndex", index)}.`
    : `Without ${option("numClasses")} labels are taken as class names.`;
}

/** Class names "0" … "K−1". */
export function indexClasses(classes: number): ClassList {
  return { names: integersBetween(0, classes - 1) };
}

function classList(names: readonly string[], counts?: readonly number[]): ClassList {
  checkNames(names);
  return counts === undefined ? { names } : { names, counts };
}

/** @param placeOf Where the name at an index is written, if that is known. */
function checkNames(names: readonly string[], placeOf?: (index: number) => ErrorPlace): void {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name === "") {
      throw usageError("EMPTY_CLASS", `${option("classes")}: the name of a class is empty`, {
        ...placeOf?.(index),
        hint: "Fill it in or leave it out.",
      });
    }
    if (seen.has(name)) {
      throw usageError(
        "DOUBLED_CLASS",
        `${option("classes")}: the class ${showValue(name)} is named twice`,
        { ...placeOf?.(index), hint: "Leave one of them out." },
      );
    }
    seen.add(name);
  }
  if (names.length === 0) {
    throw usageError("NO_CLASSES", `${option("classes")}: no class is named`);
  }
}

/** Checks names that come from a program. */
export function namedClasses(names: readonly string[]): ClassList {
  return classList(names);
}

function classesFromJson(text: string, file: string): ClassList {
  const fault = jsonFault(text);
  if (fault !== undefined) {
    throw badClasses(file, "is no valid JSON", fault);
  }
  const value = parsedJson(text);
  if (
    Array.isArray(value) &&
    value.every((name) => typeof name === "string" || typeof name === "number")
  ) {
    return classList(value.map(String));
  }
  const { classes, id2label } = (value ?? {}) as {
    classes?: unknown;
    id2label?: Record<string, unknown>;
  };
  if (Array.isArray(classes) && classes.every((entry) => typeof entry === "string")) {
    return classList(classes);
  }
  if (Array.isArray(classes) && classes.every((entry) => typeof entry?.name === "string")) {
    const counted = classes.every((entry) => typeof entry.count === "number");
    return classList(
      classes.map((entry) => entry.name),
      counted ? classes.map((entry) => entry.count) : undefined,
    );
  }
  if (typeof id2label === "object" && id2label !== null) {
    return classList(Object.keys(id2label).map((_, index) => id2labelName(id2label, index, file)));
  }
  throw badClasses(file, "holds no list of class names");
}

function id2labelName(id2label: Record<string, unknown>, index: number, file: string): string {
  const name = id2label[String(index)];
  if (typeof name !== "string") {
    throw badClasses(file, `has no name for class ${index} in "id2label"`);
  }
  return name;
}

function badClasses(file: string, found: string, place?: ErrorPlace): Error {
  return usageError("BAD_CLASSES", `${option("classes")}: ${file} ${found}`, {
    ...place,
    hint: 'Expected one name a line, a JSON array, {"classes": [{"name": …}]}, {"id2label": …}, or an Arrow file with class names.',
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As many keys as a Map can hold. */
const MOST_CLASSES = 2 ** 24;

function integersBetween(first: number, last: number): string[] {
  const step = first <= last ? 1 : -1;
  const length = Math.abs(last - first) + 1;
  if (length > MOST_CLASSES) {
    throw usageError("TOO_MANY_CLASSES", `${length} classes; at most ${MOST_CLASSES} can be held`);
  }
  return Array.from({ length }, (_, index) => String(first + index * step));
}

function unknownLabel(label: string, names: readonly string[]): never {
  throw dataError(
    "UNKNOWN_LABEL",
    `the label ${showValue(label)} is none of the ${names.length} classes (${listed(names)})`,
    { hint: labelHint(label, names) },
  );
}

function labelHint(label: string, names: readonly string[]): string | undefined {
  const twin = names.find((name) => name.trim() === label.trim());
  if (twin !== undefined) {
    const [what, value] = twin === twin.trim() ? ["label", label] : ["class", twin];
    return `The ${what} ${showValue(value)} begins or ends with a blank, which counts: take it out.`;
  }
  if (label === "-100") {
    return `Rows with this label stay, without targets, with ${option("ignoreLabel", label)}.`;
  }
  const suggestion = closest(label, names);
  return suggestion === undefined ? undefined : `Did you mean ${showValue(suggestion)}?`;
}

/** Whether a class name is a decimal number. */
export function isNumber(name: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu.test(name);
}
