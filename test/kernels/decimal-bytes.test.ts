import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  float64Text,
  LONGEST_NUMBER,
  writeAscii,
  writeFloat64,
  writeInteger,
} from "../../src/kernels/decimal-bytes.js";

function written(write: (out: Uint8Array, at: number) => number): string {
  const out = new Uint8Array(3 + LONGEST_NUMBER + 1).fill(0x7e);
  const end = write(out, 3);
  expect([...out.subarray(0, 3)]).toEqual([0x7e, 0x7e, 0x7e]);
  expect(out[out.length - 1]).toBe(0x7e);
  return new TextDecoder().decode(out.subarray(3, end));
}

describe("writeFloat64", () => {
  const shortDecimals = fc
    .tuple(fc.maxSafeInteger(), fc.nat(18), fc.nat(16))
    .map(([digits, places, cut]) => Math.trunc(digits / 10 ** cut) / 10 ** places);

  it("writes what String writes", () => {
    const numbers = fc.oneof(fc.double(), shortDecimals, fc.double({ min: -1e6, max: 1e6 }));
    fc.assert(
      fc.property(numbers, (value) => {
        const expected = Object.is(value, -0) ? "-0" : String(value);
        expect(written((out, at) => writeFloat64(out, at, value))).toBe(expected);
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    [0, "0"],
    [-0, "-0"],
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    [-Infinity, "-Infinity"],
    [0.1, "0.1"],
    [-5.1, "-5.1"],
    [0.30000000000000004, "0.30000000000000004"],
    [1e-6, "0.000001"],
    [1e-7, "1e-7"],
    [1e21, "1e+21"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [100, "100"],
    [999_999_999_999_999, "999999999999999"],
    [1e15, "1000000000000000"],
    [0.999999999999999, "0.999999999999999"],
    // Two decimals of 16 digits read back to each of these: the nearest one counts.
    [0.9338797503876723, "0.9338797503876723"],
    [0.9271722380002863, "0.9271722380002863"],
    [100.000001, "100.000001"],
    [12345678.000001, "12345678.000001"],
  ])("writes %d as %s", (value, text) => {
    expect(written((out, at) => writeFloat64(out, at, value))).toBe(text);
    expect(float64Text(value)).toBe(text);
  });
});

describe("writeInteger", () => {
  it("writes what String writes for every safe integer", () => {
    const wide = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -200, max: 200 }));
    fc.assert(
      fc.property(wide, (value) => {
        expect(written((out, at) => writeInteger(out, at, value))).toBe(String(value));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    9_007_199_254_740_991, -9_007_199_254_740_991, 9_007_199_199_999_999, 9_007_199_200_000_000,
    99_999_999, 100_000_000, 9, 10,
  ])("writes %d", (value) => {
    expect(written((out, at) => writeInteger(out, at, value))).toBe(String(value));
  });
});

describe("writeAscii", () => {
  it("writes the characters and says where they end", () => {
    const out = new Uint8Array(5);
    expect(writeAscii(out, 1, "NaN")).toBe(4);
    expect([...out]).toEqual([0, 78, 97, 78, 0]);
  });
});
