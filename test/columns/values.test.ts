import { describe, expect, it } from "vitest";
import type { Column, TimeUnit } from "../../src/batch.js";
import { valueReader } from "../../src/columns/values.js";
import {
  boolColumn,
  columnFrom,
  dictionaryColumn,
  every,
  fixedListColumn,
  floatColumn,
  intColumn,
  listColumn,
  nullColumn,
  structColumn,
  textColumn,
  viewColumn,
} from "../columns-from.js";
import { faultIn } from "../faults.js";

function values(column: Column): unknown[] {
  const read = valueReader(column);
  return Array.from({ length: column.length }, (_, row) => read(row));
}

function times(type: Column["field"]["type"], data: bigint[]): Column {
  return columnFrom("t", type, { present: every(data.length), data: BigInt64Array.from(data) });
}

describe("valueReader", () => {
  it.each<[string, Column, unknown[]]>([
    ["nulls", nullColumn("a", 2), [null, null]],
    ["int32", intColumn("a", "int32", [1, null, -3]), [1, null, -3]],
    ["int64", intColumn("a", "int64", [2n ** 60n, null]), [2n ** 60n, null]],
    ["float64", floatColumn("a", [0.1, null, -0]), [0.1, null, -0]],
    ["bool", boolColumn("a", [true, false, null]), [true, false, null]],
    ["utf8", textColumn("a", ["ä", "", null]), ["ä", "", null]],
    ["large-utf8", textColumn("a", ["ä", null], "large-utf8"), ["ä", null]],
    [
      "utf8-view",
      viewColumn("a", ["short", "twelve bytes", "much longer than twelve"]),
      ["short", "twelve bytes", "much longer than twelve"],
    ],
    [
      "dictionary",
      dictionaryColumn("a", [1, null, 0], { values: textColumn("", ["x", "y"]) }),
      ["y", null, "x"],
    ],
    [
      "dictionary with 64-bit indices",
      dictionaryColumn("a", [1, 0], { values: textColumn("", ["x", null]), index: "int64" }),
      [null, "x"],
    ],
    ["list", listColumn("a", floatColumn("", [1, 2, 3]), [0, 2, 2, 3]), [[1, 2], [], [3]]],
    [
      "fixed-list",
      fixedListColumn("a", floatColumn("", [1, 2, 3, null]), { size: 2 }),
      [
        [1, 2],
        [3, null],
      ],
    ],
    [
      "struct",
      structColumn("a", [intColumn("x", "int8", [1, 2]), textColumn("y", ["p", null])]),
      [
        { x: 1, y: "p" },
        { x: 2, y: null },
      ],
    ],
  ])("reads %s", (_type, column, expected) => {
    expect(values(column)).toEqual(expected);
  });

  it("reads float16 from its bits", () => {
    const data = Uint16Array.of(0x3c00, 0x3555, 0xfc00);
    const column = columnFrom("a", { kind: "float", bits: 16 }, { present: every(3), data });
    expect(values(column)).toEqual([1, 0.333251953125, -Infinity]);
  });

  it("reads binary as bytes of its own", () => {
    const { offsets, data } = textColumn("a", ["ab", "c"]);
    const column = columnFrom("a", { kind: "binary" }, { present: every(2), offsets, data });
    const [first] = values(column) as Uint8Array[];
    first[0] = 0;
    expect(values(column)).toEqual([Uint8Array.of(97, 98), Uint8Array.of(99)]);
  });

  it.each<[TimeUnit, bigint, string]>([
    ["s", 1_700_000_000n, "2023-11-14T22:13:20.000Z"],
    ["ms", -1n, "1969-12-31T23:59:59.999Z"],
    ["us", 1_999n, "1970-01-01T00:00:00.001Z"],
    ["us", -1n, "1969-12-31T23:59:59.999Z"],
    ["us", -1_000n, "1969-12-31T23:59:59.999Z"],
    ["ns", 1_700_000_000_123_999_999n, "2023-11-14T22:13:20.123Z"],
    ["ns", -1_000_001n, "1969-12-31T23:59:59.998Z"],
  ])("reads a timestamp in %s, %s, as whole milliseconds", (unit, value, iso) => {
    expect(values(times({ kind: "timestamp", unit }, [value]))).toEqual([new Date(iso)]);
  });

  it("reads dates in days and in milliseconds", () => {
    const data = Int32Array.of(19_675, -1);
    const days = columnFrom("d", { kind: "date", unit: "day" }, { present: every(2), data });
    expect(values(days)).toEqual([new Date("2023-11-14"), new Date("1969-12-31")]);
    expect(values(times({ kind: "date", unit: "ms" }, [86_400_000n]))).toEqual([
      new Date("1970-01-02"),
    ]);
  });

  it("refuses a type without a plain value, by name", () => {
    const column = times({ kind: "duration", unit: "s" }, [1n]);
    expect(faultIn(() => valueReader(column))).toMatchObject({
      code: "NO_PLAIN_VALUE",
      column: "t",
      message: expect.stringContaining("duration"),
    });
  });
});
