import type { Column, ColumnType, Field } from "../batch.js";
import { isValid } from "../batch.js";
import { isNumber } from "../classes/classes.js";
import { dataError } from "../errors.js";
import { fromFloat16 } from "../kernels/float16.js";
import { option, type OptionName } from "../wording/option.js";
import { typeName } from "./type-name.js";

/**
 * The values of a numeric or boolean column as float64, NaN where a row is null or text that is no number.
 * @throws {DatasetError} If the column's type has no numeric reading (`NOT_NUMERIC`).
 */
export function columnNumbers(column: Column): Float64Array {
  const numbers = rawNumbers(column);
  if (column.nullCount === 0) {
    return numbers;
  }
  return numbers.map((value, row) => (isValid(column, row) ? value : Number.NaN));
}

const NUMERIC = new Set<ColumnType["kind"]>(["int", "float", "bool", "utf8", "large-utf8"]);

/**
 * Refuses a column without a numeric reading before its first value.
 * @throws {DatasetError} If it has none (`NOT_NUMERIC`).
 */
export function refuseNonNumbers({ name, type }: Field, asked: OptionName): void {
  if (!NUMERIC.has(type.kind)) {
    throw dataError(
      "NOT_NUMERIC",
      `${option(asked)}: a column of type ${typeName(type)} holds no numbers`,
      { column: name },
    );
  }
}

function rawNumbers(column: Column): Float64Array {
  const { type } = column.field;
  switch (type.kind) {
    case "int":
      return Float64Array.from(column.data as Int32Array, Number);
    case "float":
      return type.bits === 16
        ? Float64Array.from(fromFloat16(column.data as Uint16Array))
        : Float64Array.from(column.data as Float64Array);
    case "bool":
      return Float64Array.from(
        { length: column.length },
        (_, row) => ((column.data as Uint8Array)[row >> 3] >> (row & 7)) & 1,
      );
    case "utf8":
    case "large-utf8":
      return textNumbers(column);
    default:
      throw dataError("NOT_NUMERIC", `a column of type ${type.kind} holds no numbers`, {
        column: column.field.name,
      });
  }
}

function textNumbers({ data, offsets, length }: Column): Float64Array {
  const bytes = Buffer.from(
    (data as Uint8Array).buffer,
    (data as Uint8Array).byteOffset,
    (data as Uint8Array).byteLength,
  );
  return Float64Array.from({ length }, (_, row) => {
    const text = bytes.toString("latin1", Number(offsets?.[row]), Number(offsets?.[row + 1]));
    return numberIn(text.trim());
  });
}

/** The number that a text stands for, or NaN: the spellings that a typed column of numbers or booleans would have. */
export function numberIn(text: string): number {
  // pandas writes True, spreadsheets TRUE.
  if (/^(?:true|false)$/iu.test(text)) {
    return Number(text.toLowerCase() === "true");
  }
  if (/^-?inf(?:inity)?$/iu.test(text)) {
    return text.startsWith("-") ? -Infinity : Infinity;
  }
  return isNumber(text) ? Number(text) : Number.NaN;
}
