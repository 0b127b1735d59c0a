import { usageError, type ErrorPlace } from "../errors.js";
import { listed } from "../selectors.js";
import { andList } from "../wording/and-list.js";
import { option, type OptionName } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";
import { closest } from "../wording/suggest.js";
import type { GivenValues, NamedValue } from "./given-values.js";

/** What is known of the classes that values are for. */
export interface ClassOrder {
  /** How many there are, K. */
  readonly count: number;
  /** Absent where nobody named them. */
  readonly names?: readonly string[];
  /** How many rows each has; absent where nobody counted. */
  readonly counts?: readonly number[];
  /** Whether their order is one that nobody gave, so that nothing can be meant to be in it. */
  readonly isLearned?: boolean;
}

/** What values may be, and for which option. */
export interface ValueDomain {
  readonly asked: OptionName;
  /** The code of the error for one that is outside. */
  readonly code: string;
  readonly expected: string;
  readonly fits: (value: number) => boolean;
  /** The value of classes that are not named. Absent: all must be. */
  readonly missing?: number;
}

/**
 * The values in class order: those with names matched by name, a bare list by place.
 * @throws {DatasetError} For a name that is no class (`UNKNOWN_CLASS`), named twice (`DOUBLED_CLASS`) or left out
 *   (`MISSING_CLASS`), a list of another length (`VALUE_COUNT`) or for classes whose order nobody gave (`CLASS_ORDER`), and
 *   for a value outside its domain.
 */
export function valuesByClass(
  given: GivenValues,
  classes: ClassOrder,
  domain: ValueDomain,
): number[] {
  switch (given.kind) {
    case "listed":
      checkOrder(classes, domain.asked, given.file);
      return listedValues(given, classes, domain);
    case "named":
      return namedValues(given, classes, domain);
    case "file":
      throw new TypeError(`${given.file} is to be read first`);
  }
}

/** @throws {DatasetError} If what goes by place has no order to go by (`CLASS_ORDER`). */
export function checkOrder({ isLearned }: ClassOrder, asked: OptionName, file?: string): void {
  if (isLearned === true) {
    throw usageError(
      "CLASS_ORDER",
      `${option(asked)}: values without class names go by class order, and the classes are learned`,
      { file, hint: `Name the classes beside the values, or list them with ${option("classes")}.` },
    );
  }
}

function listedValues(
  { values, file }: Extract<GivenValues, { kind: "listed" }>,
  classes: ClassOrder,
  domain: ValueDomain,
): number[] {
  if (values.length !== classes.count) {
    throw usageError(
      "VALUE_COUNT",
      `${option(domain.asked)}: found ${values.length} values, expected ${classes.count}, one for each class`,
      { file },
    );
  }
  values.forEach((value, code) => {
    const name = classes.names?.[code] ?? String(code);
    checkValue({ name, value }, { file }, domain);
  });
  return [...values];
}

function namedValues(
  { entries, file }: Extract<GivenValues, { kind: "named" }>,
  { names }: ClassOrder,
  domain: ValueDomain,
): number[] {
  const { asked, missing } = domain;
  if (names === undefined) {
    throw usageError(
      "CLASS_ORDER",
      `${option(asked)}: the values have class names, and the targets have none`,
      { file, hint: "Give an array in class order." },
    );
  }
  const places = entries.map(({ line }) => ({ file, line }));
  const codes = codesOf(
    entries.map(({ name }) => name),
    names,
    { asked, places },
  );
  const values = names.map(() => missing);
  entries.forEach((entry, at) => {
    checkValue(entry, places[at], domain);
    values[codes[at]] = entry.value;
  });
  const left = names.filter((_, code) => values[code] === undefined);
  if (left.length > 0) {
    throw missingClasses(left, asked, file);
  }
  return values as number[];
}

/** Where names are given, for messages. */
export interface NamesAsked {
  readonly asked: OptionName;
  readonly places: readonly ErrorPlace[];
}

/**
 * The codes of classes that are named, each once.
 * @throws {DatasetError} For a name that is no class (`UNKNOWN_CLASS`) or comes twice (`DOUBLED_CLASS`).
 */
export function codesOf(
  given: readonly string[],
  names: readonly string[],
  { asked, places }: NamesAsked,
): number[] {
  const codeOf = new Map(names.map((name, code) => [name, code]));
  const seen = new Set<number>();
  return given.map((name, at) => {
    const code = codeOf.get(name);
    if (code === undefined) {
      throw unknownClass(name, names, asked, places[at]);
    }
    if (seen.has(code)) {
      throw usageError(
        "DOUBLED_CLASS",
        `${option(asked)}: the class ${showValue(name)} is named twice`,
        { ...places[at], hint: "Leave one of them out." },
      );
    }
    seen.add(code);
    return code;
  });
}

function unknownClass(
  name: string,
  names: readonly string[],
  asked: OptionName,
  place: ErrorPlace,
): Error {
  const near = names.find((each) => each.trim() === name.trim()) ?? closest(name, names);
  return usageError(
    "UNKNOWN_CLASS",
    `${option(asked)}: there is no class ${showValue(name)}; the classes are ${listed(names)}`,
    { ...place, hint: near === undefined ? undefined : `Did you mean ${showValue(near)}?` },
  );
}

/** The error for classes that are not named and must be. */
export function missingClasses(left: readonly string[], asked: OptionName, file?: string): Error {
  const [what, which] = left.length === 1 ? ["class", "is"] : ["classes", "are"];
  return usageError(
    "MISSING_CLASS",
    `${option(asked)}: the ${what} ${andList(left)} ${which} not named`,
    { file, hint: "Every class needs a value." },
  );
}

function checkValue(
  { name, value, line }: NamedValue,
  place: ErrorPlace,
  domain: ValueDomain,
): void {
  if (!domain.fits(value)) {
    throw usageError(
      domain.code,
      `${option(domain.asked)}: the value of class ${showValue(name)} is ${value}; expected ${domain.expected}`,
      { ...place, line },
    );
  }
}
