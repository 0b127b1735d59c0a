import { dataError } from "../errors.js";
import { option } from "../wording/option.js";

/** Where 32-bit offsets end. */
export const MAX_INT32 = 2 ** 31 - 1;

/** The error for a column of which 32-bit offsets cannot span what it would hold. */
export function tooLarge(name: string, end: number): Error {
  return dataError(
    "COLUMN_TOO_LARGE",
    `one batch would hold ${end} bytes or items, and 32-bit offsets end at ${MAX_INT32}`,
    { column: name, hint: `Use smaller batches (${option("chunkRows")}).` },
  );
}
