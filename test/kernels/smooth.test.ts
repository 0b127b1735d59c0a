import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  oneHot,
  smooth,
  smoothOthers,
  smoothProbability,
  smoothProbabilityOthers,
} from "../../src/kernels.js";

const EPSILON = fc.double({ min: 0, max: 1, noNaN: true });
const PROBABILITIES = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 1,
  maxLength: 12,
});

describe("smooth", () => {
  it("gives the textbook's row for one-hot class 2 of 5 at 0.1", () => {
    const row = smooth(oneHot([2], 5, new Float64Array(5)), 5, 0.1);
    expect([...row]).toEqual([0.02, 0.02, 0.92, 0.02, 0.02]);
  });

  it("rounds a Float32Array once, from the float64 result", () => {
    const row = smooth(oneHot([2], 5), 5, 0.1);
    expect(row).toEqual(Float32Array.of(0.02, 0.02, 0.92, 0.02, 0.02));
  });

  it("works in place", () => {
    const targets = oneHot([0, 1], 2);
    expect(smooth(targets, 2, 0.5)).toBe(targets);
    expect([...targets]).toEqual([0.75, 0.25, 0.25, 0.75]);
  });

  it("leaves targets alone at 0 and makes them uniform at 1", () => {
    expect([...smooth(Float64Array.of(0.7, 0.2, 0.1), 3, 0)]).toEqual([0.7, 0.2, 0.1]);
    expect([...smooth(Float64Array.of(0.75, 0.25, 0, 0), 4, 1)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("keeps a single class at 1", () => {
    expect([...smooth(Float64Array.of(1), 1, 0.25)]).toEqual([1]);
  });

  it("is the weighted sum with the uniform distribution, for any row", () => {
    fc.assert(
      fc.property(PROBABILITIES, EPSILON, (row, epsilon) => {
        const smoothed = smooth(Float64Array.from(row), row.length, epsilon);
        row.forEach((value, index) => {
          const expected = value - epsilon * (value - 1 / row.length);
          expect(Math.abs(smoothed[index] - expected)).toBeLessThan(1e-15);
        });
      }),
    );
  });
});

describe("smoothOthers", () => {
  it("leaves 1 − epsilon to the class itself and splits epsilon among the others", () => {
    expect([...smoothOthers(Float64Array.of(0, 1, 0, 0, 0), 5, 0.1)]).toEqual([
      0.025, 0.9, 0.025, 0.025, 0.025,
    ]);
  });

  it("hands soft rows over by what each class lacks", () => {
    // 0.5 · 0.5 + 0.5 · 0.5 / 2 = 0.375, 0.5 · 0.25 + 0.5 · 0.75 / 2 = 0.3125
    expect([...smoothOthers(Float64Array.of(0.5, 0.25, 0.25), 3, 0.5)]).toEqual([
      0.375, 0.3125, 0.3125,
    ]);
  });

  it("leaves a single class as it is", () => {
    expect([...smoothOthers(Float64Array.of(1, 0.5), 1, 0.9)]).toEqual([1, 0.5]);
  });

  it("equals uniform smoothing of one-hot rows at epsilon · (K − 1) / K turned round", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), EPSILON, (classes, epsilon) => {
        const others = (epsilon * (classes - 1)) / classes;
        const left = smoothOthers(oneHot([0], classes, new Float64Array(classes)), classes, others);
        const right = smooth(oneHot([0], classes, new Float64Array(classes)), classes, epsilon);
        left.forEach((value, index) => expect(Math.abs(value - right[index])).toBeLessThan(1e-15));
      }),
    );
  });
});

describe.each([
  { name: "smooth", rows: smooth, one: smoothProbability },
  { name: "smoothOthers", rows: smoothOthers, one: smoothProbabilityOthers },
])("$name", ({ rows, one }) => {
  it("gives the same bits for one probability as for an array", () => {
    fc.assert(
      fc.property(PROBABILITIES, EPSILON, (row, epsilon) => {
        const smoothed = rows(Float64Array.from(row), row.length, epsilon);
        expect(row.map((value) => one(value, row.length, epsilon))).toEqual([...smoothed]);
      }),
    );
  });

  it.each([-0.1, 1.5, NaN])("refuses an epsilon of %d", (epsilon) => {
    expect(() => rows(new Float32Array(2), 2, epsilon)).toThrow(
      `epsilon is ${epsilon}, expected a number from 0 to 1`,
    );
    expect(() => one(1, 2, epsilon)).toThrow(RangeError);
  });

  it.each([0, -2, 1.5, NaN])("refuses %d classes", (classes) => {
    expect(() => rows(new Float32Array(6), classes, 0.1)).toThrow(RangeError);
    expect(() => one(1, classes, 0.1)).toThrow(RangeError);
  });

  it("refuses an array that holds no whole rows", () => {
    expect(() => rows(new Float64Array(5), 2, 0.1)).toThrow(
      "targets hold 5 values, expected whole rows of 2",
    );
  });
});
