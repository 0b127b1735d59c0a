import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossEntropy, crossEntropyFloor, entropy } from "../../src/kernels.js";

describe("entropy", () => {
  it("is that of the textbook, with 0 · ln 0 = 0", () => {
    const rows = entropy(Float64Array.of(0.5, 0.25, 0.25, 0, 1, 0, 1 / 3, 1 / 3, 1 / 3), 3);
    expect(rows[0]).toBeCloseTo(1.5 * Math.LN2, 15);
    expect(rows[1]).toBe(0);
    expect(rows[2]).toBeCloseTo(Math.log(3), 15);
  });

  it("is 0.50028804 for ten classes smoothed by a tenth", () => {
    const targets = new Float64Array(10).fill(0.01);
    targets[3] = 0.91;
    expect(entropy(targets, 10)[0]).toBeCloseTo(0.5002880350577578, 14);
    expect(crossEntropyFloor(targets, 10)[0]).toBeCloseTo(0.5002880350577578, 14);
  });

  it("takes float32 and refuses what holds no whole rows", () => {
    expect(entropy(Float32Array.of(0.5, 0.5), 2)[0]).toBeCloseTo(Math.LN2, 15);
    expect(() => entropy(Float64Array.of(1, 0, 0), 2)).toThrow("targets hold 3 values");
    expect(() => entropy([1] as unknown as Float64Array, 1)).toThrow(TypeError);
  });
});

describe("crossEntropyFloor", () => {
  it("is what PyTorch's own optimiser reaches with class weights", () => {
    const floor = crossEntropyFloor(Float64Array.of(0.7, 0.2, 0.1), 3, [1, 2, 4]);
    expect(floor[0]).toBeCloseTo(1.590902708418683, 13);
  });

  it("is reached by predictions in proportion to weighted targets, and by no others", () => {
    const shares = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(
      fc.property(shares, shares, shares, (target, weights, logits) => {
        const q = Float64Array.from(target);
        const [floor] = crossEntropyFloor(q, 6, weights);
        const best = q.map((share, code) => Math.log(share * weights[code]));
        expect(Math.abs(crossEntropy(best, 6, q, { weights })[0] - floor)).toBeLessThan(1e-13 * 50);
        expect(crossEntropy(Float64Array.from(logits), 6, q, { weights })[0]).toBeGreaterThan(
          floor - 1e-12,
        );
      }),
    );
  });

  it("is 0 where a class or a weight leaves nothing to doubt", () => {
    expect([...crossEntropyFloor(Float64Array.of(0, 1, 0.5, 0.5), 2, [0, 3])]).toEqual([0, 0]);
    expect([...crossEntropyFloor(Float64Array.of(0.5, 0.5), 2, [0, 0])]).toEqual([0]);
  });

  it("refuses weights of another number", () => {
    expect(() => crossEntropyFloor(Float64Array.of(1, 0), 2, [1])).toThrow("weights hold 1 values");
  });
});
