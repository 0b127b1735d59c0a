import { describe, expect, it } from "vitest";
import { LabelScorer } from "../../src/loss/softmax-scorer.js";
import { Smoother } from "../../src/smoothing/smoother.js";
import { CodedTargets, TwoValues } from "../../src/targets.js";

const predictions = { classes: 2, kind: "logits", values: Float64Array.of(0, 0, 0, 0) } as const;
const codes = Int32Array.of(0, 0);

function scorer(): LabelScorer {
  return new LabelScorer({ classes: 2, kind: "logits", weights: Float64Array.of(1, 1) });
}

/** −q ln q − (1 − q) ln(1 − q) */
function entropy(q: number): number {
  return -q * Math.log(q) - (1 - q) * Math.log(1 - q);
}

describe("the floor of a row", () => {
  it("follows the templates when a batch has others", () => {
    const rows = scorer();
    for (const on of [0.9, 0.7, 0.6]) {
      rows.begin(new CodedTargets(2, codes, new TwoValues(2, on, 1 - on)), predictions);
      rows.score(1);
      expect(rows.floor).toBeCloseTo(entropy(on), 14);
    }
  });

  it("follows the epsilon of the row where rows have their own", () => {
    const rows = scorer();
    const plain = new CodedTargets(2, codes);
    const smoother = new Smoother({ method: "uniform", epsilon: null, epsilonColumn: "e" }, plain);
    rows.begin(smoother.apply(plain, Float64Array.of(0.2, 0.5)) as CodedTargets, predictions);
    for (const [row, epsilon] of [0.2, 0.5].entries()) {
      rows.score(row);
      expect(rows.floor).toBeCloseTo(entropy(1 - epsilon / 2), 14);
    }
  });
});
