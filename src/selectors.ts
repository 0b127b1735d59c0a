import { usageError } from "./errors.js";
import { shortened, showValue } from "./wording/show-value.js";
import { option, type OptionName } from "./wording/option.js";
import { closest } from "./wording/suggest.js";

/** One part of a selector: a name, a glob as a pattern, or the two ends of a range. */
type Term =
  | { readonly kind: "name"; readonly text: string; readonly name: string }
  | { readonly kind: "glob"; readonly text: string; readonly pattern: RegExp }
  | {
      readonly kind: "range";
      readonly text: string;
      readonly first: string;
      readonly last: string;
    };

/**
 * The columns a selector means, as indices into `names`, in the order the selector gives them and each once.
 * A selector is a comma list of names, globs (`p_*`) and ranges (`p0..p9`, every column from the first to the
 * last in file order); a backslash takes the next character literally. Of a doubled name all columns are dropped
 * together, and none can be selected otherwise.
 *
 * @param selector What the user wrote.
 * @param names The column names in file order.
 * @param asked Where it was written, for messages.
 * @throws {DatasetError} If a part matches nothing (`UNKNOWN_COLUMN`) or a doubled name (`DOUBLED_COLUMN`).
 */
export function selectColumns(
  selector: string,
  names: readonly string[],
  asked: OptionName,
): number[] {
  const selected = new Set<number>();
  for (const term of parseSelector(selector, asked)) {
    for (const index of matches(term, names, asked)) {
      selected.add(index);
    }
  }
  if (asked !== "drop") {
    selected.forEach((index) => columnIndex(names[index], names, asked));
  }
  return [...selected];
}

/** The selector of these columns, whatever characters are in their names. */
export function selectorOf(names: readonly string[]): string {
  return names.map((name) => name.replace(/[\\,*]|\.(?=\.)/gu, String.raw`\$&`)).join(",");
}

/** What to do where a column is in the way, after "or". */
export function leaveOut(name: string): string {
  // No selector means an empty name.
  return name === ""
    ? `name the columns to write with ${option("keep")}`
    : `say ${option("drop", selectorOf([name]))}`;
}

/**
 * The index of the one column of this name.
 * @throws {DatasetError} If there is none (`UNKNOWN_COLUMN`) or there are several (`DOUBLED_COLUMN`).
 */
export function columnIndex(name: string, names: readonly string[], asked: OptionName): number {
  const index = names.indexOf(name);
  if (index === -1) {
    throw unknownColumn(name, names, asked);
  }
  if (names.indexOf(name, index + 1) !== -1) {
    throw usageError(
      "DOUBLED_COLUMN",
      `${option(asked)}: there are several columns named ${showValue(name)}`,
      {
        column: name,
        hint: "Rename one of them first.",
      },
    );
  }
  return index;
}

/** A column's name, or its place among the columns, from 0 on. */
export type ColumnKey = string | number;

/**
 * The place of one column, named in the options of a decoder.
 * @throws {DatasetError} If there is none (`UNKNOWN_COLUMN`) or there are several of the name (`DOUBLED_COLUMN`).
 */
export function columnPlace(
  key: ColumnKey,
  names: readonly string[],
  asked: "columns" | "labelText",
): number {
  if (typeof key === "string") {
    return columnIndex(key, names, asked);
  }
  if (!Number.isInteger(key) || key < 0 || key >= names.length) {
    throw usageError(
      "UNKNOWN_COLUMN",
      `${option(asked)}: there is no column at place ${key}; expected 0 to ${names.length - 1}`,
    );
  }
  return key;
}

/** Splits a text at unescaped commas and takes one level of backslashes away. */
export function splitList(text: string): string[] {
  return tokens(text).map((part) => part.map((token) => token.character).join(""));
}

interface Token {
  readonly character: string;
  readonly literal: boolean;
}

function tokens(text: string): Token[][] {
  const parts: Token[][] = [[]];
  const characters = [...text];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index];
    if (character === "\\" && index + 1 < characters.length) {
      index++;
      parts[parts.length - 1].push({ character: characters[index], literal: true });
    } else if (character === ",") {
      parts.push([]);
    } else {
      parts[parts.length - 1].push({ character, literal: false });
    }
  }
  return parts;
}

function parseSelector(selector: string, asked: OptionName): Term[] {
  return tokens(selector).map((part) => {
    if (part.length === 0) {
      throw usageError(
        "EMPTY_SELECTOR",
        `${option(asked)}: an empty name in ${showValue(selector)}`,
      );
    }
    return parseTerm(part);
  });
}

function parseTerm(part: readonly Token[]): Term {
  const text = part.map((token) => token.character).join("");
  const dots = part.findIndex(
    (token, index) => isOperator(token, ".") && isOperator(part[index + 1], "."),
  );
  if (dots > 0 && dots + 2 < part.length) {
    return {
      kind: "range",
      text,
      first: textOf(part.slice(0, dots)),
      last: textOf(part.slice(dots + 2)),
    };
  }
  if (part.some((token) => isOperator(token, "*"))) {
    const source = part.map((token) =>
      isOperator(token, "*") ? ".*" : escapePattern(token.character),
    );
    return { kind: "glob", text, pattern: new RegExp(`^${source.join("")}$`, "su") };
  }
  return { kind: "name", text, name: text };
}

function isOperator(token: Token | undefined, character: string): boolean {
  return token !== undefined && !token.literal && token.character === character;
}

function textOf(part: readonly Token[]): string {
  return part.map((token) => token.character).join("");
}

function escapePattern(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/u, String.raw`\$&`);
}

function matches(term: Term, names: readonly string[], asked: OptionName): number[] {
  switch (term.kind) {
    case "name":
      return namedColumns(term.name, names, asked);
    case "glob":
      return globMatches(term.pattern, term.text, { names, asked });
    case "range": {
      const first = columnIndex(term.first, names, asked);
      const last = columnIndex(term.last, names, asked);
      if (first > last) {
        throw usageError(
          "BACKWARD_RANGE",
          `${option(asked)}: in the range ${term.text} the second column comes before the first`,
          {
            hint: `Write ${term.last}..${term.first}.`,
          },
        );
      }
      return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
    }
  }
}

/** To be dropped, all columns of a name are meant. */
function namedColumns(name: string, names: readonly string[], asked: OptionName): number[] {
  return asked === "drop" && names.includes(name)
    ? names.flatMap((each, index) => (each === name ? [index] : []))
    : [columnIndex(name, names, asked)];
}

function globMatches(
  pattern: RegExp,
  text: string,
  { names, asked }: { names: readonly string[]; asked: OptionName },
): number[] {
  const found = names.flatMap((name, index) => (pattern.test(name) ? [index] : []));
  if (found.length === 0) {
    throw usageError(
      "UNKNOWN_COLUMN",
      `${option(asked)}: no column matches ${showValue(text)}; the columns are ${listed(names)}`,
    );
  }
  return found;
}

/** The error for a column there is not. `asked`: the option that named it, if one did. */
export function unknownColumn(name: string, names: readonly string[], asked?: OptionName): Error {
  const suggestion = closest(name, names);
  const where = asked === undefined ? "" : `${option(asked)}: `;
  return usageError(
    "UNKNOWN_COLUMN",
    `${where}there is no column ${showValue(name)}; the columns are ${listed(names)}`,
    {
      hint: suggestion === undefined ? undefined : `Did you mean ${showValue(suggestion)}?`,
    },
  );
}

/** Names for a message: all of a few, the first of many. */
export function listed(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).map(shortened).join(", ");
  return names.length > most ? `${shown}, … (${names.length} in all)` : shown;
}
