import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { multiHot, oneHot } from "../../src/kernels.js";

describe("multiHot", () => {
  it("puts a 1 at each label of a row and 0 elsewhere", () => {
    expect(multiHot([[0, 2], [], [1, 1]], 3)).toEqual(Float32Array.of(1, 0, 1, 0, 0, 0, 0, 1, 0));
  });

  it("takes typed arrays, and no rows", () => {
    expect(multiHot([Int32Array.of(1)], 2)).toEqual(Float32Array.of(0, 1));
    expect(multiHot([], 4)).toEqual(new Float32Array(0));
  });

  it("overwrites the array it is given and returns it", () => {
    const out = new Float64Array(4).fill(7);
    expect(multiHot([[1], []], 2, out)).toBe(out);
    expect([...out]).toEqual([0, 1, 0, 0]);
  });

  it("is the greatest of the one-hot rows of the labels", () => {
    const sets = fc.array(fc.array(fc.nat(6)));
    fc.assert(
      fc.property(sets, (rows) => {
        const expected = rows.flatMap((labels) => {
          const each = labels.map((label) => oneHot([label], 7));
          return Array.from({ length: 7 }, (_, at) => Math.max(0, ...each.map((row) => row[at])));
        });
        expect([...multiHot(rows, 7)]).toEqual(expected);
      }),
    );
  });

  it.each([
    [3, "label 3 in row 1 is no class index, expected a whole number from 0 to 2"],
    [-1, "label -1 in row 1"],
    [0.5, "label 0.5 in row 1"],
    [NaN, "label NaN in row 1"],
  ])("refuses the label %d, naming row and label", (label, message) => {
    expect(() => multiHot([[0], [1, label]], 3)).toThrow(RangeError);
    expect(() => multiHot([[0], [1, label]], 3)).toThrow(message);
  });

  it("refuses rows that are no arrays, other counts of classes, and an array of another length", () => {
    expect(() => multiHot([1] as never, 3)).toThrow("labels[0] is 1, expected an array of numbers");
    expect(() => multiHot([], 0)).toThrow(RangeError);
    expect(() => multiHot([[0]], 3, new Float64Array(2))).toThrow(
      "out holds 2 values, expected 1 rows of 3",
    );
  });
});
