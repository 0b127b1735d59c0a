import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clippedAt, LogitRow, ProbabilityRow, type PredictionRow } from "../../src/kernels.js";
import { isClose, readGolden } from "./golden-file.js";

const WEIGHTS = Float64Array.of(1, 0.5, 2);
const LOGITS = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), {
  minLength: 1,
  maxLength: 12,
});
/** Few values, so that many are equal. */
const TIED = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 8 });

/** A line of the golden file; what is not read here is tested with the metrics. */
interface GoldenCase {
  readonly classes: number;
  readonly p: readonly number[];
  readonly y: readonly number[];
  readonly accuracy: number;
  readonly brier: number;
  readonly ranks: readonly number[];
}

describe.each([
  { name: "a ProbabilityRow", read: readProbabilities },
  // Logarithms of probabilities are logits. Those of equal ones are equal, so that ranks do not change.
  { name: "a LogitRow", read: readLogarithms },
])("$name", ({ read }) => {
  it("has scikit-learn's accuracy and Brier score, and NumPy's ranks", () => {
    for (const { classes, p, y, accuracy, brier, ranks } of readGolden<GoldenCase>(
      "metrics.jsonl",
    )) {
      const rows = y.map((code, row) => ({
        code,
        row: read(p.slice(row * classes, (row + 1) * classes)),
      }));
      expect(meanOf(rows.map(({ code, row }) => (row.predicted === code ? 1 : 0)))).toBeCloseTo(
        accuracy,
        14,
      );
      expect(meanOf(rows.map(({ code, row }) => row.brier(code)))).toBeCloseTo(brier, 13);
      expect(rows.map(({ code, row }) => row.rank(code))).toEqual(ranks);
    }
  });

  it("has the losses and probabilities of a textbook's row", () => {
    const row = read([0.5, 0.125, 0.375], WEIGHTS);
    const [half, eighth, rest] = [Math.LN2, 3 * Math.LN2, Math.log(8 / 3)];
    const q = Float64Array.of(9, 9, 0.5, 0.5, 0);
    expect(row.predicted).toBe(0);
    expect(row.confidence).toBeCloseTo(0.5, 15);
    expect(
      [0, 1, 2]
        .map((code) => row.probability(code))
        .every((p, c) => isClose(p, [0.5, 0.125, 0.375][c])),
    ).toBe(true);
    expect(row.surprisal(1)).toBeCloseTo(eighth, 14);
    expect(row.nll(1)).toBeCloseTo(0.5 * eighth, 14);
    expect(row.uniform).toBeCloseTo(half + 0.5 * eighth + 2 * rest, 14);
    expect(row.lossOfTwoValues(1, 0.8, 0.1)).toBeCloseTo(
      0.1 * half + 0.4 * eighth + 0.2 * rest,
      14,
    );
    expect(row.lossOfTwoValues(1, 0, 0.5)).toBeCloseTo(0.5 * half + rest, 14);
    expect(row.lossOfTwoValues(1, 1, 0)).toBeCloseTo(0.5 * eighth, 14);
    expect(row.loss(q, 2)).toBeCloseTo(0.5 * half + 0.25 * eighth, 14);
    // 0.25 + 0.015625 + 0.140625 = 0.40625 with nothing true; then 1 − 2p more.
    expect(row.brier(0)).toBeCloseTo(0.40625, 14);
    expect(row.brier(1)).toBeCloseTo(1.15625, 14);
    // 0² + 0.375² + 0.375²
    expect(row.brierOfRow(q, 2)).toBeCloseTo(0.28125, 14);
    expect(row.normalizedMargin(0)).toBeCloseTo((0.5 - 0.375 + 1) / 2, 14);
    expect(row.normalizedMargin(1)).toBeCloseTo((0.125 - 0.5 + 1) / 2, 14);
  });

  it("lets the lowest index win a tie", () => {
    const row = read([0.125, 0.25, 0.375, 0.25], undefined);
    expect([0, 1, 2, 3].map((code) => row.rank(code))).toEqual([3, 1, 0, 2]);
    const even = read([0.25, 0.25, 0.25, 0.25], undefined);
    expect(even.predicted).toBe(0);
    expect([0, 1, 2, 3].map((code) => even.rank(code))).toEqual([0, 1, 2, 3]);
  });

  it("counts ranks no further than it is asked to", () => {
    const row = read([0.4, 0.3, 0.2, 0.1], undefined);
    expect([1, 2, 3, 4].map((limit) => row.rank(3, limit))).toEqual([1, 2, 3, 3]);
  });

  it("has a margin of its own for a single class", () => {
    expect(read([1], undefined).normalizedMargin(0)).toBe(1);
  });
});

describe("a LogitRow", () => {
  it("is the naive formula, for any row, weights and templates", () => {
    const weights = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), {
      minLength: 12,
      maxLength: 12,
    });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(LOGITS, weights, share, share, (logits, all, on, off) => {
        const w = Float64Array.from(all.slice(0, logits.length));
        const row = new LogitRow({ classes: logits.length, weights: w });
        expect(row.read(Float64Array.of(7, ...logits), 1)).toBe(true);
        const total = logits.reduce((sum, x) => sum + Math.exp(x - 30), 0);
        const lp = logits.map((x) => x - 30 - Math.log(total));
        const loss = -lp.reduce((sum, value, c) => sum + w[c] * (c === 0 ? on : off) * value, 0);
        expect(isNear(row.lossOfTwoValues(0, on, off), loss)).toBe(true);
        expect(isNear(row.uniform, -lp.reduce((sum, value, c) => sum + w[c] * value, 0))).toBe(
          true,
        );
        expect(isNear(row.confidence, Math.exp(Math.max(...lp)))).toBe(true);
        expect(
          isNear(
            row.brier(0),
            lp.reduce((sum, v, c) => sum + (Math.exp(v) - (c === 0 ? 1 : 0)) ** 2, 0),
          ),
        ).toBe(true);
      }),
    );
  });

  it("ranks as a stable sort does", () => {
    fc.assert(
      fc.property(TIED, (logits) => {
        const order = logits
          .map((_, code) => code)
          .toSorted((left, right) => logits[right] - logits[left]);
        const row = new LogitRow({ classes: logits.length });
        row.read(Float64Array.from(logits), 0);
        expect(row.predicted).toBe(order[0]);
        expect(order.map((code) => row.rank(code))).toEqual(order.map((_, rank) => rank));
      }),
    );
  });

  it("reads float32 rows from anywhere, and another row after it", () => {
    const row = new LogitRow({ classes: 2 });
    row.read(Float32Array.of(9, 0, Math.log(3), 9), 1);
    expect(row.predicted).toBe(1);
    expect(row.confidence).toBeCloseTo(0.75, 7);
    row.read(Float64Array.of(5, 5), 0);
    expect(row.predicted).toBe(0);
    expect(row.confidence).toBe(0.5);
    expect(row.uniform).toBeCloseTo(2 * Math.LN2, 15);
  });

  it.each<[readonly number[], unknown]>([
    [[1, NaN], { code: 1, found: NaN, reason: "nan" }],
    [[NaN, 1], { code: 0, found: NaN, reason: "nan" }],
    [[NaN, Infinity], { code: 0, found: NaN, reason: "nan" }],
    [[1, Infinity], { code: 1, found: Infinity, reason: "infinite" }],
    [[-Infinity, NaN], { code: 1, found: NaN, reason: "nan" }],
    [[-Infinity, -Infinity], { found: -Infinity, reason: "impossible" }],
  ])("refuses %j and tells why", (logits, fault) => {
    const row = new LogitRow({ classes: 2 });
    expect(row.read(Float64Array.of(0, 0, ...logits), 2)).toBe(false);
    expect(row.fault()).toEqual(fault);
  });

  it.each([[[-Infinity, 0]], [[1e308, -1e308]], [[-1e308, -1e308]]])("accepts %j", (logits) => {
    const row = new LogitRow({ classes: 2 });
    expect(row.read(Float64Array.from(logits), 0)).toBe(true);
    expect(row.fault()).toBe(undefined);
  });
});

describe("a ProbabilityRow", () => {
  it("has metrics of what was given, and losses of what was clipped", () => {
    const row = new ProbabilityRow({ classes: 2, limits: clippedAt(0.25) });
    expect(row.read(Float64Array.of(0, 1), 0)).toBe(true);
    expect(row.confidence).toBe(1);
    expect(row.brier(1)).toBe(0);
    expect(row.nll(1)).toBeCloseTo(-Math.log(0.75), 15);
    expect(row.uniform).toBeCloseTo(-Math.log(0.75) - Math.log(0.25), 15);
  });

  it.each<[readonly number[], unknown]>([
    [[0.5, NaN], { code: 1, found: NaN, reason: "nan" }],
    [[1.5, -0.5], { code: 1, found: -0.5, reason: "negative" }],
    [[0, 0], { found: 0, reason: "sum" }],
    [[0.5, Infinity], { found: Infinity, reason: "sum" }],
  ])("refuses %j and tells why, clipped or not", (probabilities, fault) => {
    for (const limits of [undefined, clippedAt(0.1)]) {
      const row = new ProbabilityRow({ classes: 2, limits });
      expect(row.read(Float64Array.from(probabilities), 0)).toBe(false);
      expect(row.fault()).toEqual(fault);
    }
  });
});

function readProbabilities(row: readonly number[], weights?: Float64Array): PredictionRow {
  const reader = new ProbabilityRow({ classes: row.length, weights });
  expect(reader.read(Float64Array.from(row), 0)).toBe(true);
  return reader;
}

function readLogarithms(row: readonly number[], weights?: Float64Array): PredictionRow {
  const reader = new LogitRow({ classes: row.length, weights });
  expect(reader.read(Float64Array.from(row, Math.log), 0)).toBe(true);
  return reader;
}

function isNear(found: number, expected: number): boolean {
  return Math.abs(found - expected) <= 1e-11 * Math.max(1, Math.abs(expected));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
