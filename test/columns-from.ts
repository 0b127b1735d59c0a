import type { Column, ColumnType, Field, Values } from "../src/batch.js";

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
