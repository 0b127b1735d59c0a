import { describe, expect, it } from "vitest";
import type { ColumnType, Field } from "../../src/batch.js";
import { typeBytes, typeName } from "../../src/columns/type-name.js";

const INT32: ColumnType = { kind: "int", bits: 32, signed: true };

function field(type: ColumnType, name = "item"): Field {
  return { name, type, nullable: true };
}

describe("typeName and typeBytes", () => {
  it.each<[string, number, ColumnType]>([
    ["null", 0, { kind: "null" }],
    ["bool", 1 / 8, { kind: "bool" }],
    ["int32", 4, INT32],
    ["uint8", 1, { kind: "int", bits: 8, signed: false }],
    ["float16", 2, { kind: "float", bits: 16 }],
    ["float64", 8, { kind: "float", bits: 64 }],
    ["decimal128(10, 2)", 16, { kind: "decimal", bits: 128, precision: 10, scale: 2 }],
    ["date32", 4, { kind: "date", unit: "day" }],
    ["date64", 8, { kind: "date", unit: "ms" }],
    ["time32[ms]", 4, { kind: "time", bits: 32, unit: "ms" }],
    ["timestamp[us]", 8, { kind: "timestamp", unit: "us" }],
    ["timestamp[ns, UTC]", 8, { kind: "timestamp", unit: "ns", timezone: "UTC" }],
    ["duration[s]", 8, { kind: "duration", unit: "s" }],
    ["interval[year-month]", 16, { kind: "interval", unit: "year-month" }],
    ["fixed_size_binary[3]", 3, { kind: "fixed-binary", width: 3 }],
    ["utf8", 16, { kind: "utf8" }],
    ["large_utf8", 16, { kind: "large-utf8" }],
    ["binary_view", 16, { kind: "binary-view" }],
    ["list<int32>", 16, { kind: "list", child: field(INT32) }],
    ["large_list<utf8>", 16, { kind: "large-list", child: field({ kind: "utf8" }) }],
    ["fixed_size_list<int32>[3]", 12, { kind: "fixed-list", child: field(INT32), size: 3 }],
    [
      "struct<a: int32, b: bool>",
      4.125,
      { kind: "struct", children: [field(INT32, "a"), field({ kind: "bool" }, "b")] },
    ],
    [
      "map<struct<key: utf8, value: int32>>",
      16,
      {
        kind: "map",
        sorted: false,
        child: field({
          kind: "struct",
          children: [field({ kind: "utf8" }, "key"), field(INT32, "value")],
        }),
      },
    ],
    [
      "dictionary<utf8, int32>",
      4,
      {
        kind: "dictionary",
        index: { kind: "int", bits: 32, signed: true },
        values: { kind: "utf8" },
        ordered: false,
      },
    ],
  ])("of %s, %s bytes a value", (name, bytes, type) => {
    expect(typeName(type)).toBe(name);
    expect(typeBytes(type)).toBe(bytes);
  });
});
