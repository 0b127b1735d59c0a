import { Readable } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch.js";
import { CrossEntropy } from "../../src/stages/cross-entropy.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import { OneHotEncoder } from "../../src/stages/one-hot-encoder.js";
import { CodedTargets } from "../../src/targets.js";
import { batchOf, intColumn, listColumn } from "../columns-from.js";
import { faultIn, faultOf } from "../faults.js";
import { type Scenario, scored } from "../loss/scored.js";

const INFINITY = Number.POSITIVE_INFINITY;

/** The article's logits and its one-hot target. */
const article: Scenario = { predictions: [[0.1, 0.1, 0.8, 0.1, 0.1]], codes: [2] };

/** The worked example of the formulas. */
const worked: Scenario = {
  predictions: [
    [2, 1, 0.1],
    [0.5, 2.5, -1],
    [0, 0, 0],
    [1, -1, 3],
  ],
  codes: [0, 2, -1, 2],
  smoothing: { epsilon: 0.1 },
};

const soft = [
  [0.7, 0.2, 0.1],
  [0, 1, 0],
  [0.25, 0.25, 0.5],
  [0.1, 0.1, 0.8],
];

function softplus(x: number): number {
  return Math.log1p(Math.exp(x));
}

/** A loss to nine decimals; nothing where there is none. */
function digits(loss: number | undefined): string | undefined {
  return loss === undefined || Number.isNaN(loss) ? undefined : loss.toFixed(9);
}

describe("the loss of the article, 1.1500", () => {
  it.each<[string, Scenario]>([
    ["smoothing a class", { ...article, smoothing: { epsilon: 0.1 } }],
    [
      "of a target that was smoothed before",
      { predictions: article.predictions, soft: [[0.02, 0.02, 0.92, 0.02, 0.02]] },
    ],
    [
      "smoothing a one-hot row",
      { predictions: article.predictions, soft: [[0, 0, 1, 0, 0]], smoothing: { epsilon: 0.1 } },
    ],
  ])("%s", async (_, scenario) => {
    const { rows, result } = await scored(scenario);
    // ln(4·e^0.1 + e^0.8) − (0.92·0.8 + 0.08·0.1), by NumPy
    const expected = Math.log(4 * Math.exp(0.1) + Math.exp(0.8)) - (0.92 * 0.8 + 0.08 * 0.1);
    expect(expected.toFixed(4)).toBe("1.1500");
    expect(rows[0]).toBeCloseTo(expected, 14);
    expect(result.mean).toBe(rows[0]);
  });
});

describe("CrossEntropy", () => {
  it("gives PyTorch's losses and mean of class indices, one of them ignored", async () => {
    const { rows, result } = await scored(worked);
    const expected = [0.513696682945, 3.486511540456, undefined, 0.3429316285];
    expect(rows.map(digits)).toEqual(expected.map(digits));
    expect(result.mean).toBeCloseTo(1.447713283967, 11);
    expect(result.denominator).toEqual({ name: "weights", value: 3 });
  });

  it("gives PyTorch's losses and mean with class weights", async () => {
    const { rows, result } = await scored({ ...worked, loss: { classWeights: [1, 2, 4] } });
    const expected = [0.792634018448, 13.720516460635, undefined, 0.88123790925];
    expect(rows.map(digits)).toEqual(expected.map(digits));
    expect(result.mean).toBeCloseTo(1.710487598704, 11);
    expect(result.denominator).toEqual({ name: "weights", value: 9 });
  });

  it("takes class weights by name", async () => {
    const names = ["a", "b", "c"];
    const byName = await scored({ ...worked, names, loss: { classWeights: { c: 4, a: 1, b: 2 } } });
    const asText = await scored({ ...worked, names, loss: { classWeights: "c=4,a=1,b=2" } });
    expect(byName.result.mean).toBeCloseTo(1.710487598704, 11);
    expect(asText.result.mean).toBe(byName.result.mean);
  });

  it("gives PyTorch's mean of soft targets, which is over rows", async () => {
    const { predictions, smoothing } = worked;
    const plain = await scored({ predictions, soft, smoothing });
    expect(plain.result.mean).toBeCloseTo(0.795688035142, 11);
    const loss = { classWeights: [1, 2, 4] };
    const weighted = await scored({ predictions, soft, smoothing, loss });
    expect(weighted.result.mean).toBeCloseTo(1.890355042956, 11);
    expect(weighted.result.denominator).toEqual({ name: "rows", value: 4 });
  });

  it("takes the mean over weights or rows where that is asked for", async () => {
    const loss = { classWeights: [1, 2, 4] };
    const byRows = await scored({ ...worked, loss: { ...loss, meanOver: "rows" } });
    expect(byRows.result.mean).toBeCloseTo(
      (0.792634018448 + 13.720516460635 + 0.88123790925) / 3,
      11,
    );
    const sampleWeights = [1, 0.5, 7, 2];
    const weighted = await scored({ ...worked, sampleWeights, loss });
    expect(weighted.result.denominator).toEqual({ name: "weights", value: 1 + 0.5 * 4 + 2 * 4 });
    expect(weighted.rows[1]).toBeCloseTo(13.720516460635 / 2, 11);
    const { predictions } = worked;
    const ofSoft = await scored({
      predictions,
      soft,
      sampleWeights,
      loss: { meanOver: "weights" },
    });
    expect(ofSoft.result.denominator).toEqual({ name: "weights", value: 10.5 });
  });

  it("tells the parts of the mean: it is (1 − ε) · nll + ε · uniform, and the floor and what is above it", async () => {
    const { result } = await scored({ ...worked, loss: { classWeights: [1, 2, 4] } });
    const bare = await scored({
      ...worked,
      smoothing: undefined,
      loss: { classWeights: [1, 2, 4] },
    });
    const even = await scored({
      ...worked,
      smoothing: { epsilon: 1 },
      loss: { classWeights: [1, 2, 4] },
    });
    expect(result.nll).toBeCloseTo(bare.result.mean as number, 14);
    expect(result.uniform).toBeCloseTo(even.result.mean as number, 14);
    const sum = 0.9 * (result.nll as number) + 0.1 * (result.uniform as number);
    expect(result.mean).toBeCloseTo(sum, 14);
    expect(result.kl).toBeCloseTo((result.mean as number) - (result.entropyFloor as number), 14);
  });

  it("knows the floor of ten classes smoothed by 0.1, and reaches it", async () => {
    const predictions = [
      Array.from({ length: 10 }, (_, code) => Math.log(code === 3 ? 0.91 : 0.01)),
    ];
    const { result } = await scored({ predictions, codes: [3], smoothing: { epsilon: 0.1 } });
    expect(result.entropyFloor).toBeCloseTo(0.50028804, 8);
    expect(result.mean).toBeCloseTo(0.50028804, 8);
    expect(result.kl).toBeCloseTo(0, 14);
  });

  it("does not look at what is predicted for a row without a target", async () => {
    const predictions = worked.predictions.with(2, [Number.NaN, 1, INFINITY]);
    const { rows, batches, result } = await scored({
      ...worked,
      predictions,
      by: ["a", "a", "b", "b"],
    });
    expect(rows[2]).toBeNaN();
    expect(result.mean).toBeCloseTo(1.447713283967, 11);
    expect(result.metrics?.accuracy).toBe(2 / 3);
    expect([...(batches[0].scores?.predicted ?? [])]).toEqual([0, 1, -1, 2]);
  });

  it("tells what is predicted for a row without a target where that can be read", async () => {
    const predictions = worked.predictions.with(2, [0, 0, 5]);
    const { batches, result } = await scored({ ...worked, predictions });
    expect([...(batches[0].scores?.predicted ?? [])]).toEqual([0, 1, 2, 2]);
    expect(result.metrics?.confusion).toHaveLength(3);
  });

  it("counts infinite losses, and gives nothing times infinity as nothing", async () => {
    const predictions = [
      [0, -INFINITY],
      [-INFINITY, 0],
      [0, 0],
    ];
    const { rows, result } = await scored({ predictions, codes: [0, 0, 1] });
    expect(rows).toEqual([0, INFINITY, Math.LN2]);
    expect(result).toMatchObject({ mean: INFINITY, sum: INFINITY, infinite: 1 });
    const weighted = await scored({ predictions, codes: [0, 0, 1], sampleWeights: [1, 0, 1] });
    expect(weighted.result).toMatchObject({ mean: Math.LN2 / 2, infinite: 0 });
  });

  it("gives null where nothing counts, as Keras 0", async () => {
    const nothing = { ...worked, codes: [-1, -1, -1, -1] };
    const { result } = await scored(nothing);
    expect(result).toMatchObject({ mean: null, sum: 0, nll: null, kl: null, entropyFloor: null });
    expect(result.metrics).toEqual({
      accuracy: null,
      top5: null,
      brier: null,
      ece: null,
      mce: null,
      confusion: [],
    });
    const unweighted = await scored({ ...worked, sampleWeights: [0, 0, 0, 0] });
    expect(unweighted.result.mean).toBeNull();
    const keras = await scored({ ...nothing, loss: { like: "keras" } });
    expect(keras.result.mean).toBe(0);
  });

  it("tells rows, losses and accuracy by class and by the values of a column", async () => {
    const by = ["10", "9", "9", null];
    const { rows, result } = await scored({ ...worked, by, names: ["a", "b", "c"] });
    expect(result.byClass).toEqual([
      { name: "a", count: 1, mean: rows[0] },
      { name: "b", count: 0, mean: null },
      { name: "c", count: 2, mean: (rows[1] + rows[3]) / 2 },
    ]);
    expect(result.by).toEqual([
      { value: "9", rows: 1, mean: rows[1], accuracy: 0 },
      { value: "10", rows: 1, mean: rows[0], accuracy: 1 },
      { value: null, rows: 1, mean: rows[3], accuracy: 1 },
    ]);
  });

  it("measures what is predicted, but not in rows that weigh nothing", async () => {
    const { result } = await scored({
      ...worked,
      codes: [0, 2, 1, 2],
      sampleWeights: [1, 2, 0, 1],
      names: ["a", "b", "c"],
    });
    expect(result.metrics).toMatchObject({
      accuracy: 2 / 3,
      top5: 1,
      confusion: [
        ["a", "a", 1],
        ["c", "b", 1],
        ["c", "c", 1],
      ],
    });
  });

  it("takes the class of a soft target to be its greatest one, before smoothing", async () => {
    const predictions = [
      [0, 1],
      [1, 0],
    ];
    const shares = [
      [0.4, 0.6],
      [0.5, 0.5],
    ];
    const { result } = await scored({ predictions, soft: shares, smoothing: { epsilon: 1 } });
    expect(result.metrics).toMatchObject({
      accuracy: 1,
      confusion: [
        ["0", "0", 1],
        ["1", "1", 1],
      ],
    });
    // p = e/(1+e) for the class, so (p − 0.6)² + (1 − p − 0.4)² and (p − 0.5)² twice
    const p = Math.E / (1 + Math.E);
    expect(result.metrics?.brier).toBeCloseTo((p - 0.6) ** 2 + (p - 0.5) ** 2, 14);
  });

  it("takes the binary cross-entropy of several labels a row, the mean over the classes", async () => {
    const { rows, batches, result } = await scored({
      predictions: [[2, -1]],
      soft: [[1, 0]],
      multi: true,
      smoothing: { epsilon: 0.1 },
    });
    // torch: binary_cross_entropy_with_logits([2, -1], [0.95, 0.05])
    expect(rows[0]).toBeCloseTo((softplus(-2) + 0.05 * 2 + softplus(-1) + 0.05) / 2, 14);
    expect(result.metrics).toBeUndefined();
    expect(result.byClass).toBeUndefined();
    expect(result.entropyFloor).toBeCloseTo(-(0.95 * Math.log(0.95) + 0.05 * Math.log(0.05)), 14);
    expect(batches[0].scores).toEqual({ loss: Float64Array.of(rows[0]) });
    expect(result.nll).toBeCloseTo((softplus(-2) + softplus(-1)) / 2, 14);
    expect(result.uniform).toBeCloseTo((softplus(-2) + 1 + softplus(-1) + 0.5) / 2, 14);
  });

  it("normalises and clips probabilities where that is asked for", async () => {
    const predictions = [[0, 1.0005]];
    const { result } = await scored({
      predictions,
      kind: "probs",
      codes: [0],
      loss: { clip: 0.01 },
    });
    expect(result.mean).toBeCloseTo(-Math.log(0.01), 14);
    expect((await scored({ predictions, kind: "probs", codes: [0] })).result.mean).toBe(INFINITY);
  });
});

describe("weights", () => {
  it.each(["keras", "tfjs"])("of classes weigh whole rows for %s", async (like) => {
    const { rows } = await scored(worked);
    const loss = { like, classWeights: [1, 2, 4] };
    const sampleWeights = [1, 0.5, 7, 3];
    const weighted = await scored({ ...worked, sampleWeights, loss });
    const expected = [rows[0], 0.5 * 4 * rows[1], Number.NaN, 3 * 4 * rows[3]];
    expect(weighted.rows.map(digits)).toEqual(expected.map(digits));
    expect(weighted.result.denominator.value).toBe(3);
    expect(weighted.result.mean).toBeCloseTo((expected[0] + expected[1] + expected[3]) / 3, 12);
  });

  it("of classes and rows are multiplied for scikit-learn, in the mean too", async () => {
    const { result } = await scored({
      predictions: [
        [0.5, 0.5],
        [0.25, 0.75],
      ],
      kind: "probs",
      codes: [0, 1],
      sampleWeights: [3, 1],
      loss: { like: "sklearn", classWeights: [2, 1] },
    });
    expect(result.denominator).toEqual({ name: "weights", value: 7 });
    expect(result.mean).toBeCloseTo((6 * Math.LN2 - Math.log(0.75)) / 7, 14);
  });

  it("of 0 take a row out of a group's rows and accuracy", async () => {
    const { result } = await scored({
      ...worked,
      codes: [0, 1, 1, 2],
      by: ["a", "a", "a", "a"],
      sampleWeights: [0, 1, 1, 0],
    });
    expect(result.by).toMatchObject([{ rows: 2, accuracy: 1 / 2 }]);
  });
});

describe("the floor of fastai's mean", () => {
  it("is reached by predictions in the shares that its two denominators give", async () => {
    const [epsilon, weights, codes] = [0.2, [1, 2, 4], [0, 2, -1, 2]];
    const total = 1 + 4 + 4;
    const predictions = codes.map((code) => {
      const each = epsilon / (3 * codes.length);
      const shares = weights.map(
        (weight, other) => each + (other === code ? ((1 - epsilon) * weight) / total : 0),
      );
      return shares.map(Math.log);
    });
    const loss = { like: "fastai", classWeights: weights };
    const { result } = await scored({ predictions, codes, smoothing: { epsilon }, loss });
    expect(result.entropyFloor).toBeCloseTo(result.mean as number, 14);
    expect(result.uniformDenominator).toEqual({ name: "rows", value: 4 });
    const other = await scored({
      predictions: predictions.with(2, [0, 1, 0]),
      codes,
      smoothing: { epsilon },
      loss,
    });
    expect(other.result.entropyFloor).toBe(result.entropyFloor);
    expect(other.result.kl).toBeGreaterThan(0.001);
  });
});

describe("sums of CrossEntropy", () => {
  const rows = fc.array(
    fc.record({
      logits: fc.array(fc.double({ min: -40, max: 40, noNaN: true }), {
        minLength: 3,
        maxLength: 3,
      }),
      code: fc.integer({ min: -1, max: 2 }),
      weight: fc.double({ min: 0, max: 10, noNaN: true }),
      by: fc.constantFrom("a", "b", null),
      rank: fc.nat(),
    }),
    { minLength: 2, maxLength: 12 },
  );

  it("have the same bits for any order and any batches", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat({ max: 11 }), async (given, cut) => {
        const scenario = (of: typeof given): Scenario => ({
          predictions: of.map(({ logits }) => logits),
          codes: of.map(({ code }) => code),
          sampleWeights: of.map(({ weight }) => weight),
          by: of.map(({ by }) => by),
          smoothing: { epsilon: 0.1 },
          loss: { classWeights: [1, 0.3, 2] },
        });
        const first = Math.min(cut, given.length);
        const whole = await scored(scenario(given));
        const shuffled = given.toSorted((one, other) => one.rank - other.rank);
        const parts = await scored({ ...scenario(shuffled), sizes: [first, given.length - first] });
        expect(parts.result).toEqual(whole.result);
      }),
      { numRuns: 60 },
    );
  });
});

describe("CrossEntropy after smoothing", () => {
  const shares = fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
    .map((values) => {
      const sum = values.reduce((total, value) => total + value, 0);
      return values.map((value) => value / sum);
    });
  const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), {
    minLength: 4,
    maxLength: 4,
  });
  const methods = [
    { method: "uniform" },
    { method: "others" },
    { method: "prior", prior: [0.1, 0.2, 0.3, 0.4] },
    { method: "ordinal", sigma: 0.8 },
    {
      method: "matrix",
      matrix: [
        [0.5, 0.5, 0, 0],
        [0.1, 0.2, 0.3, 0.4],
        [0, 0, 1, 0],
        [0.25, 0.25, 0.25, 0.25],
      ],
    },
  ] as const;

  it.each(methods)(
    "scores smoothed targets as it scores while smoothing: $method",
    async (smoothing) => {
      const epsilon = fc.double({ min: 0, max: 1, noNaN: true });
      await fc.assert(
        fc.asyncProperty(
          logits,
          shares,
          epsilon,
          fc.nat({ max: 3 }),
          async (row, share, eps, code) => {
            const asked = { ...smoothing, epsilon: eps } as Scenario["smoothing"];
            const oneHot = Array.from({ length: 4 }, (_, at) => Number(at === code));
            for (const target of [{ codes: [code] }, { soft: [oneHot] }, { soft: [share] }]) {
              const { result, batches } = await scored({
                predictions: [row],
                ...target,
                smoothing: asked,
              });
              const before = [...(batches[0].targets?.dense() ?? [])];
              const after = await scored({ predictions: [row], soft: [before] });
              const scale = 1e-12 * Math.max(1, Math.abs(result.mean as number));
              expect(
                Math.abs((after.result.mean as number) - (result.mean as number)),
              ).toBeLessThan(scale);
              expect(result.kl).toBeGreaterThanOrEqual(0);
            }
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it("reaches the floor where the predictions are the targets", async () => {
    await fc.assert(
      fc.asyncProperty(shares, async (share) => {
        const { result } = await scored({ predictions: [share], kind: "probs", soft: [share] });
        expect(result.kl).toBeLessThan(1e-14);
        const logarithms = await scored({ predictions: [share.map(Math.log)], soft: [share] });
        expect(logarithms.result.kl).toBeLessThan(1e-13);
      }),
    );
  });
});

describe("probabilities", () => {
  it("may be off 1 by a thousandth, and by no more", async () => {
    const near = { predictions: [[0.3, 0.3, 0.399]], kind: "probs", codes: [0] } as const;
    expect((await scored(near)).result.mean).toBeCloseTo(-Math.log(0.3), 14);
    const far = { ...near, predictions: [[0.3, 0.3, 0.398]] };
    expect((await faultOf(() => scored(far))).code).toBe("BAD_PREDICTION");
  });
});

describe("CrossEntropy refuses", () => {
  it.each([
    ["BAD_PREDICTION", { ...article, predictions: [[Number.NaN, 0, 0, 0, 0]] }],
    ["BAD_PREDICTION", { ...article, predictions: [[INFINITY, 0, 0, 0, 0]] }],
    [
      "BAD_PREDICTION",
      { ...article, predictions: [[-INFINITY, -INFINITY, -INFINITY, -INFINITY, -INFINITY]] },
    ],
    ["BAD_WEIGHT", { ...article, sampleWeights: [-1] }],
    ["BAD_WEIGHT", { ...article, sampleWeights: [Number.NaN] }],
    ["BAD_WEIGHT", { ...article, sampleWeights: [INFINITY] }],
  ] as const)("%s of a row, which it names", async (code, scenario) => {
    const error = await faultOf(() => scored(scenario));
    expect(error).toMatchObject({ code, kind: "data", row: 1 });
  });

  it.each<[string, Scenario]>([
    ["BAD_WEIGHT", { ...article, loss: { classWeights: [1, 1, 1, 1, -1] } }],
    ["BAD_WEIGHT", { ...article, loss: { classWeights: [0, 0, 0, 0, 0] } }],
    ["VALUE_COUNT", { ...article, loss: { classWeights: [1, 2] } }],
    ["NO_COUNTS", { ...article, loss: { classWeights: "balanced" } }],
    ["BAD_OPTION", { ...article, loss: { classWeights: "weights.csv" } }],
    ["BAD_CLIP", { ...article, loss: { clip: 0.5 } }],
    ["BAD_COUNT", { ...article, loss: { eceBins: 0 } }],
    ["UNKNOWN_VALUE", { ...article, loss: { like: "pytorch" } }],
    ["UNKNOWN_VALUE", { ...article, loss: { meanOver: "batches" } }],
    ["UNKNOWN_VALUE", { ...article, loss: { eceConvention: "left" } }],
    ["LIKE_CONFLICT", { ...article, loss: { like: "sklearn" } }],
    [
      "LIKE_CONFLICT",
      {
        ...article,
        kind: "probs",
        predictions: [[0.1, 0.1, 0.6, 0.1, 0.1]],
        smoothing: { epsilon: 0.1 },
        loss: { like: "sklearn" },
      },
    ],
    ["LIKE_CONFLICT", { ...article, loss: { like: "fairseq", classWeights: [1, 1, 1, 1, 1] } }],
    ["LIKE_CONFLICT", { ...article, sampleWeights: [1], loss: { like: "fastai" } }],
    ["LIKE_CONFLICT", { ...article, loss: { like: "fastai", meanOver: "rows" } }],
    ["LIKE_CONFLICT", { ...article, loss: { like: "xgboost", clip: 0.1 } }],
    ["LIKE_CONFLICT", { predictions: [[1, 2]], soft: [[0, 1]], loss: { like: "fairseq" } }],
    [
      "LIKE_CONFLICT",
      { predictions: [[1, 2]], soft: [[0, 1]], multi: true, loss: { like: "fastai" } },
    ],
    [
      "LIKE_CONFLICT",
      { ...article, smoothing: { method: "ordinal", epsilon: 0.1 }, loss: { like: "fastai" } },
    ],
    [
      "LIKE_CONFLICT",
      { ...article, smoothing: { method: "ordinal", epsilon: 0.1 }, loss: { like: "fairseq" } },
    ],
  ])("%s, which the call is to blame for", async (code, scenario) => {
    expect(await faultOf(() => scored(scenario))).toMatchObject({ code, kind: "usage" });
  });

  it("batches without predictions or targets, and a result before the first", async () => {
    const batch = batchOf([intColumn("y", "int8", [1])]);
    const loss = new CrossEntropy();
    expect(faultIn(() => loss.result).code).toBe("NO_BATCHES");
    expect(await faultOf(() => Readable.from([batch]).pipe(loss).toArray())).toMatchObject({
      code: "NO_TARGETS",
    });
    const encoded = (await Readable.from([batch])
      .pipe(new OneHotEncoder({ label: "y", numClasses: 2 }))
      .pipe(new LabelSmoother())
      .toArray()) as Batch[];
    expect(
      await faultOf(() => Readable.from(encoded).pipe(new CrossEntropy()).toArray()),
    ).toMatchObject({ code: "NO_PREDICTIONS" });
    const narrow = encoded[0].withPredictions({
      classes: 3,
      kind: "logits",
      values: new Float64Array(3),
    });
    expect(
      await faultOf(() => Readable.from([narrow]).pipe(new CrossEntropy()).toArray()),
    ).toMatchObject({ code: "CLASS_COUNT" });
  });

  it("groups by a column of lists", async () => {
    const lists = listColumn("by", intColumn("item", "int8", [1]), [0, 1]);
    const batch = batchOf([lists])
      .withTargets(new CodedTargets(2, Int32Array.of(0)))
      .withPredictions({ classes: 2, kind: "logits", values: Float64Array.of(1, 2) });
    const loss = new CrossEntropy({ by: "by" });
    expect(await faultOf(() => Readable.from([batch]).pipe(loss).toArray())).toMatchObject({
      code: "BY_TYPE",
      column: "by",
    });
  });

  it("more than ten thousand groups", async () => {
    const count = 10_001;
    const error = await faultOf(() =>
      scored({
        predictions: Array.from({ length: count }, () => [0, 0]),
        codes: Array.from({ length: count }, () => 0),
        by: Array.from({ length: count }, (_, row) => `v${row}`),
      }),
    );
    expect(error).toMatchObject({ code: "TOO_MANY_GROUPS", row: count });
  });
});
