import { describe, expect, it } from "vitest";
import { Calibration, type CalibrationConvention } from "../../src/kernels.js";
import { readGolden } from "./golden-file.js";

/** A line of the golden file: expected and maximum error by convention. */
interface GoldenCase {
  readonly classes: number;
  readonly p: readonly number[];
  readonly y: readonly number[];
  readonly calibration: readonly ({ readonly bins: number } & Record<
    CalibrationConvention,
    [number, number]
  >)[];
}

/** torchmetrics adds up in float32. */
const DIGITS = { histogram: 13, "right-closed": 13, torchmetrics: 6 };
const CONVENTIONS = ["histogram", "torchmetrics", "right-closed"] as const;
const cases = readGolden<GoldenCase>("metrics.jsonl");

describe.each(CONVENTIONS)("Calibration by %s", (convention) => {
  it("has the errors of NumPy, torchmetrics and scikit-learn's bins", () => {
    for (const golden of cases) {
      for (const { bins, [convention]: expected } of golden.calibration) {
        const calibration = new Calibration({ bins, convention });
        rowsOf(golden).forEach(([confidence, isCorrect]) => calibration.add(confidence, isCorrect));
        expect(calibration.expectedError()).toBeCloseTo(expected[0], DIGITS[convention]);
        expect(calibration.maximumError()).toBeCloseTo(expected[1], DIGITS[convention]);
      }
    }
  });

  it("is the same in every order and for every split", () => {
    const rows = cases.flatMap(rowsOf);
    const whole = calibrationOf(rows, convention);
    const parts = calibrationOf(rows.slice(100).toReversed(), convention);
    parts.merge(calibrationOf(rows.slice(0, 100), convention));
    expect(parts.bins()).toEqual(whole.bins());
    expect(parts.expectedError()).toBe(whole.expectedError());
  });
});

describe("Calibration", () => {
  it.each<[CalibrationConvention, number, number]>([
    // 0.2 is the edge of the first and second of five bins; numpy.linspace(0, 1, 6)[3] is 0.6000000000000001.
    ["histogram", 0.2, 1],
    ["right-closed", 0.2, 0],
    ["torchmetrics", 0.2, 1],
    ["histogram", 0.6, 2],
    ["right-closed", 0.6, 2],
    // float32 has 0.6 for both, and a bin more for what is 1 in float32.
    ["torchmetrics", 0.6, 3],
    ["histogram", 0, 0],
    ["right-closed", 0, 0],
    ["torchmetrics", 0, 0],
    ["histogram", 1, 4],
    ["right-closed", 1, 4],
    ["torchmetrics", 1, 5],
    ["torchmetrics", 1 - 1e-9, 5],
    ["histogram", 1 - 1e-9, 4],
    ["histogram", 1.0005, 4],
    ["torchmetrics", 1.0005, 5],
  ])("by %s has %d in bin %d of five", (convention, confidence, bin) => {
    const calibration = new Calibration({ bins: 5, convention });
    calibration.add(confidence, true);
    expect(calibration.bins().findIndex(({ rows }) => rows === 1)).toBe(bin);
  });

  it("tells the bins: edges, rows, accuracy, confidence", () => {
    const calibration = new Calibration({ bins: 2 });
    for (const [confidence, isCorrect] of [
      [0.75, true],
      [0.5, false],
      [1, true],
      [0.75, true],
    ] as const) {
      calibration.add(confidence, isCorrect);
    }
    expect(calibration.bins()).toEqual([
      { lower: 0, upper: 0.5, rows: 0, accuracy: NaN, confidence: NaN },
      { lower: 0.5, upper: 1, rows: 4, accuracy: 0.75, confidence: 0.75 },
    ]);
    expect(calibration.expectedError()).toBe(0);
  });

  it("has the float32 edges of torch.linspace", () => {
    // torch.linspace(0, 1, 16)[[4, 5, 11]].tolist()
    const edges = new Calibration({ convention: "torchmetrics" }).bins().map(({ lower }) => lower);
    expect([edges[4], edges[5], edges[11]]).toEqual([
      0.2666666805744171, 0.3333333432674408, 0.7333333492279053,
    ]);
    expect(edges.length).toBe(16);
  });

  it("has 15 bins by default, and no error without rows", () => {
    const calibration = new Calibration();
    expect(calibration.bins().length).toBe(15);
    expect(calibration.expectedError()).toBeNaN();
    expect(calibration.maximumError()).toBeNaN();
  });

  it("refuses other bins", () => {
    expect(() => new Calibration({ bins: 0 })).toThrow(
      "bins is 0, expected a positive whole number",
    );
    expect(() => new Calibration({ convention: "quantile" as "histogram" })).toThrow(
      'convention is "quantile", expected',
    );
    expect(() => new Calibration({ bins: 5 }).merge(new Calibration())).toThrow(RangeError);
    expect(() => new Calibration().merge(new Calibration({ convention: "right-closed" }))).toThrow(
      RangeError,
    );
  });
});

function calibrationOf(
  rows: readonly [number, boolean][],
  convention: CalibrationConvention,
): Calibration {
  const calibration = new Calibration({ convention });
  rows.forEach(([confidence, isCorrect]) => calibration.add(confidence, isCorrect));
  return calibration;
}

/** The confidence of each row, and whether it was right. */
function rowsOf({ classes, p, y }: GoldenCase): [number, boolean][] {
  return y.map((code, row) => {
    const shares = p.slice(row * classes, (row + 1) * classes);
    const confidence = Math.max(...shares);
    return [confidence, shares.indexOf(confidence) === code];
  });
}
