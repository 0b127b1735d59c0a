import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  oneHot,
  smooth,
  smoothMultiLabel,
  smoothOrdinal,
  smoothOthers,
  smoothThrough,
  smoothTowards,
} from "../../src/kernels.js";

const EPSILON = fc.oneof(fc.constantFrom(0, 1, 0.1), fc.double({ min: 0, max: 1, noNaN: true }));
const WEIGHTS = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 });

/** Weights as shares of their sum. */
function shares(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** `q·((1 − ε)·I + ε·M)` with the matrix spelled out. */
function throughMatrix(row: readonly number[], matrix: readonly number[][], epsilon: number) {
  return row.map((_, to) =>
    row.reduce((sum, q, from) => {
      const own = from === to ? 1 - epsilon : 0;
      return sum + q * (own + epsilon * matrix[from][to]);
    }, 0),
  );
}

/** The largest difference of two rows. */
function difference(found: ArrayLike<number>, expected: readonly number[]): number {
  return found.length === expected.length
    ? Math.max(...expected.map((value, at) => Math.abs(found[at] - value)))
    : Infinity;
}

describe("smoothTowards", () => {
  it("gives what Paddle's label_smooth gives: (1 − ε) · label + ε · prior_dist", () => {
    // By hand: 0.9 · [0, 1, 0] + 0.1 · [0.5, 0.3, 0.2].
    expect([...smoothTowards(Float64Array.of(0, 1, 0), [0.5, 0.3, 0.2], 0.1)]).toEqual([
      0.05, 0.93, 0.020000000000000004,
    ]);
  });

  it("gives the bits of that formula for any row", () => {
    fc.assert(
      fc.property(WEIGHTS, WEIGHTS, EPSILON, (weights, others, epsilon) => {
        const row = shares(weights);
        const prior = shares(weights.map((_, at) => others[at % others.length]));
        expect([...smoothTowards(Float64Array.from(row), prior, epsilon)]).toEqual(
          row.map((q, at) => (1 - epsilon) * q + epsilon * prior[at]),
        );
      }),
    );
  });

  it("smooths every row of a Float32Array, rounded once", () => {
    const prior = [0.7, 0.2, 0.1];
    const rows = smoothTowards(oneHot([2, 0], 3), prior, 0.1);
    const exact = smoothTowards(oneHot([2, 0], 3, new Float64Array(6)), prior, 0.1);
    expect(rows).toEqual(Float32Array.from(exact));
  });

  it("is uniform smoothing where all shares are the same", () => {
    const rows = oneHot([0, 3], 4, new Float64Array(8));
    const towards = smoothTowards(rows.slice(), [0.25, 0.25, 0.25, 0.25], 0.3);
    expect(difference(towards, [...smooth(rows, 4, 0.3)])).toBeLessThan(1e-14);
  });
});

describe("smoothThrough", () => {
  it("hands each class's mass to the classes that its row of the matrix names", () => {
    const matrix = [0, 1, 0, 0.5, 0, 0.5, 0, 0, 1];
    expect([...smoothThrough(oneHot([0, 1, 2], 3, new Float64Array(9)), matrix, 0.2)]).toEqual([
      0.8, 0.2, 0, 0.1, 0.8, 0.1, 0, 0, 1,
    ]);
  });

  it("is a transition at epsilon 1", () => {
    expect([...smoothThrough(Float64Array.of(0.5, 0.5), [0.75, 0.25, 0, 1], 1)]).toEqual([
      0.375, 0.625,
    ]);
  });

  it("is the product with the matrix (1 − ε)·I + ε·M for any row", () => {
    const square = fc.integer({ min: 1, max: 6 }).chain((size) =>
      fc.array(fc.array(fc.nat(9), { minLength: size, maxLength: size }), {
        minLength: size + 1,
        maxLength: size + 1,
      }),
    );
    fc.assert(
      fc.property(square, EPSILON, ([first, ...rows], epsilon) => {
        const matrix = rows.map((row) => shares(row.map((weight) => weight + 1)));
        const row = shares(first.map((weight) => weight + 1));
        const found = smoothThrough(Float64Array.from(row), matrix.flat(), epsilon);
        expect(difference(found, throughMatrix(row, matrix, epsilon))).toBeLessThan(1e-14);
      }),
    );
  });
});

describe("smoothOrdinal", () => {
  it("gives the neighbours exp(−1/2) and those behind them exp(−2), as shares", () => {
    // NumPy: g = exp(-d**2 / 2) for d = 1, 2; g / g.sum() = 0.81757448, 0.18242552
    const [own, near, far] = smoothOrdinal(oneHot([0], 3, new Float64Array(3)), 3, 0.1);
    expect(own).toBe(0.9);
    expect(near).toBeCloseTo(0.0817574476193644, 15);
    expect(far).toBeCloseTo(0.0182425523806356, 15);
  });

  it("is the product with the matrix of Gaussians, of any width, for any row", () => {
    const sigmas = fc.double({ min: 0.05, max: 50, noNaN: true });
    fc.assert(
      fc.property(WEIGHTS, EPSILON, sigmas, (weights, epsilon, sigma) => {
        const row = shares(weights);
        const matrix = row.map((_, y) => {
          const gauss = row.map((_value, c) =>
            c === y ? 0 : Math.exp(-((c - y) ** 2) / (2 * sigma ** 2)),
          );
          const sum = gauss.reduce((total, each) => total + each, 0);
          return row.length === 1 ? [1] : gauss.map((each) => each / sum);
        });
        const found = smoothOrdinal(Float64Array.from(row), row.length, epsilon, sigma);
        expect(difference(found, throughMatrix(row, matrix, epsilon))).toBeLessThan(1e-14);
      }),
      { examples: [[[1], 0.1, 1]] },
    );
  });

  it.each([1e-3, 1e-200, Number.MIN_VALUE])(
    "hands all to the neighbours where sigma is %d",
    (sigma) => {
      expect([...smoothOrdinal(Float64Array.of(0, 1, 0, 0), 4, 0.5, sigma)]).toEqual([
        0.25, 0.5, 0.25, 0,
      ]);
    },
  );

  it.each([1e9, 1e200, Number.MAX_VALUE])("hands all over alike where sigma is %d", (sigma) => {
    const row = oneHot([1], 4, new Float64Array(4));
    expect(
      difference(smoothOrdinal(row.slice(), 4, 0.3, sigma), [...smoothOthers(row, 4, 0.3)]),
    ).toBeLessThan(1e-14);
  });

  it.each([0, -1, NaN, Infinity])("refuses a sigma of %d", (sigma) => {
    expect(() => smoothOrdinal(new Float64Array(3), 3, 0.1, sigma)).toThrow(
      `sigma is ${sigma}, expected a finite number above 0`,
    );
  });
});

describe("smoothMultiLabel", () => {
  it("gives y · (1 − ε) + ε / 2, as Keras' BinaryCrossentropy", () => {
    expect([...smoothMultiLabel(Float64Array.of(1, 0, 1, 0, 0.5), 0.2)]).toEqual([
      0.9, 0.1, 0.9, 0.1, 0.5,
    ]);
  });

  it("takes arrays of any length", () => {
    expect(smoothMultiLabel(new Float32Array(0), 0.1)).toHaveLength(0);
    expect(smoothMultiLabel(Float32Array.of(1), 1)).toEqual(Float32Array.of(0.5));
  });
});

describe.each([
  {
    name: "smoothTowards",
    smoothed: (t: Float64Array, e: number) => smoothTowards(t, [0.4, 0.6], e),
  },
  {
    name: "smoothThrough",
    smoothed: (t: Float64Array, e: number) => smoothThrough(t, [0.4, 0.6, 1, 0], e),
  },
  { name: "smoothOrdinal", smoothed: (t: Float64Array, e: number) => smoothOrdinal(t, 2, e) },
  { name: "smoothMultiLabel", smoothed: smoothMultiLabel<Float64Array> },
])("$name", ({ smoothed }) => {
  it("works in place and changes nothing at 0", () => {
    const targets = Float64Array.of(0.3, 0.7, 1, 0);
    expect(smoothed(targets, 0)).toBe(targets);
    expect([...targets]).toEqual([0.3, 0.7, 1, 0]);
  });

  it.each([-0.1, 1.5, NaN])("refuses an epsilon of %d", (epsilon) => {
    expect(() => smoothed(new Float64Array(2), epsilon)).toThrow(
      `epsilon is ${epsilon}, expected a number from 0 to 1`,
    );
  });
});

describe("a distribution that is none", () => {
  it.each<[string, () => unknown, string]>([
    [
      "of another length",
      () => smoothTowards(new Float64Array(3), [0.5, 0.5], 0.1),
      "targets hold 3 values, expected whole rows of 2",
    ],
    [
      "that is negative",
      () => smoothTowards(new Float64Array(2), [1.5, -0.5], 0.1),
      "prior[1] is -0.5, expected a finite number that is not negative",
    ],
    [
      "that is text",
      () => smoothTowards(new Float64Array(2), ["1", "0"] as unknown as number[], 0.1),
      'prior[0] is "1", expected',
    ],
    [
      "that is empty",
      () => smoothTowards(new Float64Array(0), [], 0.1),
      "classes is 0, expected a positive whole number",
    ],
    [
      "that is not square",
      () => smoothThrough(new Float64Array(2), [1, 0, 1], 0.1),
      "matrix holds 3 values, expected a square number",
    ],
    [
      "that is not finite",
      () => smoothThrough(new Float64Array(2), [1, 0, Infinity, 0], 0.1),
      "matrix[2] is Infinity, expected",
    ],
    [
      "that is no array",
      () => smoothThrough(new Float64Array(2), 3 as unknown as number[], 0.1),
      "matrix is 3, expected an array of numbers",
    ],
  ])("is refused, one %s", (_which, work, message) => {
    expect(work).toThrow(message);
  });
});
