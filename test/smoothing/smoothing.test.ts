import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settleSmoothing } from "../../src/smoothing/settle-smoothing.js";
import {
  resolveSmoothing,
  type Smoothing,
  type SmoothingOptions,
} from "../../src/smoothing/smoothing.js";
import { Smoother } from "../../src/smoothing/smoother.js";
import { CodedTargets, DenseTargets, type Targets } from "../../src/targets.js";
import { faultIn } from "../faults.js";

const EPSILON = fc.oneof(fc.constantFrom(0, 1, 0.1), fc.double({ min: 0, max: 1, noNaN: true }));
const METHODS = ["uniform", "others"] as const;
const METHOD = fc.constantFrom(...METHODS);

/** What options mean for so many classes without names. */
function settled(options: SmoothingOptions, count: number): Smoothing {
  return settleSmoothing(resolveSmoothing(options), { count });
}

function smoothTargets(targets: Targets, smoothing: Smoothing): Targets {
  return new Smoother(smoothing, targets).apply(targets);
}

/** The formula as it is printed in papers, one number after another. */
function naive(
  q: number,
  method: Smoothing["method"],
  [epsilon, classes]: [number, number],
): number {
  if (method === "uniform") {
    return (1 - epsilon) * q + epsilon / classes;
  }
  return classes === 1 ? q : (1 - epsilon) * q + (epsilon / (classes - 1)) * (1 - q);
}

describe("smoothTargets", () => {
  it("gives the textbook's row for class 2 of 5 at 0.1, coded and spelled out", () => {
    const smoothing = settled({ epsilon: 0.1 }, 5);
    const coded = smoothTargets(new CodedTargets(5, Int32Array.of(2)), smoothing);
    const dense = smoothTargets(new DenseTargets(5, Float64Array.of(0, 0, 1, 0, 0)), smoothing);
    expect([...coded.dense()]).toEqual([0.02, 0.02, 0.92, 0.02, 0.02]);
    expect([...dense.dense()]).toEqual([0.02, 0.02, 0.92, 0.02, 0.02]);
  });

  it("hands 0.1 to the other four classes alone", () => {
    const smoothing = settled({ method: "others" }, 5);
    const coded = smoothTargets(new CodedTargets(5, Int32Array.of(1)), smoothing);
    expect([...coded.dense()]).toEqual([0.025, 0.9, 0.025, 0.025, 0.025]);
  });

  it("gives the bits of the formula, coded as well as dense", () => {
    const rows = fc
      .integer({ min: 1, max: 12 })
      .chain((classes) =>
        fc.tuple(
          fc.constant(classes),
          fc.array(fc.nat({ max: classes - 1 }), { minLength: 1, maxLength: 8 }),
        ),
      );
    fc.assert(
      fc.property(rows, EPSILON, METHOD, ([classes, codes], epsilon, method) => {
        const coded = new CodedTargets(classes, Int32Array.from(codes));
        const expected = codes.flatMap((code) =>
          Array.from({ length: classes }, (_, at) =>
            naive(at === code ? 1 : 0, method, [epsilon, classes]),
          ),
        );
        const smoothing = { method, epsilon };
        expect([...smoothTargets(coded, smoothing).dense()]).toEqual(expected);
        const dense = new DenseTargets(classes, coded.dense());
        expect([...smoothTargets(dense, smoothing).dense()]).toEqual(expected);
      }),
    );
  });

  it("gives the bits of the formula for soft rows", () => {
    const row = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(row, EPSILON, METHOD, (values, epsilon, method) => {
        const targets = new DenseTargets(values.length, Float64Array.from(values));
        const smoothed = smoothTargets(targets, { method, epsilon });
        expect([...smoothed.dense()]).toEqual(
          values.map((q) => naive(q, method, [epsilon, values.length])),
        );
      }),
    );
  });

  it.each(METHODS)("changes nothing at epsilon 0 with %s", (method) => {
    const coded = smoothTargets(new CodedTargets(3, Int32Array.of(1)), { method, epsilon: 0 });
    expect([...coded.dense()]).toEqual([0, 1, 0]);
  });

  it("leaves nothing of the class at epsilon 1", () => {
    const targets = new CodedTargets(4, Int32Array.of(1));
    const all = smoothTargets(targets, { method: "uniform", epsilon: 1 });
    const others = smoothTargets(new CodedTargets(3, Int32Array.of(1)), {
      method: "others",
      epsilon: 1,
    });
    expect([...all.dense()]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...others.dense()]).toEqual([0.5, 0, 0.5]);
  });

  it.each(METHODS)("keeps a single class at 1 with %s", (method) => {
    const smoothing = { method, epsilon: 0.1 };
    expect([...smoothTargets(new CodedTargets(1, Int32Array.of(0, 0)), smoothing).dense()]).toEqual(
      [1, 1],
    );
    expect([...smoothTargets(new DenseTargets(1, Float64Array.of(1)), smoothing).dense()]).toEqual([
      1,
    ]);
  });

  it("keeps codes as they are and writes into nobody's array", () => {
    const codes = Int32Array.of(1, 0);
    const coded = smoothTargets(new CodedTargets(2, codes), { method: "uniform", epsilon: 0.5 });
    expect(coded).toMatchObject({ kind: "coded", templates: { on: 0.75, off: 0.25 } });
    expect((coded as CodedTargets).codes).toBe(codes);
    const values = Float64Array.of(1, 0);
    smoothTargets(new DenseTargets(2, values), { method: "uniform", epsilon: 0.5 });
    expect([...values]).toEqual([1, 0]);
  });

  it("takes targets without rows, also where the number of classes is not known", () => {
    const smoothing = settled({}, 3);
    expect(smoothTargets(new CodedTargets(3, new Int32Array(0)), smoothing).dense()).toHaveLength(
      0,
    );
    expect(smoothTargets(new DenseTargets(0, new Float64Array(0)), smoothing).classes).toBe(0);
  });
});

describe("resolveSmoothing", () => {
  it("is uniform with 0.1 where nothing is said", () => {
    expect(resolveSmoothing({})).toEqual({ method: "uniform", epsilon: 0.1 });
  });

  it("refuses an unknown method", () => {
    expect(faultIn(() => resolveSmoothing({ method: "other" }))).toMatchObject({
      code: "UNKNOWN_VALUE",
      hint: "Did you mean others?",
    });
  });
});
