import type { Dialect, DialectOptions } from "../../batch.js";
import { usageError } from "../../errors.js";
import { FLAG, type Shapes, TEXT } from "../../wording/shapes.js";

/** What the parts of a dialect are like, for options that come from programs. */
export const DIALECT_SHAPES: Shapes<DialectOptions> = {
  delimiter: TEXT,
  quote: TEXT,
  escape: TEXT,
  comment: TEXT,
  header: FLAG,
  nullText: TEXT,
};

/**
 * Settles a dialect once: defaults filled in, contradictions refused.
 * @throws {DatasetError} `INVALID_DIALECT`, if a part is empty, holds a line break or equals another.
 */
export function resolveDialect(options: DialectOptions = {}, defaultDelimiter = ","): Dialect {
  const { delimiter = defaultDelimiter, header = true, comment, nullText } = options;
  const quote = options.quote === "" ? undefined : (options.quote ?? '"');
  const escape = quote === undefined ? undefined : (options.escape ?? quote);
  const marks = { delimiter, quote, escape, comment };
  for (const [name, mark] of Object.entries(marks)) {
    checkMark(name, mark);
  }
  refuseLong("quote", quote);
  refuseLong("escape", escape);
  refuseEqual("quote", quote, { delimiter, comment });
  refuseEqual("escape", escape, { delimiter, comment });
  refuseEqual("comment", comment, { delimiter });
  if (options.escape !== undefined && quote === undefined) {
    throw usageError(
      "INVALID_DIALECT",
      `the escape ${JSON.stringify(options.escape)} needs a quote`,
    );
  }
  return Object.freeze({ delimiter, quote, escape, comment, header, nullText });
}

/** Whether every mark is a single ASCII character, doubled quotes the only escape, and no line is a comment. */
export function isPlainDialect({ delimiter, quote, escape, comment }: Dialect): boolean {
  return (
    isOneByte(delimiter) &&
    (quote === undefined || isOneByte(quote)) &&
    (escape === undefined || escape === quote) &&
    comment === undefined
  );
}

function isOneByte(mark: string): boolean {
  return mark.length === 1 && mark.charCodeAt(0) < 128;
}

function checkMark(name: string, mark: string | undefined): void {
  if (mark === "") {
    throw usageError("INVALID_DIALECT", `the ${name} is empty; expected at least one character`);
  }
  if (mark !== undefined && /[\r\n]/.test(mark)) {
    throw usageError(
      "INVALID_DIALECT",
      `the ${name} ${JSON.stringify(mark)} holds a line break, which always ends a row`,
    );
  }
}

function refuseLong(name: string, mark: string | undefined): void {
  if (mark !== undefined && [...mark].length > 1) {
    throw usageError(
      "INVALID_DIALECT",
      `the ${name} ${JSON.stringify(mark)} has several characters; expected one`,
    );
  }
}

function refuseEqual(
  name: string,
  mark: string | undefined,
  others: Readonly<Record<string, string | undefined>>,
): void {
  for (const [other, value] of Object.entries(others)) {
    if (mark !== undefined && mark === value) {
      throw usageError(
        "INVALID_DIALECT",
        `the ${name} and the ${other} are both ${JSON.stringify(mark)}; they must differ`,
      );
    }
  }
}
