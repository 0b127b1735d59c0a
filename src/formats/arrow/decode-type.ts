import { Date as DateTable } from "apache-arrow/fb/date";
import { DateUnit } from "apache-arrow/fb/date-unit";
import { Decimal } from "apache-arrow/fb/decimal";
import { Duration } from "apache-arrow/fb/duration";
import type { Field as FieldTable } from "apache-arrow/fb/field";
import { FixedSizeBinary } from "apache-arrow/fb/fixed-size-binary";
import { FixedSizeList } from "apache-arrow/fb/fixed-size-list";
import { FloatingPoint } from "apache-arrow/fb/floating-point";
import { Int } from "apache-arrow/fb/int";
import { Interval } from "apache-arrow/fb/interval";
import { Map as MapTable } from "apache-arrow/fb/map";
import { Time } from "apache-arrow/fb/time";
import { Timestamp } from "apache-arrow/fb/timestamp";
import { Type } from "apache-arrow/fb/type";
import { Union } from "apache-arrow/fb/union";
import { UnionMode } from "apache-arrow/fb/union-mode";
import type { ColumnType, Field } from "../../batch.js";
import { corrupt, required } from "./checked-bytes.js";

type IndexType = Extract<ColumnType, { kind: "dictionary" }>["index"];

/** The type of a field's values (of its dictionary's values, where it has one). */
export function decodeType(
  table: FieldTable,
  name: string,
  children: readonly Field[],
): ColumnType {
  const type = table.typeType();
  const plain = PLAIN[type];
  if (plain !== undefined) {
    return { kind: plain };
  }
  return NESTED.has(type)
    ? nestedType(table, name, children)
    : (scalarType(table, name) ?? unsupported(type, name, children));
}

/** The type of a dictionary's indices. */
export function indexType(table: Int, name: string): IndexType {
  return {
    kind: "int",
    bits: oneOf([8, 16, 32, 64] as const, table.bitWidth(), `integer width of column "${name}"`),
    signed: table.isSigned(),
  };
}

const PLAIN: { [type in Type]?: Extract<ColumnType, { kind: "null" }>["kind"] | PlainKind } = {
  [Type.Null]: "null",
  [Type.Bool]: "bool",
  [Type.Utf8]: "utf8",
  [Type.LargeUtf8]: "large-utf8",
  [Type.Utf8View]: "utf8-view",
  [Type.Binary]: "binary",
  [Type.LargeBinary]: "large-binary",
  [Type.BinaryView]: "binary-view",
};
type PlainKind =
  | "null"
  | "bool"
  | "utf8"
  | "large-utf8"
  | "utf8-view"
  | "binary"
  | "large-binary"
  | "binary-view";

const NESTED = new Set([
  Type.List,
  Type.LargeList,
  Type.FixedSizeList,
  Type.Struct_,
  Type.Map,
  Type.Union,
]);

const UNITS = ["s", "ms", "us", "ns"] as const;
const INTERVALS = ["year-month", "day-time", "month-day-nano"] as const;

function scalarType(field: FieldTable, name: string): ColumnType | undefined {
  const what = `of column "${name}"`;
  switch (field.typeType()) {
    case Type.Int:
      return indexType(typeTable(field, new Int()), name);
    case Type.FloatingPoint:
      return {
        kind: "float",
        bits: item([16, 32, 64] as const, typeTable(field, new FloatingPoint()).precision(), what),
      };
    case Type.Decimal: {
      const decimal = typeTable(field, new Decimal());
      const bits = oneOf([32, 64, 128, 256] as const, decimal.bitWidth(), `decimal width ${what}`);
      return { kind: "decimal", bits, precision: decimal.precision(), scale: decimal.scale() };
    }
    case Type.Date: {
      const days = typeTable(field, new DateTable()).unit() === DateUnit.DAY;
      return { kind: "date", unit: days ? "day" : "ms" };
    }
    case Type.Time: {
      const time = typeTable(field, new Time());
      const bits = oneOf([32, 64] as const, time.bitWidth(), `time width ${what}`);
      return { kind: "time", bits, unit: item(UNITS, time.unit(), what) };
    }
    case Type.Timestamp: {
      const timestamp = typeTable(field, new Timestamp());
      const timezone = timestamp.timezone() as string | null;
      const unit = item(UNITS, timestamp.unit(), what);
      return timezone === null
        ? { kind: "timestamp", unit }
        : { kind: "timestamp", unit, timezone };
    }
    case Type.Duration:
      return { kind: "duration", unit: item(UNITS, typeTable(field, new Duration()).unit(), what) };
    case Type.Interval:
      return {
        kind: "interval",
        unit: item(INTERVALS, typeTable(field, new Interval()).unit(), what),
      };
    case Type.FixedSizeBinary:
      return {
        kind: "fixed-binary",
        width: size(typeTable(field, new FixedSizeBinary()).byteWidth(), what),
      };
    default:
      return undefined;
  }
}

function nestedType(field: FieldTable, name: string, children: readonly Field[]): ColumnType {
  const what = `of column "${name}"`;
  const [child] = children;
  switch (field.typeType()) {
    case Type.Struct_:
      return { kind: "struct", children };
    case Type.Union:
      return unionType(typeTable(field, new Union()), name, children);
    default:
      if (children.length !== 1) {
        throw corrupt(`list column "${name}" has ${children.length} child fields, expected 1`);
      }
  }
  switch (field.typeType()) {
    case Type.List:
      return { kind: "list", child };
    case Type.LargeList:
      return { kind: "large-list", child };
    case Type.Map:
      if (child.type.kind !== "struct" || child.type.children.length !== 2) {
        throw corrupt(`map column "${name}" has entries that are no pairs of key and value`);
      }
      return { kind: "map", child, sorted: typeTable(field, new MapTable()).keysSorted() };
    default:
      return {
        kind: "fixed-list",
        child,
        size: size(typeTable(field, new FixedSizeList()).listSize(), what),
      };
  }
}

function unionType(union: Union, name: string, children: readonly Field[]): ColumnType {
  const given = union.typeIdsLength();
  const typeIds = children.map((_, at) => (given === 0 ? at : (union.typeIds(at) as number)));
  const valid = typeIds.every((id) => id >= 0 && id <= 127);
  if (
    !valid ||
    new Set(typeIds).size !== typeIds.length ||
    (given !== 0 && given !== typeIds.length)
  ) {
    throw corrupt(
      `union column "${name}" has ${children.length} children and the type ids ${typeIds.join(", ")}`,
    );
  }
  return {
    kind: "union",
    mode: union.mode() === UnionMode.Dense ? "dense" : "sparse",
    children,
    typeIds,
  };
}

function typeTable<Table>(field: FieldTable, target: Table): Table {
  required(field.type(target) as Table | null, "type for a field");
  return target;
}

function item<Item>(items: readonly Item[], at: number, what: string): Item {
  if (items[at] === undefined) {
    throw corrupt(`the type ${what} has the unknown unit or precision ${at}`);
  }
  return items[at];
}

function oneOf<Value extends number>(values: readonly Value[], found: number, what: string): Value {
  const value = values.find((known) => known === found);
  if (value === undefined) {
    throw corrupt(`the ${what} is ${found} bits, expected ${values.join(", ")}`);
  }
  return value;
}

function size(found: number, what: string): number {
  if (found < 0) {
    throw corrupt(`the type ${what} has the size ${found}`);
  }
  return found;
}

/** Types that are not read, and how many buffers each has itself. */
const UNSUPPORTED: { [type in Type]?: { readonly name: string; readonly buffers: number } } = {
  [Type.ListView]: { name: "list-view", buffers: 3 },
  [Type.LargeListView]: { name: "large list-view", buffers: 3 },
  [Type.RunEndEncoded]: { name: "run-end-encoded", buffers: 0 },
};

function unsupported(type: Type, name: string, children: readonly Field[]): ColumnType {
  const known = UNSUPPORTED[type];
  if (known === undefined) {
    throw corrupt(`column "${name}" has the unknown Arrow type ${type}`);
  }
  return { kind: "unsupported", ...known, children };
}
