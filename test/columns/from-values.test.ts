import { describe, expect, it } from "vitest";
import type { CsvType } from "../../src/columns/csv-type.js";
import { columnType } from "../../src/columns/csv-type.js";
import { columnFromValues } from "../../src/columns/from-values.js";
import { faultIn } from "../faults.js";

describe("columnFromValues", () => {
  const place = { name: "a", firstRow: 0, origin: "inferred" } as const;

  it("keeps numbers to the bit and marks what is missing, lowest bit first", () => {
    const column = columnFromValues({ ...place, type: columnType("float64") }, [
      0.1,
      null,
      -0,
      undefined,
      Number.NaN,
    ]);
    expect(column).toMatchObject({
      field: { name: "a", type: { kind: "float", bits: 64 }, nullable: true },
      length: 5,
      nullCount: 2,
      validity: Uint8Array.of(0b10101),
      data: Float64Array.of(0.1, 0, -0, 0, Number.NaN),
    });
  });

  it("has no bitmap where nothing is missing", () => {
    expect(
      columnFromValues({ ...place, type: columnType("float64") }, [1]).validity,
    ).toBeUndefined();
  });

  it("lays text out in UTF-8 with offsets", () => {
    expect(
      columnFromValues({ ...place, type: columnType("text") }, ["ä", null, "", "b"]),
    ).toMatchObject({
      offsets: Int32Array.of(0, 2, 2, 2, 3),
      data: Uint8Array.of(0xc3, 0xa4, 0x62),
      nullCount: 1,
    });
  });

  it("packs booleans into bits past the first byte", () => {
    const values = [true, false, true, true, false, false, false, true, true];
    expect(columnFromValues({ ...place, type: columnType("bool") }, values).data).toEqual(
      Uint8Array.of(0b10001101, 1),
    );
  });

  it("keeps the largest and smallest of 64-bit integers and dates before 1970", () => {
    const bounds = [2n ** 63n - 1n, -(2n ** 63n)];
    expect(columnFromValues({ ...place, type: columnType("int64") }, bounds).data).toEqual(
      BigInt64Array.from(bounds),
    );
    const dates = [new Date("1969-12-31T23:59:59.999Z")];
    expect(columnFromValues({ ...place, type: columnType("timestamp-utc") }, dates).data).toEqual(
      BigInt64Array.of(-1000n),
    );
  });

  it("makes a column without rows", () => {
    expect(columnFromValues({ ...place, type: columnType("text") }, [])).toMatchObject({
      length: 0,
      nullCount: 0,
      offsets: Int32Array.of(0),
    });
  });

  it("names the row and column of a value of another type, and the types that fit", () => {
    const column = { ...place, firstRow: 100, type: columnType("float64") };
    expect(faultIn(() => columnFromValues(column, [1, "x"]))).toMatchObject({
      code: "MIXED_TYPES",
      message: 'found the string "x" in a column of type float64',
      row: 102,
      column: "a",
      hint: 'Declare a type that all values of the column fit: `types: { "a": "text" }`.',
    });
  });

  const BIG = 2 ** 53;
  const NEW_YEAR = new Date("1970-01-02");
  const BAD_TIME = new Date(Number.NaN);

  it.each<[CsvType, unknown, (number | bigint)[]]>([
    ["float64", 5n, [5]],
    ["float64", 2n ** 60n, [2 ** 60]],
    ["int64", 5, [5n]],
    ["int64", -(BIG - 1), [1n - 2n ** 53n]],
    ["date", NEW_YEAR, [1]],
    ["timestamp", NEW_YEAR, [86_400_000_000n]],
    ["timestamp-ns", NEW_YEAR, [86_400_000_000_000n]],
    ["timestamp-ns-utc", NEW_YEAR, [86_400_000_000_000n]],
  ])("keeps in a column of %s the value %s", (type, value, data) => {
    const column = columnFromValues({ ...place, type: columnType(type) }, [value]);
    expect([...(column.data as BigInt64Array)]).toEqual(data);
  });

  it.each<[CsvType, unknown, string, string | undefined]>([
    ["float64", 2n ** 53n + 1n, "MIXED_TYPES", "int64"],
    ["float64", true, "MIXED_TYPES", "text"],
    ["int64", 0.5, "MIXED_TYPES", "float64"],
    ["int64", BIG, "MIXED_TYPES", "float64"],
    ["int64", "5", "MIXED_TYPES", "text"],
    ["bool", 1, "MIXED_TYPES", "text"],
    ["text", 1, "MIXED_TYPES", "text"],
    ["text", 2n ** 64n, "OUT_OF_RANGE", "text"],
    ["date", new Date(1), "MIXED_TYPES", "timestamp-utc"],
    ["timestamp", 0, "MIXED_TYPES", "text"],
    ["timestamp", BAD_TIME, "OUT_OF_RANGE", undefined],
    ["text", {}, "UNSUPPORTED_VALUE", undefined],
    ["text", [1], "UNSUPPORTED_VALUE", undefined],
    ["text", Symbol.iterator, "UNSUPPORTED_VALUE", undefined],
    ["text", Uint8Array.of(1), "UNSUPPORTED_VALUE", undefined],
  ])("refuses in a column of %s the value %s", (type, value, code, fitting) => {
    const fault = faultIn(() => columnFromValues({ ...place, type: columnType(type) }, [value]));
    expect(fault.code).toBe(code);
    const hint = fitting && `\`types: { "a": "${fitting}" }\``;
    expect(fault.hint ?? "").toContain(hint ?? "");
  });

  it("shows the time of day that a date does not hold", () => {
    const noon = new Date("2024-02-29T12:00:00Z");
    const fault = faultIn(() => columnFromValues({ ...place, type: columnType("date") }, [noon]));
    expect(fault.message).toBe("found the Date 2024-02-29T12:00:00.000Z in a column of type date");
  });

  it.each([
    [1.5, "float64"],
    [1n, "int64"],
    [true, "bool"],
    [NEW_YEAR, "timestamp-utc"],
  ])("names the type of %s where the column is text for want of values", (value, type) => {
    const column = { ...place, type: columnType("text"), origin: "assumed" } as const;
    const { hint } = faultIn(() => columnFromValues(column, [value]));
    expect(hint).toBe(
      `The first rows have no value in it. Declare its type: \`types: { "a": "${type}" }\`.`,
    );
  });

  it("spells all values out in a column that was declared as text", () => {
    const column = { ...place, type: columnType("text"), origin: "declared" } as const;
    const values = ["x", 1.5, 2n ** 64n, true, new Date(0), null];
    const { data, offsets } = columnFromValues(column, values);
    const text = new TextDecoder().decode(data);
    expect(text).toBe("x1.518446744073709551616true1970-01-01T00:00:00.000Z");
    expect(offsets).toEqual(Int32Array.of(0, 1, 4, 24, 28, 52, 52));
    expect(faultIn(() => columnFromValues(column, [BAD_TIME])).code).toBe("OUT_OF_RANGE");
  });
});
