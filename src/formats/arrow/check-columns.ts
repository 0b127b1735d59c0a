import { isAscii, isUtf8 } from "node:buffer";
import { isValid, type Column, type Field } from "../../batch.js";
import { childOrdinals } from "../../columns/compact.js";
import { words, type Offsets } from "../../columns/offsets.js";
import { dataError, type DatasetError } from "../../errors.js";
import { corrupt } from "./checked-bytes.js";

/** Refuses offsets that go back, begin below 0 or end past the `limit` bytes or child rows there are. */
export function checkOffsets(field: Field, offsets: Offsets, limit: number): void {
  const bad = offsets instanceof Int32Array ? badOffset(offsets) : badWideOffset(offsets);
  const end = Number(offsets[offsets.length - 1]);
  if (bad !== undefined) {
    throw corrupt(`column "${field.name}" has offsets that go back`, {
      column: field.name,
      row: bad + 1,
    });
  }
  if (end > limit) {
    throw corrupt(`column "${field.name}" has offsets to ${end}, and its values end at ${limit}`, {
      column: field.name,
    });
  }
}

function badOffset(offsets: Int32Array): number | undefined {
  let last = 0;
  for (let row = 0; row < offsets.length; row++) {
    if (offsets[row] < last) {
      return row;
    }
    last = offsets[row];
  }
  return undefined;
}

function badWideOffset(offsets: BigInt64Array): number | undefined {
  const halves = words(offsets);
  let last = 0;
  for (let row = 0; row < offsets.length; row++) {
    const offset = halves[2 * row + 1] * 2 ** 32 + halves[2 * row];
    if (offset < last || offset > Number.MAX_SAFE_INTEGER) {
      return row;
    }
    last = offset;
  }
  return undefined;
}

/** Refuses a utf8 column with a value that is not UTF-8. */
export function checkText(column: Column): void {
  const { kind } = column.field.type;
  if (kind !== "utf8" && kind !== "large-utf8") {
    return;
  }
  const bytes = column.data as Uint8Array;
  const offsets = column.offsets as Offsets;
  const whole = bytes.subarray(Number(offsets[0]), Number(offsets[column.length]));
  if (isUtf8(whole) && (isAscii(whole) || cutsAtCharacters(bytes, offsets))) {
    return;
  }
  for (let row = 0; row < column.length; row++) {
    const value = bytes.subarray(Number(offsets[row]), Number(offsets[row + 1]));
    if (isValid(column, row) && !isUtf8(value)) {
      throw notUtf8(column, row);
    }
  }
}

/** The error for a value that should be text. */
export function notUtf8(column: Column, row: number): DatasetError {
  const { name } = column.field;
  return dataError("INVALID_UTF8", `column "${name}" holds text that is not UTF-8`, {
    column: name,
    row: row + 1,
    hint: "Store the column as binary, or convert its text to UTF-8.",
  });
}

function cutsAtCharacters(bytes: Uint8Array, offsets: Offsets): boolean {
  for (let row = 0; row < offsets.length; row++) {
    const at = Number(offsets[row]);
    if (at < bytes.length && (bytes[at] & 0xc0) === 0x80) {
      return false;
    }
  }
  return true;
}

/** Refuses indices that point past the dictionary. Those of nulls may be anything. */
export function checkIndices(column: Column, size: number): void {
  const indices = column.data as ArrayLike<number | bigint>;
  for (let row = 0; row < column.length; row++) {
    if (!(indices[row] >= 0 && indices[row] < size) && isValid(column, row)) {
      throw corrupt(
        `column "${column.field.name}" has the dictionary index ${indices[row]}, and its dictionary ${size} values`,
        { column: column.field.name, row: row + 1 },
      );
    }
  }
}

/** Refuses type ids that the union does not have, and offsets past the child they lead to. */
export function checkUnion(
  field: Field,
  {
    data,
    offsets,
    children,
  }: { data: Int8Array; offsets?: Int32Array; children?: readonly Column[] },
): void {
  const ordinals = childOrdinals((field.type as { typeIds: readonly number[] }).typeIds);
  for (let row = 0; row < data.length; row++) {
    const ordinal = ordinals[data[row]] ?? -1;
    const offset = offsets?.[row] ?? 0;
    const limit = children?.[ordinal]?.length ?? 1;
    if (ordinal < 0 || offset < 0 || offset >= limit) {
      throw corrupt(
        `union column "${field.name}" has the type id ${data[row]} with the offset ${offset}`,
        {
          column: field.name,
          row: row + 1,
        },
      );
    }
  }
}
