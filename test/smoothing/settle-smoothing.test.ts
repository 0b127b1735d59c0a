import { describe, expect, it } from "vitest";
import type { ClassOrder } from "../../src/classes/values-by-class.js";
import type { MatrixByClass } from "../../src/smoothing/given-matrix.js";
import { settleSmoothing } from "../../src/smoothing/settle-smoothing.js";
import {
  resolveSmoothing,
  type Smoothing,
  type SmoothingOptions,
} from "../../src/smoothing/smoothing.js";
import { faultIn } from "../faults.js";

const CLASSES: ClassOrder = { count: 2, names: ["cat", "dog"], counts: [3, 1] };

function settled(options: SmoothingOptions, classes: ClassOrder = CLASSES): Smoothing {
  return settleSmoothing(resolveSmoothing(options), classes);
}

describe("resolveSmoothing", () => {
  it.each<[SmoothingOptions, string, string]>([
    [{ prior: [1, 0] }, "NO_EFFECT", '`prior` has no effect with `method: "uniform"`'],
    [
      { prior: [1, 0], method: "others" },
      "NO_EFFECT",
      '`prior` has no effect with `method: "others"`',
    ],
    [{ sigma: 1, method: "prior" }, "NO_EFFECT", '`sigma` has no effect with `method: "prior"`'],
    [
      { matrix: [[1]], method: "ordinal" },
      "NO_EFFECT",
      '`matrix` has no effect with `method: "ordinal"`',
    ],
    [{ method: "matrix" }, "NO_MATRIX", '`method: "matrix"` needs `matrix`'],
    [{ sigma: 0, method: "ordinal" }, "BAD_SIGMA", "sigma is 0"],
    [{ sigma: Infinity, method: "ordinal" }, "BAD_SIGMA", "sigma is Infinity"],
    [{ sigma: Number.NaN, method: "ordinal" }, "BAD_SIGMA", "sigma is NaN"],
    [{ epsilonColumn: "e", epsilon: 0.1 }, "CONFLICT", "`epsilonColumn` and `epsilon` exclude"],
    [
      { epsilonColumn: "e", classEpsilons: [0] },
      "CONFLICT",
      "`epsilonColumn` and `classEpsilons` exclude",
    ],
  ])("refuses %j: %s", (options, code, message) => {
    const fault = faultIn(() => resolveSmoothing(options));
    expect(fault).toMatchObject({ kind: "usage", code });
    expect(fault.message).toContain(message);
  });

  it("gives an ordinal method a sigma of 1, and no other one any", () => {
    expect(resolveSmoothing({ method: "ordinal" }).sigma).toBe(1);
    expect(resolveSmoothing({ method: "uniform" }).sigma).toBeUndefined();
  });
});

describe("a prior", () => {
  it("is the frequencies of the classes where nobody gave one", () => {
    expect(settled({ method: "prior" })).toMatchObject({ epsilon: 0.1, prior: [0.75, 0.25] });
  });

  it.each<[string, ClassOrder]>([
    ["nobody counted", { count: 2, names: ["cat", "dog"] }],
    ["there are no rows", { count: 2, names: ["cat", "dog"], counts: [0, 0] }],
    ["there are no names either", { count: 2 }],
  ])("has to be given where %s", (_where, classes) => {
    expect(faultIn(() => settled({ method: "prior" }, classes))).toMatchObject({
      kind: "usage",
      code: "NO_PRIOR",
      hint: expect.stringContaining("`prior`"),
    });
    expect(settled({ method: "prior", prior: [1, 0] }, classes).prior).toEqual([1, 0]);
  });

  it("may miss 1 by a millionth, and is divided by its sum then", () => {
    // 0.3333333 · 3 = 0.9999999; a third each, but for the last bit.
    const thirds = settled({ method: "prior", prior: Array(3).fill(0.3333333) }, { count: 3 });
    for (const share of thirds.prior ?? []) {
      expect(share).toBeCloseTo(1 / 3, 15);
    }
    const [, last] = settled({ method: "prior", prior: [0.5, 0.500001] }).prior ?? [];
    expect(last).toBeCloseTo(0.500001 / 1.000001, 15);
  });

  it("keeps its bits where its sum misses 1 by no more than adding rounds", () => {
    const prior = Array<number>(10).fill(0.1); // 0.9999999999999999 in sum
    expect(settled({ method: "prior", prior }, { count: 10 }).prior).toEqual(prior);
  });

  it.each([
    [[0.5, 0.4999], "the values add up to 0.9999; expected 1 within 0.000001"],
    [[0.5, 0.5000011], "the values add up to 1.0000011"],
    [[0, 0], "the values add up to 0"],
    [[1.5, -0.5], 'the value of class "dog" is -0.5'],
    [[1, Number.NaN], 'the value of class "dog" is NaN'],
    [[Infinity, 0], 'the value of class "cat" is Infinity'],
  ])("of %j is refused", (prior, message) => {
    const fault = faultIn(() => settled({ method: "prior", prior }));
    expect(fault.code).toBe("BAD_PRIOR");
    expect(fault.message).toContain(message);
  });
});

describe("an epsilon for each class", () => {
  it("is that for all others where a class is not named", () => {
    expect(settled({ classEpsilons: { dog: 0.5 } })).toMatchObject({
      epsilon: null,
      classEpsilons: [0.1, 0.5],
    });
    expect(settled({ classEpsilons: { dog: 1 }, epsilon: 0 }).classEpsilons).toEqual([0, 1]);
  });

  it.each([[1.5], [-0.1], [Number.NaN]])("may not be %d", (epsilon) => {
    const fault = faultIn(() => settled({ classEpsilons: { cat: epsilon } }));
    expect(fault).toMatchObject({
      code: "BAD_EPSILON",
      message: `\`classEpsilons\`: the value of class "cat" is ${epsilon}; expected a number from 0 to 1`,
    });
  });
});

describe("an epsilon for each row", () => {
  it("leaves none in common", () => {
    expect(settled({ epsilonColumn: "e" })).toMatchObject({ epsilon: null, epsilonColumn: "e" });
  });
});

describe("a matrix", () => {
  const NAMED = { dog: { cat: 0.25, dog: 0.75 }, cat: { cat: 1 } };

  it.each<[string, MatrixByClass]>([
    [
      "rows",
      [
        [1, 0],
        [0.25, 0.75],
      ],
    ],
    ["one typed array", Float64Array.of(1, 0, 0.25, 0.75)],
    ["an object of objects in any order, where 0 may be left out", NAMED],
  ])("is row-major in class order, from %s", (_form, matrix) => {
    expect(settled({ method: "matrix", matrix }).matrix).toEqual(Float64Array.of(1, 0, 0.25, 0.75));
  });

  it.each<[MatrixByClass, string, string]>([
    [[[1, 0]], "MATRIX_SIZE", "found 1 rows; expected 2 by 2"],
    [
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      "MATRIX_SIZE",
      "found 3 rows; expected 2 by 2",
    ],
    [[[1, 0], [1]], "MATRIX_SIZE", "row 2 has 1 values; expected 2 by 2"],
    [Float64Array.of(1, 0, 1), "MATRIX_SIZE", "expected 2 by 2"],
    [[], "MATRIX_SIZE", "found 0 rows"],
    [
      [
        [1, 0],
        [0.5, 0.6],
      ],
      "BAD_MATRIX",
      'the row of class "dog" adds up to 1.1; expected 1 within',
    ],
    [
      [
        [1, 0],
        [1.5, -0.5],
      ],
      "BAD_MATRIX",
      'the row of class "dog" has -0.5 for class "dog"; expected',
    ],
    [
      [
        [1, Number.NaN],
        [0, 1],
      ],
      "BAD_MATRIX",
      'the row of class "cat" has NaN for class "dog"',
    ],
    [
      [
        [Infinity, 0],
        [0, 1],
      ],
      "BAD_MATRIX",
      'the row of class "cat" has Infinity for class "cat"',
    ],
    [{ cat: { cat: 1 }, dgo: { dog: 1 } }, "UNKNOWN_CLASS", 'there is no class "dgo"'],
    [{ cat: { cat: 1 } }, "MISSING_CLASS", 'the class "dog" is not named'],
  ])("%j is refused: %s", (matrix, code, message) => {
    const fault = faultIn(() => settled({ method: "matrix", matrix }));
    expect(fault).toMatchObject({ kind: "usage", code });
    expect(fault.message).toContain(message);
  });

  it("may be of classes that are named like what every object has", () => {
    const matrix = { constructor: { constructor: 1 }, toString: { toString: 1 } };
    const names = ["constructor", "toString"];
    expect(settled({ method: "matrix", matrix }, { count: 2, names }).matrix).toEqual(
      Float64Array.of(1, 0, 0, 1),
    );
  });

  it("without names is refused for classes whose order nobody gave, and with names for those without", () => {
    const rows = [
      [1, 0],
      [0, 1],
    ];
    const learned = { ...CLASSES, isLearned: true };
    expect(faultIn(() => settled({ method: "matrix", matrix: rows }, learned)).code).toBe(
      "CLASS_ORDER",
    );
    expect(settled({ method: "matrix", matrix: NAMED }, learned).matrix).toHaveLength(4);
    expect(faultIn(() => settled({ method: "matrix", matrix: NAMED }, { count: 2 })).code).toBe(
      "CLASS_ORDER",
    );
  });

  it("may miss 1 by a millionth a row, which is divided by its sum then", () => {
    const matrix = [
      [0.9999995, 0],
      [0.5, 0.5],
    ];
    expect(settled({ method: "matrix", matrix }).matrix).toEqual(Float64Array.of(1, 0, 0.5, 0.5));
  });

  it("is refused above 2,000 classes", () => {
    const fault = faultIn(() => settled({ method: "matrix", matrix: [] }, { count: 2001 }));
    expect(fault).toMatchObject({ code: "TOO_MANY_CLASSES" });
    expect(fault.message).toContain("2001 classes; expected at most 2000");
  });
});
