import { describe, expect, it } from "vitest";
import { inferType, valueKind } from "../../src/columns/value-type.js";

describe("valueKind", () => {
  it.each([
    [1, "number"],
    [Number.NaN, "number"],
    [1n, "bigint"],
    [false, "boolean"],
    ["", "string"],
    [new Date(0), "Date"],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
    [[1], undefined],
    [Symbol.iterator, undefined],
  ])("of %s is %s", (value, kind) => {
    expect(valueKind(value)).toBe(kind);
  });
});

describe("inferType", () => {
  const FLOAT = { kind: "float", bits: 64 };
  const INTEGER = { kind: "int", bits: 64, signed: true };

  it.each<[string, unknown[], object | undefined]>([
    ["numbers are floats, whole ones too", [null, 1, 2], FLOAT],
    ["bigints are integers", [1n], INTEGER],
    ["a bigint after whole numbers makes integers", [1, null, 2n], INTEGER],
    ["a whole number after bigints stays among integers", [1n, 2], INTEGER],
    ["a fraction among bigints makes floats", [1n, 0.5], FLOAT],
    ["NaN among bigints makes floats", [1n, Number.NaN], FLOAT],
    ["booleans", [undefined, true], { kind: "bool" }],
    ["text, whatever follows", ["1", 2], { kind: "utf8" }],
    ["Dates", [new Date(0)], { kind: "timestamp", unit: "ms", timezone: "UTC" }],
    ["nothing tells nothing", [null, undefined], undefined],
    ["nor do no rows", [], undefined],
  ])("%s", (_what, values, type) => {
    expect(inferType(values)).toEqual(type);
  });
});
