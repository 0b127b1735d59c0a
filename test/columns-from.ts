import type { Column, ColumnType, Field, Values } from "../src/batch.js";
import { Batch } from "../src/batch.js";

/** A column of any type from its parts; rows are as many as `present` says, all there unless it says otherwise. */
export function columnFrom(
  name: string,
  type: ColumnType,
  { present, ...parts }: Partial<Column> & { readonly present: readonly boolean[] },
): Column {
  const nullCount = present.filter((isPresent) => !isPresent).length;
  return {
    field: { name, type, nullable: true },
    length: present.length,
    nullCount,
    validity: nullCount === 0 ? undefined : bitsFrom(present),
    ...parts,
  };
}

/** A bitmap, lowest bit first. */
export function bitsFrom(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, row) => {
    if (flag) {
      bytes[row >> 3] |= 1 << (row & 7);
    }
  });
  return bytes;
}

/** All rows present. */
export function every(length: number): boolean[] {
  return Array.from({ length }, () => true);
}

/** Texts in utf8, or in large-utf8. */
export function textColumn(
  name: string,
  texts: readonly (string | null)[],
  kind: "utf8" | "large-utf8" = "utf8",
): Column {
  const encoded = texts.map((text) => Buffer.from(text ?? ""));
  const ends = encoded.map((_, row) => Buffer.concat(encoded.slice(0, row + 1)).length);
  const offsets =
    kind === "utf8" ? Int32Array.of(0, ...ends) : BigInt64Array.from([0, ...ends], BigInt);
  const present = texts.map((text) => text !== null);
  return columnFrom(name, { kind }, { present, offsets, data: Buffer.concat(encoded) });
}

/** Texts in 16-byte views: short ones inline, the others behind `pad` bytes of a buffer. */
export function viewColumn(name: string, texts: readonly string[], pad = 3): Column {
  const data = Buffer.alloc(texts.length * 16);
  const buffers: Uint8Array[] = [];
  texts.forEach((text, row) => {
    const bytes = Buffer.from(text);
    data.writeInt32LE(bytes.length, row * 16);
    if (bytes.length <= 12) {
      bytes.copy(data, row * 16 + 4);
    } else {
      bytes.copy(data, row * 16 + 4, 0, 4);
      data.writeInt32LE(buffers.length, row * 16 + 8);
      data.writeInt32LE(pad, row * 16 + 12);
      buffers.push(Buffer.concat([Buffer.alloc(pad), bytes]));
    }
  });
  return columnFrom(name, { kind: "utf8-view" }, { present: every(texts.length), data, buffers });
}

/** Fixed-width values of a type; null rows where `present` says so. */
export function fixedColumn(
  name: string,
  type: ColumnType,
  { data, present }: { readonly data: Values; readonly present: readonly boolean[] },
): Column {
  return columnFrom(name, type, { present, data });
}

export function floatColumn(name: string, values: readonly (number | null)[]): Column {
  const present = values.map((value) => value !== null);
  const data = Float64Array.from(values, (value) => value ?? 0);
  return columnFrom(name, { kind: "float", bits: 64 }, { present, data });
}

/** A list of each row's items, which are runs of the child column. */
export function listColumn(name: string, child: Column, offsets: readonly number[]): Column {
  const type = { kind: "list", child: child.field } as const;
  return columnFrom(name, type, {
    present: every(offsets.length - 1),
    offsets: Int32Array.from(offsets),
    children: [child],
  });
}

export function structColumn(name: string, children: readonly Column[]): Column {
  const fields: Field[] = children.map((child) => child.field);
  const present = every(children[0].length);
  return columnFrom(name, { kind: "struct", children: fields }, { present, children });
}

const INT_ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
} as const;

const WIDE_INT_ARRAYS = { int64: BigInt64Array, uint64: BigUint64Array } as const;

/** The integer types there are. */
export type IntName = keyof typeof INT_ARRAYS | keyof typeof WIDE_INT_ARRAYS;

const wide = (value: number | bigint | null): bigint => BigInt(value ?? 0);

/** Integers of any width. */
export function intColumn(
  name: string,
  intName: IntName,
  values: readonly (number | bigint | null)[],
): Column {
  const data =
    intName === "int64" || intName === "uint64"
      ? (WIDE_INT_ARRAYS[intName] as BigInt64ArrayConstructor).from(values, wide)
      : (INT_ARRAYS[intName] as Int32ArrayConstructor).from(values, Number);
  return columnFrom(name, intType(intName), {
    present: values.map((value) => value !== null),
    data,
  });
}

export function boolColumn(name: string, values: readonly (boolean | null)[]): Column {
  return columnFrom(
    name,
    { kind: "bool" },
    {
      present: values.map((value) => value !== null),
      data: bitsFrom(values.map(Boolean)),
    },
  );
}

/** Nothing but nulls. */
export function nullColumn(name: string, rows: number): Column {
  return { field: { name, type: { kind: "null" }, nullable: true }, length: rows, nullCount: rows };
}

/** Indices into a column of values. */
export function dictionaryColumn(
  name: string,
  indices: readonly (number | null)[],
  { values, index = "int32" }: { readonly values: Column; readonly index?: IntName },
): Column {
  const type: ColumnType = {
    kind: "dictionary",
    index: intType(index),
    values: values.field.type,
    ordered: false,
  };
  const { data } = intColumn(name, index, indices);
  const present = indices.map((value) => value !== null);
  return columnFrom(name, type, { present, data, dictionary: values });
}

/** Lists of one size: the child's rows, `size` at a time. */
export function fixedListColumn(
  name: string,
  child: Column,
  { size, present }: { readonly size: number; readonly present?: readonly boolean[] },
): Column {
  const type: ColumnType = { kind: "fixed-list", child: child.field, size };
  return columnFrom(name, type, {
    present: present ?? every(child.length / size),
    children: [child],
  });
}

/** A batch of these columns, all of one length, after `firstRow` rows. */
export function batchOf(columns: readonly Column[], firstRow = 0): Batch {
  return new Batch({ rows: columns[0]?.length ?? 0, firstRow, columns });
}

function intType(name: IntName): ColumnType & { readonly kind: "int" } {
  const bits = Number(name.replace(/^u?int/u, "")) as 8 | 16 | 32 | 64;
  return { kind: "int", bits, signed: name.startsWith("int") };
}
