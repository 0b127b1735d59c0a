import { usageError } from "../errors.js";
import { showFound } from "./show-found.js";
import { closest } from "./suggest.js";

/** What a member of an options object must be like: the domain of its values is checked where they are used. */
export interface Shape {
  /** In words, after "expected". */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  /** Whether it may not be left out. */
  readonly isRequired?: boolean;
}

/** A shape for each member of an options object, so that none is forgotten. */
export type Shapes<Options> = Readonly<Record<keyof Options, Shape>>;

export const TEXT: Shape = { expected: "a string", fits: isText };
export const NUMBER: Shape = { expected: "a number", fits: (value) => typeof value === "number" };
export const COUNT: Shape = {
  expected: "a positive whole number",
  fits: (value) => Number.isSafeInteger(value) && (value as number) > 0,
};
export const FLAG: Shape = {
  expected: "true or false",
  fits: (value) => typeof value === "boolean",
};
export const CALLBACK: Shape = {
  expected: "a function",
  fits: (value) => typeof value === "function",
};
export const TEXTS: Shape = { expected: 'an array of strings such as ["a", "b"]', fits: isTexts };
export const TEXT_OR_TEXTS: Shape = {
  expected: 'a string, or an array of strings such as ["a", "b"]',
  fits: (value) => isText(value) || isTexts(value),
};
export const NUMBERS: Shape = {
  expected: "an array of numbers",
  fits: (value) => Array.isArray(value) && value.every((each) => typeof each === "number"),
};
export const PLACES: Shape = {
  expected: "an array of whole numbers from 0 on",
  fits: (value) =>
    Array.isArray(value) && value.every((each) => Number.isInteger(each) && each >= 0),
};
export const OBJECT: Shape = { expected: "an object", fits: isObject };
export const MAP: Shape = { expected: "a Map", fits: (value) => value instanceof Map };

/** Column types by name. A Map has no members of its own, so that all that it says would be ignored. */
export const TYPES: Shape = {
  expected: 'an object such as { "age": "float64" }',
  fits: (value) =>
    isObject(value) && !(Symbol.iterator in value) && Object.values(value).every(isText),
};

/** One of a few words. */
export function oneOfShape(words: readonly string[]): Shape {
  return {
    expected: words.map((word) => JSON.stringify(word)).join(" or "),
    fits: (value) => isText(value) && words.includes(value as string),
  };
}

/** The same shape for a member that may not be left out. */
export function required(shape: Shape): Shape {
  return { ...shape, isRequired: true };
}

/**
 * Checks an options object where no compiler did: its members are known, none is missing, each is of its type.
 *
 * @param owner Whose options they are, for messages: `OneHotEncoder`.
 * @throws {DatasetError} `BAD_OPTIONS`, `UNKNOWN_OPTION`, `MISSING_OPTION` or `BAD_OPTION`.
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  shapes: Shapes<Options>,
): void {
  if (!isObject(options)) {
    throw usageError("BAD_OPTIONS", `${owner} is given ${showFound(options)}`, {
      hint: `Expected an object with its options: ${Object.keys(shapes).join(", ")}.`,
    });
  }
  for (const name of Object.keys(options)) {
    refuseUnknown(owner, name, Object.keys(shapes));
  }
  for (const [name, { expected, fits, isRequired }] of Object.entries<Shape>(shapes)) {
    const value = (options as Record<string, unknown>)[name];
    if (value === undefined && isRequired === true) {
      throw usageError("MISSING_OPTION", `${owner} needs ${name}, ${expected}`);
    }
    if (value !== undefined && !fits(value)) {
      throw usageError(
        "BAD_OPTION",
        `${owner}: ${name} is ${showFound(value)}; expected ${expected}`,
      );
    }
  }
}

/** A misspelt option would be ignored in silence. */
function refuseUnknown(owner: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) {
    const near = name === "eps" && names.includes("epsilon") ? "epsilon" : closest(name, names);
    throw usageError("UNKNOWN_OPTION", `${owner} has no option ${JSON.stringify(name)}`, {
      hint: near === undefined ? `Its options are ${names.join(", ")}.` : `Did you mean ${near}?`,
    });
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

/** Whether it is an object with members of its own, as options are. */
function isObject(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value)
  );
}
