import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponentialBelowOne } from "../../src/kernels/exponential.js";

describe("exponentialBelowOne", () => {
  it("is within 1e-15 of e^x", () => {
    const x = fc.oneof(
      fc.double({ min: -745, max: 0, noNaN: true }),
      fc.double({ min: -2, max: 0, noNaN: true }),
      fc.double({ min: -1e-3, max: 0, noNaN: true }),
    );
    fc.assert(
      fc.property(x, (value) => {
        const expected = Math.exp(value);
        const found = exponentialBelowOne(value);
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-15 * expected);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    [0, 1],
    [-0, 1],
    // Half of 1 where the step changes, and the decimals of Abramowitz and Stegun, table 4.4.
    [-Math.LN2, 0.5],
    [-1, 0.36787944117144233],
    [-10, 4.539992976248485e-5],
    [-708, 3.307553003638408e-308],
    [-745, 5e-324],
    [-746, 0],
    [-1e308, 0],
    [-Infinity, 0],
    [NaN, NaN],
  ])("is for %d: %d", (x, expected) => {
    const found = exponentialBelowOne(x);
    expect(Math.abs(found - expected) <= 4e-16 * expected || Object.is(found, expected)).toBe(true);
  });

  it("never passes 1 and never falls while x rises", () => {
    let last = 0;
    for (let step = 0; step <= 100_000; step++) {
      const value = exponentialBelowOne(step / 10_000 - 10);
      expect(value >= last && value <= 1).toBe(true);
      last = value;
    }
  });
});
