import * as fc from "fast-check";
import type { Column, ColumnType, Field } from "../src/batch.js";

/** Rows as plain values, and the type that holds them. */
export interface Rows {
  readonly type: ColumnType;
  readonly values: readonly unknown[];
}

/** Types up to some depth, without dictionaries. */
export const anyType: fc.Arbitrary<ColumnType> = fc.letrec<{ type: ColumnType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<ColumnType>(
      { kind: "null" },
      { kind: "bool" },
      { kind: "utf8" },
      { kind: "large-utf8" },
      { kind: "utf8-view" },
      { kind: "int", bits: 8, signed: true },
      { kind: "int", bits: 64, signed: true },
      { kind: "fixed-binary", width: 3 },
    ),
    tie("type").map((type): ColumnType => ({ kind: "list", child: field("item", type) })),
    tie("type").map((type): ColumnType => ({ kind: "large-list", child: field("item", type) })),
    tie("type").map((type): ColumnType => ({
      kind: "fixed-list",
      child: field("item", type),
      size: 2,
    })),
    fc.array(tie("type"), { minLength: 1, maxLength: 2 }).map((types): ColumnType => ({
      kind: "struct",
      children: types.map((type, at) => field(`m${at}`, type)),
    })),
    fc
      .tuple(tie("type"), tie("type"), fc.constantFrom("sparse", "dense"))
      .map(([one, other, mode]): ColumnType => ({
        kind: "union",
        mode: mode as "sparse" | "dense",
        children: [field("a", one), field("b", other)],
        typeIds: [3, 7],
      })),
  ),
})).type;

/** Rows of any type. */
export const anyRows: fc.Arbitrary<Rows> = anyType.chain((type) =>
  fc.array(valueOf(type), { maxLength: 12 }).map((values) => ({ type, values })),
);

/** A value as `plainValues` gives it. */
export function valueOf(type: ColumnType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "null":
      return fc.constant(null);
    case "union":
      return fc
        .nat({ max: 1 })
        .chain((at) => valueOf(type.children[at].type).map((value) => [type.typeIds[at], value]));
    default:
      return fc.option(presentValue(type), { freq: 4 });
  }
}

function presentValue(type: ColumnType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "bool":
      return fc.boolean();
    case "int":
      return type.bits === 64 ? fc.bigInt({ min: -9n, max: 9n }) : fc.integer({ min: -9, max: 9 });
    case "fixed-binary":
      return fc
        .uint8Array({ minLength: 3, maxLength: 3 })
        .map((bytes) => Buffer.from(bytes).toString("hex").toUpperCase());
    case "list":
    case "large-list":
      return fc.array(valueOf(type.child.type), { maxLength: 3 });
    case "fixed-list":
      return fc.array(valueOf(type.child.type), { minLength: 2, maxLength: 2 });
    case "struct":
      return fc.tuple(...type.children.map((child) => valueOf(child.type)));
    default:
      return fc.string({ unit: "grapheme", maxLength: 20 });
  }
}

export function field(name: string, type: ColumnType): Field {
  return { name, type, nullable: true };
}

/** A column of plain values, in the plainest layout of its type. */
export function columnOf(name: string, { type, values }: Rows): Column {
  const nulls = values.filter((value) => value === null).length;
  const base = { field: field(name, type), length: values.length };
  if (type.kind === "union") {
    return { ...base, nullCount: 0, ...unionParts(type, values as [number, unknown][]) };
  }
  const validity =
    nulls === 0 || type.kind === "null" ? undefined : bits(values.map((value) => value !== null));
  return { ...base, nullCount: nulls, validity, ...partsOf(type, values) };
}

function partsOf(type: ColumnType, values: readonly unknown[]): Partial<Column> {
  switch (type.kind) {
    case "null":
      return {};
    case "bool":
      return { data: bits(values.map((value) => value === true)) };
    case "int":
      return type.bits === 64
        ? { data: BigInt64Array.from(values, (value) => (value as bigint | null) ?? 0n) }
        : { data: Int8Array.from(values, (value) => (value as number | null) ?? 0) };
    case "fixed-binary":
      return {
        data: Buffer.concat(
          values.map((value) => Buffer.from((value as string | null) ?? "000000", "hex")),
        ),
      };
    case "utf8-view":
      return viewParts(values as (string | null)[]);
    case "list":
    case "large-list": {
      const lists = values as (unknown[] | null)[];
      const offsets = offsetsOf(
        lists.map((list) => list?.length ?? 0),
        type.kind === "large-list",
      );
      return {
        offsets,
        children: [
          childOf(
            type.child,
            lists.flatMap((list) => list ?? []),
          ),
        ],
      };
    }
    case "fixed-list":
      return {
        children: [
          childOf(
            type.child,
            values.flatMap((list) => (list as unknown[] | null) ?? filler(type.child, 2)),
          ),
        ],
      };
    case "struct":
      return {
        children: type.children.map((child, at) =>
          childOf(
            child,
            values.flatMap((row) => (row === null ? filler(child, 1) : [(row as unknown[])[at]])),
          ),
        ),
      };
    default: {
      const texts = values.map((value) => Buffer.from((value as string | null) ?? ""));
      const offsets = offsetsOf(
        texts.map((text) => text.length),
        type.kind === "large-utf8",
      );
      return { offsets, data: Buffer.concat(texts) };
    }
  }
}

function unionParts(
  type: Extract<ColumnType, { kind: "union" }>,
  rows: readonly [number, unknown][],
): Partial<Column> {
  const data = Int8Array.from(rows, ([id]) => id);
  const own = (id: number) => rows.filter((row) => row[0] === id).map((row) => row[1]);
  if (type.mode === "dense") {
    const offsets = Int32Array.from(
      rows,
      ([id], row) => rows.slice(0, row).filter((other) => other[0] === id).length,
    );
    return {
      data,
      offsets,
      children: type.children.map((child, at) => childOf(child, own(type.typeIds[at]))),
    };
  }
  return {
    data,
    children: type.children.map((child, at) =>
      childOf(
        child,
        rows.flatMap(([id, value]) => (id === type.typeIds[at] ? [value] : filler(child, 1))),
      ),
    ),
  };
}

/** What stands in the child of a list, struct or union where the row has nothing. */
function filler(child: Field, count: number): unknown[] {
  const value =
    child.type.kind === "union"
      ? [child.type.typeIds[0], filler(child.type.children[0], 1)[0]]
      : null;
  return Array.from({ length: count }, () => value);
}

function childOf(child: Field, values: readonly unknown[]): Column {
  return { ...columnOf(child.name, { type: child.type, values }), field: child };
}

function offsetsOf(lengths: readonly number[], wide: boolean): Int32Array | BigInt64Array {
  const offsets = [0];
  for (const length of lengths) {
    offsets.push((offsets.at(-1) as number) + length);
  }
  return wide ? BigInt64Array.from(offsets, BigInt) : Int32Array.from(offsets);
}

function viewParts(texts: readonly (string | null)[]): Partial<Column> {
  const data = Buffer.alloc(texts.length * 16);
  const long: Buffer[] = [];
  texts.forEach((text, row) => {
    const bytes = Buffer.from(text ?? "");
    data.writeInt32LE(bytes.length, row * 16);
    bytes.copy(data, row * 16 + 4, 0, bytes.length > 12 ? 4 : 12);
    if (bytes.length > 12) {
      data.writeInt32LE(Buffer.concat(long).length, row * 16 + 12);
      long.push(bytes);
    }
  });
  return { data: new Uint8Array(data), buffers: long.length === 0 ? [] : [Buffer.concat(long)] };
}

function bits(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, row) => (bytes[row >> 3] |= Number(flag) << (row & 7)));
  return bytes;
}
