import { describe, expect, it } from "vitest";
import { columnFromValues, valueType } from "../../src/columns/from-values.js";
import { faultIn } from "../faults.js";

describe("valueType", () => {
  it.each([
    [1, "number"],
    [Number.NaN, "number"],
    [1n, "bigint"],
    [false, "boolean"],
    ["", "string"],
    [new Date(0), "date"],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
    [[1], undefined],
    [Symbol.iterator, undefined],
  ])("of %s is %s", (value, type) => {
    expect(valueType(value)).toBe(type);
  });
});

describe("columnFromValues", () => {
  const place = { name: "a", firstRow: 0 };

  it("keeps numbers to the bit and marks what is missing, lowest bit first", () => {
    const column = columnFromValues({ ...place, type: "number" }, [
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
    expect(columnFromValues({ ...place, type: "number" }, [1]).validity).toBeUndefined();
  });

  it("lays text out in UTF-8 with offsets", () => {
    expect(columnFromValues({ ...place, type: "string" }, ["ä", null, "", "b"])).toMatchObject({
      offsets: Int32Array.of(0, 2, 2, 2, 3),
      data: Uint8Array.of(0xc3, 0xa4, 0x62),
      nullCount: 1,
    });
  });

  it("packs booleans into bits past the first byte", () => {
    const values = [true, false, true, true, false, false, false, true, true];
    expect(columnFromValues({ ...place, type: "boolean" }, values).data).toEqual(
      Uint8Array.of(0b10001101, 1),
    );
  });

  it("keeps the largest and smallest of 64-bit integers and dates before 1970", () => {
    const bounds = [2n ** 63n - 1n, -(2n ** 63n)];
    expect(columnFromValues({ ...place, type: "bigint" }, bounds).data).toEqual(
      BigInt64Array.from(bounds),
    );
    const dates = [new Date("1969-12-31T23:59:59.999Z")];
    expect(columnFromValues({ ...place, type: "date" }, dates).data).toEqual(BigInt64Array.of(-1n));
  });

  it("makes a column without rows", () => {
    expect(columnFromValues({ ...place, type: "string" }, [])).toMatchObject({
      length: 0,
      nullCount: 0,
      offsets: Int32Array.of(0),
    });
  });

  it("names the row and column of a value of another type", () => {
    const column = { name: "a", firstRow: 100, type: "number" } as const;
    expect(faultIn(() => columnFromValues(column, [1, "x"]))).toMatchObject({
      code: "MIXED_TYPES",
      message: "found a string in a column of type number",
      row: 102,
      column: "a",
    });
  });
});
