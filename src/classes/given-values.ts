import { usageError } from "../errors.js";
import { splitList } from "../selectors.js";
import { option, type OptionName } from "../wording/option.js";
import { showFound } from "../wording/show-found.js";
import { showValue } from "../wording/show-value.js";
import type { Shape } from "../wording/shapes.js";
import { isNumber } from "./classes.js";

/** A number for each class as a program gives it: in class order, or by class name. */
export type ValuesByClass = readonly number[] | Readonly<Record<string, number>>;

/** The value of one class, and the line it stands on where it is from a file of lines. */
export interface NamedValue {
  readonly name: string;
  readonly value: number;
  readonly line?: number;
}

/** Values by class before the classes are known. */
export type GivenValues =
  | { readonly kind: "listed"; readonly values: readonly number[]; readonly file?: string }
  | { readonly kind: "named"; readonly entries: readonly NamedValue[]; readonly file?: string }
  /** They are in this file, which nobody has read yet. */
  | { readonly kind: "file"; readonly file: string };

export const VALUES_BY_CLASS: Shape = {
  expected: 'an array of numbers in class order, or an object such as { "a": 0.7, "b": 0.3 }',
  fits: isValuesByClass,
};

export const TEXT_OR_VALUES: Shape = {
  expected: `a string such as "a=0.7,b=0.3", ${VALUES_BY_CLASS.expected}`,
  fits: (value) => typeof value === "string" || isValuesByClass(value),
};

/**
 * What was asked for, in whatever form. A text is `a=0.7,b=0.3` (a backslash takes a comma literally), `0.7,0.3` in class
 * order, or else the path of a file, which an @ before it makes certain.
 * @throws {DatasetError} If a value is no number (`BAD_VALUES`).
 */
export function givenValues(
  asked: string | ValuesByClass | undefined,
  name: OptionName,
): GivenValues | undefined {
  if (asked === undefined) {
    return undefined;
  }
  if (typeof asked === "string") {
    return parseValues(asked, name);
  }
  return Array.isArray(asked)
    ? { kind: "listed", values: asked as readonly number[] }
    : { kind: "named", entries: namedValues(asked as Readonly<Record<string, number>>) };
}

function parseValues(text: string, name: OptionName): GivenValues {
  if (text.startsWith("@")) {
    return { kind: "file", file: text.slice(1) };
  }
  const parts = splitList(text);
  if (parts.some((part) => part.includes("="))) {
    return { kind: "named", entries: parts.map((part) => namedValue(part, name)) };
  }
  return parts.some((part) => isNumber(part.trim()))
    ? { kind: "listed", values: parts.map((part, at) => numberIn(part, name, `value ${at + 1}`)) }
    : { kind: "file", file: text };
}

/** No number has an equals sign, but a name may. */
function namedValue(part: string, name: OptionName): NamedValue {
  const end = part.lastIndexOf("=");
  if (end === -1) {
    throw badValues(name, `${showValue(part)} has no value`);
  }
  const label = part.slice(0, end);
  const value = numberIn(part.slice(end + 1), name, `the value of ${showValue(label)}`);
  return { name: label, value };
}

function numberIn(text: string, name: OptionName, what: string): number {
  if (!isNumber(text.trim())) {
    throw badValues(name, `${what} is ${showValue(text)}, which is no number`);
  }
  return Number(text);
}

function badValues(name: OptionName, found: string): Error {
  return usageError("BAD_VALUES", `${option(name)}: ${found}`, {
    hint: "Expected a=0.7,b=0.3, or 0.7,0.3 in class order, or a file, which an @ before its name makes certain.",
  });
}

/**
 * What a JSON file says: an object of values by class name, or an array of them in class order.
 * @throws {DatasetError} If it is neither (`BAD_VALUES`).
 */
export function valuesFromJson(content: unknown, file: string, name: OptionName): GivenValues {
  if (!isValuesByClass(content)) {
    throw usageError("BAD_VALUES", `${option(name)}: ${file} holds ${showFound(content)}`, {
      file,
      hint: 'Expected an object of numbers such as {"a": 0.7, "b": 0.3}, or an array of them in class order.',
    });
  }
  return Array.isArray(content)
    ? { kind: "listed", values: content as number[], file }
    : { kind: "named", entries: namedValues(content as Record<string, number>), file };
}

function namedValues(values: Readonly<Record<string, number>>): NamedValue[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function isValuesByClass(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !ArrayBuffer.isView(value) &&
    Object.values(value).every((each) => typeof each === "number")
  );
}
