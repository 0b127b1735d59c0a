import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneHot } from "../../src/kernels.js";

describe("oneHot", () => {
  it("puts a 1 at the label of each row and 0 elsewhere", () => {
    expect(oneHot([2, 0], 3)).toEqual(Float32Array.of(0, 0, 1, 1, 0, 0));
  });

  it("takes typed arrays and single classes", () => {
    expect(oneHot(Int32Array.of(0, 0), 1)).toEqual(Float32Array.of(1, 1));
  });

  it("gives no rows for no labels", () => {
    expect(oneHot([], 4)).toEqual(new Float32Array(0));
  });

  it("overwrites the array it is given and returns it", () => {
    const out = new Float64Array(4).fill(7);
    expect(oneHot([1, 0], 2, out)).toBe(out);
    expect([...out]).toEqual([0, 1, 1, 0]);
  });

  it("agrees with comparing every class with the label", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(1000)), (classes, numbers) => {
        const labels = numbers.map((number) => number % classes);
        const expected = labels.flatMap((label) =>
          Array.from({ length: classes }, (_, index) => (index === label ? 1 : 0)),
        );
        expect([...oneHot(labels, classes)]).toEqual(expected);
      }),
    );
  });

  it.each([
    [3, "label 3 in row 1 is no class index, expected a whole number from 0 to 2"],
    [-1, "label -1 in row 1"],
    [0.5, "label 0.5 in row 1"],
    [NaN, "label NaN in row 1"],
  ])("refuses the label %d, naming row and label", (label, message) => {
    expect(() => oneHot([0, label], 3)).toThrow(RangeError);
    expect(() => oneHot([0, label], 3)).toThrow(message);
  });

  it.each([0, -1, 1.5, NaN, Infinity])("refuses %d classes", (classes) => {
    expect(() => oneHot([], classes)).toThrow(RangeError);
  });

  it("refuses an array of another length", () => {
    expect(() => oneHot([0, 1], 3, new Float64Array(5))).toThrow(
      "out holds 5 values, expected 2 rows of 3",
    );
  });
});
