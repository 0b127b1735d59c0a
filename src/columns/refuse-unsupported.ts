import type { ColumnType, Field } from "../batch.js";
import { childFields } from "./child-fields.js";
import { dataError } from "../errors.js";
import { leaveOut } from "../selectors.js";

/**
 * Refuses a column of a type that is not read, or with such a type somewhere within.
 * @throws {DatasetError} If it is one (`UNSUPPORTED_TYPE`).
 */
export function refuseUnsupported({ name, type }: Field): void {
  const found = unsupportedIn(type);
  if (found !== undefined) {
    throw dataError("UNSUPPORTED_TYPE", `the Arrow type ${found} is not supported`, {
      column: name,
      hint: `Cast the column to a plain or list type first, or ${leaveOut(name)}.`,
    });
  }
}

function unsupportedIn(type: ColumnType): string | undefined {
  if (type.kind === "unsupported") {
    return type.name;
  }
  return type.kind === "dictionary"
    ? unsupportedIn(type.values)
    : childFields(type)
        .map((child) => unsupportedIn(child.type))
        .find((found) => found !== undefined);
}
