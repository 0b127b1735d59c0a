import { type CsvType, parseCsvType } from "../../columns/csv-type.js";
import { usageError } from "../../errors.js";
import { columnIndex, splitList } from "../../selectors.js";
import { option } from "../../wording/option.js";
import { showValue } from "../../wording/show-value.js";

/**
 * The types of `a=text,b=float64` by the place of their columns; a backslash takes a comma literally.
 * @param names The columns of the text.
 * @throws {DatasetError} If it is not of this form or names a column twice (`BAD_TYPES`), for a column that is not there
 *   (`UNKNOWN_COLUMN`) or there twice (`DOUBLED_COLUMN`), or no type (`UNKNOWN_TYPE`).
 */
export function parseGivenTypes(given: string, names: readonly string[]): (CsvType | undefined)[] {
  const types: (CsvType | undefined)[] = [];
  for (const part of splitList(given)) {
    const equals = part.lastIndexOf("=");
    if (equals < 1) {
      throw badTypes(`${showValue(part)} is not of the form name=type`, "Such as id=text.");
    }
    const name = part.slice(0, equals);
    const index = typedColumn(name, names);
    if (types[index] !== undefined) {
      throw badTypes(`the column ${showValue(name)} is named twice`, "Keep one of its types.");
    }
    types[index] = parseCsvType(part.slice(equals + 1));
  }
  return types;
}

function typedColumn(name: string, names: readonly string[]): number {
  if (!names.includes(name) && /\*|\.\./u.test(name)) {
    throw badTypes(
      `there is no column ${showValue(name)}, and globs and ranges have no meaning here`,
      "Name each column with its type.",
    );
  }
  return columnIndex(name, names, "types");
}

function badTypes(found: string, hint: string): Error {
  return usageError("BAD_TYPES", `${option("types")}: ${found}`, { hint });
}
