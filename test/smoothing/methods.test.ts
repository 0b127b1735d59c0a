import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Smoother } from "../../src/smoothing/smoother.js";
import type { Smoothing } from "../../src/smoothing/smoothing.js";
import { CodedTargets, DenseTargets, NO_TARGET } from "../../src/targets.js";
import { faultIn } from "../faults.js";

const EPSILON = fc.oneof(fc.constantFrom(0, 1, 0.1), fc.double({ min: 0, max: 1, noNaN: true }));

/** Some method with all it needs, for so many classes. */
function smoothings(classes: number): fc.Arbitrary<Smoothing> {
  const weights = fc.array(fc.integer({ min: 1, max: 99 }), {
    minLength: classes,
    maxLength: classes,
  });
  const rows = fc.array(weights, { minLength: classes, maxLength: classes });
  return fc.oneof(
    EPSILON.map((epsilon): Smoothing => ({ method: "uniform", epsilon })),
    EPSILON.map((epsilon): Smoothing => ({ method: "others", epsilon })),
    fc
      .tuple(EPSILON, weights)
      .map(([epsilon, prior]): Smoothing => ({ method: "prior", epsilon, prior: shares(prior) })),
    fc
      .tuple(EPSILON, fc.double({ min: 0.1, max: 20, noNaN: true }))
      .map(([epsilon, sigma]): Smoothing => ({ method: "ordinal", epsilon, sigma })),
    fc.tuple(EPSILON, rows).map(([epsilon, matrix]): Smoothing => ({
      method: "matrix",
      epsilon,
      matrix: Float64Array.from(matrix.flatMap(shares)),
    })),
  );
}

function shares(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Where each class's mass goes, spelled out: K rows of K. */
function matrixOf({ method, prior, sigma, matrix }: Smoothing, classes: number): number[][] {
  const all = Array.from({ length: classes }, (_, code) => code);
  switch (method) {
    case "uniform":
      return all.map(() => all.map(() => 1 / classes));
    case "prior":
      return all.map(() => [...(prior as readonly number[])]);
    case "others":
      return all.map((y) => all.map((c) => (classes === 1 ? 1 : Number(c !== y) / (classes - 1))));
    case "ordinal":
      return all.map((y) => {
        const gauss = all.map((c) =>
          c === y ? 0 : Math.exp((1 - (c - y) ** 2) / (2 * (sigma as number) ** 2)),
        );
        return classes === 1 ? [1] : shares(gauss);
      });
    case "matrix":
      return all.map((y) => [...(matrix as Float64Array).subarray(y * classes, (y + 1) * classes)]);
  }
}

/** `q·S` with `S[c] = (1 − ε_c)·I[c] + ε_c·M[c]`. */
function oracle(
  row: readonly number[],
  matrix: readonly number[][],
  epsilonOf: (code: number) => number,
): number[] {
  return row.map((_, to) =>
    row.reduce((sum, q, from) => {
      const own = from === to ? 1 - epsilonOf(from) : 0;
      return sum + q * (own + epsilonOf(from) * matrix[from][to]);
    }, 0),
  );
}

const CASES = fc.integer({ min: 1, max: 9 }).chain((classes) =>
  fc.record({
    smoothing: smoothings(classes),
    codes: fc.array(fc.nat(classes - 1), { minLength: 1, maxLength: 6 }),
    weights: fc.array(fc.integer({ min: 1, max: 99 }), {
      minLength: classes,
      maxLength: classes,
    }),
    epsilons: fc.array(EPSILON, { minLength: classes, maxLength: classes }),
    rowEpsilons: fc.array(EPSILON, { minLength: 6, maxLength: 6 }),
  }),
);

/** The largest difference of two rows. */
function difference(found: ArrayLike<number>, expected: readonly number[]): number {
  return found.length === expected.length
    ? Math.max(...expected.map((value, at) => Math.abs(found[at] - value)))
    : Infinity;
}

/** The rows of one-hot targets, each alone. */
function rowsOf(values: Float64Array, classes: number): Float64Array[] {
  return Array.from({ length: values.length / classes }, (_, row) =>
    values.subarray(row * classes, (row + 1) * classes),
  );
}

describe("every method", () => {
  it("is the product with its matrix spelled out, for one-hot and for soft rows", () => {
    fc.assert(
      fc.property(CASES, ({ smoothing, codes, weights }) => {
        const classes = weights.length;
        const matrix = matrixOf(smoothing, classes);
        const coded = new CodedTargets(classes, Int32Array.from(codes));
        const smoothed = new Smoother(smoothing, coded).apply(coded).dense();
        rowsOf(coded.dense(), classes).forEach((row, at) => {
          const expected = oracle([...row], matrix, () => smoothing.epsilon as number);
          expect(difference(rowsOf(smoothed, classes)[at], expected)).toBeLessThan(1e-14);
        });
        const soft = new DenseTargets(classes, Float64Array.from(shares(weights)));
        expect(
          difference(
            new Smoother(smoothing, soft).apply(soft).dense(),
            oracle(shares(weights), matrix, () => smoothing.epsilon as number),
          ),
        ).toBeLessThan(1e-14);
      }),
    );
  });

  it("takes an epsilon for each class through that matrix", () => {
    fc.assert(
      fc.property(CASES, ({ smoothing, codes, weights, epsilons }) => {
        const classes = weights.length;
        const matrix = matrixOf(smoothing, classes);
        const byClass = { ...smoothing, epsilon: null, classEpsilons: epsilons };
        const coded = new CodedTargets(classes, Int32Array.from(codes));
        const smoothed = new Smoother(byClass, coded).apply(coded).dense();
        rowsOf(coded.dense(), classes).forEach((row, at) => {
          const expected = oracle([...row], matrix, (code) => epsilons[code]);
          expect(difference(rowsOf(smoothed, classes)[at], expected)).toBeLessThan(1e-14);
        });
        const soft = new DenseTargets(classes, Float64Array.from(shares(weights)));
        expect(
          difference(
            new Smoother(byClass, soft).apply(soft).dense(),
            oracle(shares(weights), matrix, (code) => epsilons[code]),
          ),
        ).toBeLessThan(1e-14);
      }),
    );
  });

  it("takes an epsilon for each row, to the bits of that epsilon for all rows", () => {
    fc.assert(
      fc.property(CASES, ({ smoothing, codes, weights, rowEpsilons }) => {
        const classes = weights.length;
        const epsilons = Float64Array.from(codes, (_, row) => rowEpsilons[row]);
        const byRow = { ...smoothing, epsilon: null, epsilonColumn: "e" };
        const coded = new CodedTargets(classes, Int32Array.from(codes));
        const found = new Smoother(byRow, coded).apply(coded, epsilons);
        const dense = new DenseTargets(classes, coded.dense());
        expect(new Smoother(byRow, dense).apply(dense, epsilons).dense()).toEqual(found.dense());
        codes.forEach((_, row) => {
          const alone = coded.slice(row, row + 1);
          const fixed = new Smoother({ ...smoothing, epsilon: epsilons[row] }, alone);
          expect(found.slice(row, row + 1).dense()).toEqual(fixed.apply(alone).dense());
        });
      }),
    );
  });

  it("gives coded rows the bits of the same rows spelled out, by class and for all", () => {
    fc.assert(
      fc.property(CASES, fc.boolean(), ({ smoothing, codes, weights, epsilons }, isByClass) => {
        const chosen = isByClass
          ? { ...smoothing, epsilon: null, classEpsilons: epsilons }
          : smoothing;
        const coded = new CodedTargets(weights.length, Int32Array.from(codes));
        const dense = new DenseTargets(weights.length, coded.dense());
        expect(new Smoother(chosen, coded).apply(coded).dense()).toEqual(
          new Smoother(chosen, dense).apply(dense).dense(),
        );
      }),
    );
  });

  it("leaves rows that sum to 1 within as many units in the last place as there are classes", () => {
    fc.assert(
      fc.property(CASES, ({ smoothing, codes, weights }) => {
        const classes = weights.length;
        const coded = new CodedTargets(classes, Int32Array.from(codes));
        const smoothed = new Smoother(smoothing, coded).apply(coded).dense();
        for (const row of rowsOf(smoothed, classes)) {
          const sum = row.reduce((total, value) => total + value, 0);
          expect(Math.abs(sum - 1)).toBeLessThanOrEqual(classes * Number.EPSILON);
        }
      }),
    );
  });

  it("changes no bit at epsilon 0", () => {
    fc.assert(
      fc.property(CASES, ({ smoothing, weights }) => {
        const soft = new DenseTargets(weights.length, Float64Array.from(shares(weights)));
        const smoother = new Smoother({ ...smoothing, epsilon: 0 }, soft);
        expect(smoother.apply(soft).dense()).toEqual(soft.dense());
      }),
    );
  });

  it("may follow one that smoothed row by row", () => {
    fc.assert(
      fc.property(CASES, fc.boolean(), ({ smoothing, codes, weights, rowEpsilons }, isTwice) => {
        const classes = weights.length;
        const coded = new CodedTargets(classes, Int32Array.from(codes));
        const epsilons = Float64Array.from(codes, (_, row) => rowEpsilons[row]);
        const first: Smoothing = { method: "uniform", epsilon: null, epsilonColumn: "e" };
        const once = new Smoother(first, coded).apply(coded, epsilons);
        const again = isTwice ? epsilons : undefined;
        const found = new Smoother(smoothing, once).apply(once, again);
        const spelled = new DenseTargets(classes, once.dense());
        expect(found.dense()).toEqual(
          new Smoother(smoothing, spelled).apply(spelled, again).dense(),
        );
      }),
    );
  });
});

describe("targets of several labels a row", () => {
  const targets = new DenseTargets(3, Float64Array.of(1, 0, 1), { multi: true });

  it("move towards a half, each class by its own epsilon where it has one", () => {
    const all = new Smoother({ method: "uniform", epsilon: 0.2 }, targets);
    expect([...all.apply(targets).dense()]).toEqual([0.9, 0.1, 0.9]);
    const own: Smoothing = { method: "uniform", epsilon: null, classEpsilons: [0, 0.5, 1] };
    expect([...new Smoother(own, targets).apply(targets).dense()]).toEqual([1, 0.25, 0.5]);
    const byRow = new Smoother({ method: "uniform", epsilon: null, epsilonColumn: "e" }, targets);
    expect([...byRow.apply(targets, Float64Array.of(1)).dense()]).toEqual([0.5, 0.5, 0.5]);
  });

  it.each(["prior", "others", "ordinal", "matrix"] as const)("are not smoothed by %s", (method) => {
    const fault = faultIn(() => new Smoother({ method, epsilon: 0.1 }, targets));
    expect(fault).toMatchObject({ kind: "usage", code: "MULTI_LABEL_METHOD" });
    expect(fault.message).toContain(`method: "${method}"`);
  });
});

describe("a row without a target", () => {
  it("has none afterwards, whatever the method", () => {
    fc.assert(
      fc.property(CASES, fc.boolean(), ({ smoothing, weights, rowEpsilons }, isByRow) => {
        const classes = weights.length;
        const coded = new CodedTargets(classes, Int32Array.of(0, NO_TARGET, classes - 1));
        const epsilons = isByRow ? Float64Array.from(rowEpsilons).subarray(0, 3) : undefined;
        const smoothed = new Smoother(smoothing, coded).apply(coded, epsilons);
        expect([0, 1, 2].map((row) => smoothed.has(row))).toEqual([true, false, true]);
        expect(rowsOf(smoothed.dense(), classes)[1].every(Number.isNaN)).toBe(true);
      }),
    );
  });
});
