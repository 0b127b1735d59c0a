import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CALIBRATION_CONVENTIONS } from "../../src/loss/loss-settings.js";
import { type Scenario, scored } from "./scored.js";

const folder = join(import.meta.dirname, "../golden");
const sample = join(import.meta.dirname, "../../samples/30-digits");

/** What scikit-learn, PyTorch and torchmetrics say of the predictions in digits.csv. */
interface Digits {
  readonly "loss by torch": Readonly<Record<string, number>>;
  readonly log_loss: number;
  readonly "log_loss by class": Readonly<Record<string, number>>;
  readonly accuracy: number;
  readonly top5: number;
  readonly brier: number;
  readonly classes: readonly string[];
  readonly confusion: readonly (readonly number[])[];
  readonly calibration: Readonly<
    Record<string, Readonly<Record<string, { readonly ece: number; readonly mce: number }>>>
  >;
}

const { digits } = JSON.parse(readFileSync(join(folder, "metrics.json"), "utf8")) as {
  readonly digits: Digits;
};

/** Columns: id, label, and a logit for each class in their order. */
const lines = readFileSync(join(sample, "digits.csv"), "utf8").trim().split("\n").slice(1);
const cells = lines.map((line) => line.split(","));

const scenario: Scenario = {
  predictions: cells.map((row) => row.slice(2).map(Number)),
  codes: cells.map(([, label]) => digits.classes.indexOf(label)),
  names: digits.classes,
  sizes: [100, 1, 499],
};

describe("the predictions for 600 digits", () => {
  it.each(Object.entries(digits["loss by torch"]))(
    "cost what PyTorch says, at epsilon %s",
    async (epsilon, mean) => {
      const { result } = await scored({ ...scenario, smoothing: { epsilon: Number(epsilon) } });
      expect(result.mean).toBeCloseTo(mean, 12);
      expect(result.nll).toBeCloseTo(digits.log_loss, 12);
      expect(result.uniform).toBeCloseTo(digits["loss by torch"]["1.0"], 12);
    },
  );

  it("cost what scikit-learn says of each class", async () => {
    const { result } = await scored(scenario);
    const found = result.byClass?.map(({ name, mean }) => [name, mean?.toFixed(12)]);
    const expected = Object.entries(digits["log_loss by class"]);
    expect(found).toEqual(expected.map(([name, mean]) => [name, mean.toFixed(12)]));
    const counts = digits.confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
    expect(result.byClass?.map(({ count }) => count)).toEqual(counts);
  });

  it("are as good as scikit-learn says", async () => {
    const { metrics } = (await scored({ ...scenario, smoothing: { epsilon: 0.1 } })).result;
    expect(metrics?.accuracy).toBe(digits.accuracy);
    expect(metrics?.top5).toBe(digits.top5);
    expect(metrics?.brier).toBeCloseTo(digits.brier, 12);
    const cellsThatOccur = digits.confusion.flatMap((row, truth) =>
      row.flatMap((count, predicted) =>
        count === 0 ? [] : [[digits.classes[truth], digits.classes[predicted], count]],
      ),
    );
    expect(metrics?.confusion).toEqual(cellsThatOccur);
  });

  const bins = Object.entries(digits.calibration);
  it.each(
    bins.flatMap(([count, by]) =>
      CALIBRATION_CONVENTIONS.map((name) => ({ count, name, ...by[name] })),
    ),
  )("are calibrated as in $count bins by $name", async ({ count, name, ece, mce }) => {
    const loss = { eceBins: Number(count), eceConvention: name };
    const { metrics } = (await scored({ ...scenario, loss })).result;
    // torchmetrics counts in float32.
    const places = name === "torchmetrics" ? 6 : 12;
    expect(metrics?.ece).toBeCloseTo(ece, places);
    expect(metrics?.mce).toBeCloseTo(mce, places);
  });
});
