import type { DialectOptions } from "../../batch.js";
import type { Dialect } from "../../batch.js";
import { resolveDialect } from "./dialect.js";

/**
 * The dialect of an output: what is wanted over what the rows came in, else commas and double quotes.
 * @throws {DatasetError} `INVALID_DIALECT`, if the parts do not go together.
 */
export function writtenDialect(wanted: DialectOptions, source?: Dialect): Dialect {
  const given = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
  if (source === undefined) {
    return resolveDialect(given);
  }
  // An escape belongs to its quote: with another quote the old one does not stay.
  const escape = wanted.quote === undefined ? source.escape : undefined;
  return resolveDialect({ ...source, quote: source.quote ?? "", escape, ...given });
}

/** Whether rows of one dialect are rows of the other, byte for byte. */
export function isSameDialect(one: Dialect, other: Dialect): boolean {
  return (
    one.delimiter === other.delimiter &&
    one.quote === other.quote &&
    (one.escape ?? one.quote) === (other.escape ?? other.quote) &&
    one.comment === other.comment &&
    one.header === other.header &&
    one.nullText === other.nullText
  );
}
