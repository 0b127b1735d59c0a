import { dataError, type DatasetError } from "../../errors.js";
import { countLineBreaks, lineStart } from "./lines.js";
import type { RowFault } from "./row-indexer.js";
import { option } from "../../wording/option.js";

/** Where in the input a block of bytes is. */
export interface BlockPlace {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The first byte that was not read before. */
  readonly from: number;
  /** The line that `from` is on, counted from 1. */
  readonly line: number;
}

/** The error for a fault in a row of this width. */
export function rowFaultError(fault: RowFault, place: BlockPlace, width: number): DatasetError {
  const where = placeOf(fault.position, place);
  switch (fault.kind) {
    case "field-count": {
      const found = fields(fault.found);
      const message = `this row has ${found}; expected ${width}, as in the first row`;
      const hint = "Correct the row, or quote the fields that hold a delimiter.";
      return dataError("FIELD_COUNT", message, { file: where.file, line: where.line, hint });
    }
    case "stray-quote":
      return dataError(
        "STRAY_QUOTE",
        "a quoted field goes on after its closing quote; expected a delimiter or the end of the line",
        { ...where, hint: "Double the quotes inside a quoted field." },
      );
    case "open-quote":
      return dataError("UNCLOSED_QUOTE", "the quote that opens here is never closed", {
        ...where,
        hint: `Close it, or turn quoting off if quotes are data (${option("quote", "")}).`,
      });
  }
}

/** The error for the byte at `position`, which is no part of UTF-8. */
export function invalidUtf8Error(position: number, place: BlockPlace): DatasetError {
  const byte = place.bytes[position].toString(16).toUpperCase().padStart(2, "0");
  return dataError("INVALID_UTF8", `the byte 0x${byte} is not part of UTF-8 text; expected UTF-8`, {
    ...placeOf(position, place),
    hint: "Convert the file first, for instance: iconv -f WINDOWS-1252 -t UTF-8.",
  });
}

/** The error for a row that is longer than any row should be. */
export function rowTooLongError(limit: number, place: BlockPlace): DatasetError {
  const message = `the row that starts here is longer than ${limit} bytes; expected a shorter one`;
  const hint = "A quote that is opened and never closed makes such rows.";
  return dataError("ROW_TOO_LONG", message, { file: place.file, line: place.line, hint });
}

function placeOf(position: number, { file, bytes, from, line }: BlockPlace) {
  return {
    file,
    line: line + countLineBreaks(bytes, from, position),
    column: position - Math.max(from, lineStart(bytes, position)) + 1,
  };
}

function fields(count: number): string {
  return count === 1 ? "1 field" : `${count} fields`;
}
