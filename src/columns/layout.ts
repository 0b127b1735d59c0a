import type { ColumnType, Field, Values } from "../batch.js";

/** Makes the typed array of a fixed-width column: over `length` fresh elements, or over existing memory. */
export type ValuesConstructor = {
  new (length: number): Values;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Values;
  readonly BYTES_PER_ELEMENT: number;
};

/** How a type lies in memory: which parts of a column there are, and how wide they are. */
export type Layout =
  | { readonly form: "null" }
  | { readonly form: "bits" }
  /** `perRow` elements of `array` for each row. */
  | { readonly form: "fixed"; readonly array: ValuesConstructor; readonly perRow: number }
  /** Offsets into bytes; 64-bit offsets where `wide`. */
  | { readonly form: "bytes"; readonly wide: boolean }
  | { readonly form: "view" }
  | { readonly form: "list"; readonly wide: boolean; readonly child: Field }
  | { readonly form: "fixed-list"; readonly child: Field; readonly size: number }
  | { readonly form: "struct"; readonly children: readonly Field[] }
  | { readonly form: "union"; readonly dense: boolean; readonly children: readonly Field[] };

/** The layout of a type. A dictionary column lies in memory as its indices do. */
export function layoutOf(type: ColumnType): Layout {
  switch (type.kind) {
    case "null":
      return { form: "null" };
    case "bool":
      return { form: "bits" };
    case "utf8":
    case "binary":
      return { form: "bytes", wide: false };
    case "large-utf8":
    case "large-binary":
      return { form: "bytes", wide: true };
    case "utf8-view":
    case "binary-view":
      return { form: "view" };
    case "list":
    case "map":
      return { form: "list", wide: false, child: type.child };
    case "large-list":
      return { form: "list", wide: true, child: type.child };
    case "fixed-list":
      return { form: "fixed-list", child: type.child, size: type.size };
    case "struct":
      return { form: "struct", children: type.children };
    case "union":
      return { form: "union", dense: type.mode === "dense", children: type.children };
    case "unsupported":
      throw new TypeError(`a column of type ${type.name} was not left out`);
    default:
      return fixedLayout(type);
  }
}

type FixedType = Extract<
  ColumnType,
  {
    kind:
      | "int"
      | "float"
      | "decimal"
      | "date"
      | "time"
      | "timestamp"
      | "duration"
      | "interval"
      | "fixed-binary"
      | "dictionary";
  }
>;

function fixedLayout(type: FixedType): Layout {
  switch (type.kind) {
    case "int":
      return fixed(type.signed ? SIGNED[type.bits] : UNSIGNED[type.bits]);
    case "float":
      return fixed(FLOATS[type.bits]);
    case "dictionary":
      return fixedLayout(type.index);
    case "date":
      return fixed(type.unit === "day" ? Int32Array : BigInt64Array);
    case "time":
      return fixed(SIGNED[type.bits]);
    case "timestamp":
    case "duration":
      return fixed(BigInt64Array);
    case "decimal":
      return fixed(Uint8Array, type.bits / 8);
    case "interval":
      return fixed(Uint8Array, INTERVAL_BYTES[type.unit]);
    case "fixed-binary":
      return fixed(Uint8Array, type.width);
  }
}

function fixed(array: ValuesConstructor, perRow = 1): Layout {
  return { form: "fixed", array, perRow };
}

const SIGNED = { 8: Int8Array, 16: Int16Array, 32: Int32Array, 64: BigInt64Array } as const;
const UNSIGNED = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array, 64: BigUint64Array } as const;
const FLOATS = { 16: Uint16Array, 32: Float32Array, 64: Float64Array } as const;
const INTERVAL_BYTES = { "year-month": 4, "day-time": 8, "month-day-nano": 16 } as const;
