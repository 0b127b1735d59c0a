import type { Column, Field } from "../batch.js";
import { isValid } from "../batch.js";
import { type ReadBytes, textReader } from "../classes/text-spans.js";
import { typeName } from "../columns/type-name.js";
import { usageError } from "../errors.js";
import { option } from "../wording/option.js";

/** Two sorts of keys that are never equal, unless one of them is from a text, where nothing has a type. */
export type KeyKind = "integer" | "text";

/**
 * What sort of keys a column holds.
 * @throws {DatasetError} If its values are no keys (`KEY_TYPE`).
 */
export function keyKind({ name, type }: Field): KeyKind {
  switch (type.kind) {
    case "int":
      return "integer";
    case "utf8":
    case "large-utf8":
    case "utf8-view":
      return "text";
    case "dictionary":
      return keyKind({ name, type: type.values, nullable: true });
    default:
      throw usageError(
        "KEY_TYPE",
        `${option("on")}: the column ${JSON.stringify(name)} is of type ${typeName(type)}; expected keys that are whole numbers or text`,
        { column: name },
      );
  }
}

/**
 * Reads the keys of a column in their bytes, integers as decimals; undefined where there is none.
 * @throws {DatasetError} As `keyKind`.
 */
export function keyReader<Result>(
  column: Column,
  read: ReadBytes<Result>,
): (row: number) => Result | undefined {
  const present = presentReader(column, read);
  return (row) => (isValid(column, row) ? present(row) : undefined);
}

function presentReader<Result>(
  column: Column,
  read: ReadBytes<Result>,
): (row: number) => Result | undefined {
  const { type } = column.field;
  if (type.kind === "dictionary") {
    const indices = column.data as Int32Array;
    const value = keyReader(column.dictionary as Column, read);
    return (row) => value(Number(indices[row]));
  }
  if (keyKind(column.field) === "text") {
    return textReader(column, read);
  }
  const values = column.data as Int32Array;
  return (row) => {
    const bytes = encoder.encode(String(values[row]));
    return read(bytes, 0, bytes.length);
  };
}

const encoder = new TextEncoder();
