import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  crossEntropy,
  crossEntropyFloor,
  type CrossEntropyOptions,
  meanCrossEntropy,
  oneHot,
  smooth,
} from "../../src/kernels.js";
import { isClose } from "./golden-file.js";

const X = Float64Array.of(2, 1, 0.1, 0.5, 2.5, -1, 0, 0, 0, 1, -1, 3);
const Y = [0, 2, -100, 2];
const Q = Float64Array.of(0.7, 0.2, 0.1, 0, 1, 0, 0.25, 0.25, 0.5, 0.1, 0.1, 0.8);
const W = [1, 2, 4];

describe("crossEntropy", () => {
  it("is 1.1500 for the article's example, in three ways", () => {
    const logits = Float64Array.of(0.1, 0.1, 0.8, 0.1, 0.1);
    const hot = oneHot([2], 5, new Float64Array(5));
    const inside = crossEntropy(logits, 5, [2], { epsilon: 0.1 });
    const soft = crossEntropy(logits, 5, hot, { epsilon: 0.1 });
    const before = crossEntropy(logits, 5, smooth(hot, 5, 0.1));
    for (const [loss] of [inside, soft, before]) {
      expect(loss).toBeCloseTo(1.1500489642447655, 14);
    }
  });

  // The expected numbers of these three are PyTorch's.
  it("has the rows and the mean of class indices", () => {
    const options = { epsilon: 0.1, ignoreIndex: -100 };
    expectClose(
      crossEntropy(X, 3, Y, options),
      [0.5136966829445002, 3.4865115404556213, 0, 0.34293162849989944],
    );
    expect(meanCrossEntropy(X, 3, Y, options)).toBeCloseTo(1.4477132839666738, 13);
  });

  it("has the rows and the mean of class indices with weights", () => {
    const options = { epsilon: 0.1, ignoreIndex: -100, weights: W };
    expectClose(
      crossEntropy(X, 3, Int32Array.from(Y), options),
      [0.7926340184482112, 13.720516460635437, 0, 0.8812379092496148],
    );
    expect(meanCrossEntropy(X, 3, Y, options)).toBeCloseTo(1.710487598703696, 13);
  });

  it("has the rows and the mean of soft targets, with weights and without", () => {
    expectClose(
      crossEntropy(X, 3, Q, { epsilon: 0.1, weights: W }),
      [2.0242975257732363, 0.8447956878153196, 2.9754082818094636, 1.71691867642466],
    );
    expect(meanCrossEntropy(X, 3, Q, { epsilon: 0.1, weights: W })).toBeCloseTo(
      1.89035504295567,
      13,
    );
    expect(meanCrossEntropy(X, 3, Q, { epsilon: 0.1 })).toBeCloseTo(0.7956880351420328, 13);
  });

  it("takes float32 predictions and targets as the numbers they are", () => {
    const logits = Float32Array.from(X);
    const soft = Float32Array.from(Q);
    expect(crossEntropy(logits, 3, soft)).toEqual(
      crossEntropy(Float64Array.from(logits), 3, Float64Array.from(soft)),
    );
  });

  it("lets nothing out of a row that is ignored", () => {
    const logits = Float64Array.of(NaN, Infinity, 0, Math.log(3));
    const options = { ignoreIndex: -1, epsilon: 0.1 };
    expect(crossEntropy(logits, 2, [-1, 1], options)[0]).toBe(0);
    expect(meanCrossEntropy(logits, 2, [-1, 1], { ignoreIndex: -1 })).toBeCloseTo(
      Math.log(4 / 3),
      15,
    );
  });

  it("has no mean where nothing counts", () => {
    expect(meanCrossEntropy(X, 3, [1, 1, 1, 1], { ignoreIndex: 1 })).toBeNaN();
    expect(meanCrossEntropy(X, 3, [0, 0, 0, 0], { weights: [0, 1, 1], epsilon: 0.1 })).toBeNaN();
    expect(meanCrossEntropy(new Float64Array(), 3, [])).toBeNaN();
  });

  it("has the same mean, bit for bit, in every order", () => {
    const row = fc.tuple(
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 }),
      fc.nat(2),
    );
    const rows = fc.array(row, { minLength: 1, maxLength: 20 });
    const both = rows.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(both, (orders) => {
        const [one, other] = orders.map((order) =>
          meanCrossEntropy(
            Float64Array.from(order.flatMap(([logits]) => logits)),
            3,
            order.map(([, code]) => code),
            {
              epsilon: 0.1,
              weights: W,
            },
          ),
        );
        expect(one).toBe(other);
      }),
    );
  });

  it("gives the same for smoothing inside and before, and never less than the floor", () => {
    const logits = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: 2,
      maxLength: 9,
    });
    const weight = fc.double({ min: 0, max: 4, noNaN: true });
    const epsilons = fc.double({ min: 0, max: 1, noNaN: true });
    const weights = fc.array(weight, { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(logits, weights, epsilons, fc.nat(), (row, all, epsilon, seed) => {
        const classes = row.length;
        const options = { weights: all.slice(0, classes) };
        const x = Float64Array.from(row);
        const q = smooth(
          oneHot([seed % classes], classes, new Float64Array(classes)),
          classes,
          epsilon,
        );
        const [inside] = crossEntropy(x, classes, [seed % classes], { ...options, epsilon });
        const [before] = crossEntropy(x, classes, q, options);
        const [floor] = crossEntropyFloor(q, classes, options.weights);
        expect(isClose(inside, before)).toBe(true);
        expect(before - floor).toBeGreaterThanOrEqual(-1e-13 * Math.max(1, before));
      }),
    );
  });
});

// Where PyTorch has NaN, or an infinity that it met on its way to a number: by the rule that 0 · ∞ is 0.
describe("crossEntropy of extreme logits", () => {
  const third = Math.log(3);
  it.each<[string, readonly number[], readonly number[] | number, CrossEntropyOptions, number]>([
    ["−∞ under a soft zero", [0, -Infinity, 0], [0.5, 0, 0.5], {}, Math.LN2],
    ["−∞ under a soft zero of several", [-Infinity, 0, -Infinity], [0, 1, 0], {}, 0],
    ["−∞ under a target", [0, -Infinity, 0], [0.5, 0.5, 0], {}, Infinity],
    [
      "−∞ under a target without weight",
      [0, -Infinity, 0],
      [0.5, 0.5, 0],
      { weights: [1, 0, 1] },
      Math.LN2 / 2,
    ],
    ["−∞ for the class itself", [0, -Infinity, 0], 1, {}, Infinity],
    ["−∞ for another class", [0, -Infinity, 0], 0, {}, Math.LN2],
    ["−∞ for another class, smoothed", [0, -Infinity, 0], 0, { epsilon: 0.1 }, Infinity],
    ["−∞ for the class itself, all mass uniform", [0, -Infinity, 0], 1, { epsilon: 1 }, Infinity],
    [
      "−∞ without weight, smoothed",
      [0, -Infinity, 0],
      0,
      { epsilon: 0.3, weights: [1, 0, 1] },
      0.9 * Math.LN2,
    ],
    [
      "−∞ for the class itself, without weight",
      [0, -Infinity, 0],
      1,
      { epsilon: 0.3, weights: [1, 0, 1] },
      0.2 * Math.LN2,
    ],
    // The surprisal is 2e308, more than float64 holds; a tenth of it is not.
    ["what overflows before it is scaled down", [1e308, -1e308], [0.9, 0.1], {}, 2e307],
    ["what overflows before it is weighted", [1e308, -1e308], 1, { weights: [1, 0.25] }, 5e307],
    [
      "a uniform part that overflows as a sum",
      [1e308, -1e307, -1e307],
      0,
      { epsilon: 0.3 },
      2.2e307,
    ],
    ["what is too much after all", [1e308, -1e308], 1, {}, Infinity],
    ["the same huge logits", [1e308, 1e308, 1e308], 2, { epsilon: 0.5 }, third],
    ["the same low logits", [-1e308, -1e308, -1e308], 2, { epsilon: 0.5 }, third],
    ["a single class", [5], 0, { epsilon: 0.5 }, 0],
  ])("has a number for %s", (...[, logits, target, options, expected]) => {
    const targets = typeof target === "number" ? [target] : Float64Array.from(target);
    const [loss] = crossEntropy(Float64Array.from(logits), logits.length, targets, options);
    const isNear = Math.abs(loss - expected) <= 4e-16 * Math.max(1, expected);
    expect(loss === expected || isNear, `${loss} for ${expected}`).toBe(true);
  });

  it("keeps the last bits of tiny losses", () => {
    const [loss] = crossEntropy(Float64Array.of(0, 40), 2, [1]);
    // ln(1 + e^-40) is e^-40 to the last bit.
    expect(Math.abs(loss / 4.248354255291589e-18 - 1)).toBeLessThan(1e-15);
  });
});

describe("crossEntropy of probabilities", () => {
  const probs = { kind: "probs" } as const;

  it("takes their logarithms", () => {
    const p = Float64Array.of(0.5, 0.25, 0.25, 0, 1, 0);
    expectClose(crossEntropy(p, 3, [1, 1], probs), [Math.log(4), 0]);
    expect(Object.is(crossEntropy(p, 3, [1, 1], probs)[1], 0)).toBe(true);
    expect(crossEntropy(p, 3, [1, 0], probs)[1]).toBe(Infinity);
    // 0.9 · ln 4 + 0.1/3 · (ln 2 + ln 4 + ln 4)
    expectClose(crossEntropy(p.subarray(0, 3), 3, [1], { ...probs, epsilon: 0.1 }), [
      1.8 * Math.LN2 + (Math.LN2 * 0.5) / 3,
    ]);
  });

  it("divides and clips them as Keras where it is told to", () => {
    const p = Float64Array.of(0.0005, 1, 1, 0);
    const losses = crossEntropy(p, 2, [0, 1], { ...probs, clip: 1e-7 });
    expectClose(losses, [Math.log(1.0005 / 0.0005), 16.11809565095832]);
    const [certain] = crossEntropy(Float64Array.of(1, 0), 2, [0], { ...probs, clip: 1e-7 });
    expect(Math.abs(certain - 1.00000005e-7)).toBeLessThan(1e-16);
  });
});

/** The losses of two rows of two logits, when they are asked for. */
function given(x: readonly number[], options: CrossEntropyOptions = {}): () => Float64Array {
  return () => crossEntropy(Float64Array.from(x), 2, [0, 1], options);
}

describe("crossEntropy refuses", () => {
  const logits = Float64Array.of(1, 2, 3, 4);
  it.each<[string, () => unknown, string]>([
    ["NaN", given([0, 1, NaN, 0]), "row 1 is NaN for class 0, expected a finite number"],
    [
      "NaN behind others",
      given([0, 1, 0, NaN]),
      "row 1 is NaN for class 1, expected a finite number",
    ],
    [
      "+Infinity",
      given([0, Infinity, 0, 0]),
      "row 0 is Infinity for class 1, expected a finite number",
    ],
    ["−Infinity alone", given([0, 1, -Infinity, -Infinity]), "row 1 is -Infinity for every class"],
    [
      "logits for probabilities",
      given([0.5, 0.5, 2, 1], { kind: "probs" }),
      "row 1 sums to 3, expected",
    ],
    [
      "negative ones",
      given([1.5, -0.5, 1, 0], { kind: "probs" }),
      "row 0 is -0.5 for class 1, expected a probability",
    ],
    [
      "NaN for a probability",
      given([1, 0, 1, NaN], { kind: "probs" }),
      "row 1 is NaN for class 1, expected",
    ],
    [
      "a sum just off",
      given([1, 0, 0.5, 0.502], { kind: "probs" }),
      "row 1 sums to 1.002, expected",
    ],
    [
      "a class that is none",
      () => crossEntropy(logits, 2, [0, 2]),
      "target 2 in row 1 is no class index",
    ],
    [
      "a half class",
      () => crossEntropy(logits, 2, [0.5, 1]),
      "target 0.5 in row 0 is no class index",
    ],
    [
      "an index that nobody ignores",
      () => crossEntropy(logits, 2, [0, -100]),
      "target -100 in row 1",
    ],
    [
      "too few indices",
      () => crossEntropy(logits, 2, [0]),
      "targets hold 1 class indices, expected 2",
    ],
    [
      "too few soft targets",
      () => crossEntropy(logits, 2, Float64Array.of(0, 1)),
      "soft targets hold 2 values, expected 4",
    ],
    [
      "no whole rows",
      () => crossEntropy(logits, 3, [0]),
      "predictions hold 4 values, expected whole rows of 3",
    ],
    ["half a class", () => crossEntropy(logits, 0.5, [0]), "classes is 0.5"],
    ["an epsilon above 1", given([0, 1, 2, 3], { epsilon: 1.5 }), "epsilon is 1.5"],
    ["too few weights", given([0, 1, 2, 3], { weights: [1] }), "weights hold 1 values, expected 2"],
    ["negative weights", given([0, 1, 2, 3], { weights: [1, -1] }), "weight -1 of class 1"],
    [
      "infinite weights",
      given([0, 1, 2, 3], { weights: [Infinity, 1] }),
      "weight Infinity of class 0",
    ],
    ["a clip for logits", given([0, 1, 2, 3], { clip: 0.1 }), "clip is 0.1, expected none"],
    [
      "a clip of a half",
      given([0, 1, 1, 0], { clip: 0.5, kind: "probs" }),
      "clip is 0.5, expected a number between",
    ],
    ["another kind", given([0, 1, 2, 3], { kind: "odds" as "probs" }), 'kind is "odds", expected'],
    [
      "an index to ignore among soft targets",
      () => crossEntropy(logits, 2, logits, { ignoreIndex: 0 }),
      "ignoreIndex is 0, expected none",
    ],
  ])("%s", (_name, work, message) => {
    expect(work).toThrow(RangeError);
    expect(work).toThrow(message);
  });

  it("what is no array of numbers", () => {
    expect(() => crossEntropy([1, 2] as unknown as Float64Array, 2, [0])).toThrow(TypeError);
    expect(() => crossEntropy(logits, 2, 0 as unknown as number[])).toThrow(TypeError);
  });

  it.each([
    [0.5, 0.5009],
    [0.5, 0.4991],
  ])("no probabilities that sum to 1 within a thousandth: %d, %d", (one, other) => {
    expect(() =>
      crossEntropy(Float64Array.of(one, other), 2, [0], { kind: "probs" }),
    ).not.toThrow();
  });
});

function expectClose(found: Float64Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expect([...found].filter((loss, row) => !isClose(loss, expected[row]))).toEqual([]);
}
