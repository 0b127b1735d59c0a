import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import type { RunTotals } from "../../src/summary/summary.js";
import { summarize } from "../../src/summary/summary.js";

const PLAN: Plan = {
  version: "1.2.3",
  task: "smooth",
  input: { names: ["in.csv"], format: "csv", bytes: 3000 },
  decode: { fields: [], labelText: 1 },
  label: "species",
  classes: { names: ["a", "b"], counts: [7, 8] },
  classesFrom: "learned",
  indexLabels: false,
  smoothing: { method: "uniform", epsilon: 0.1, onValue: 0.95, offValue: 0.05 },
  formula: "",
  output: {
    format: "arrow",
    columns: [],
    fields: [],
    targets: { layout: "fixed-list", dtype: "float32", name: "soft_target", classes: ["a", "b"] },
    metadata: {},
    isWritten: true,
    schema: [],
  },
};

const TOTALS: RunTotals = {
  seconds: 0.5,
  warnings: [{ code: "INTEGER_GAP", message: "a gap" }],
  inputBytes: 3000,
  outputPath: "out.arrow",
  outputBytes: 4000,
  rows: 15,
  ignored: 3,
  blankLines: 2,
  classes: [
    { name: "a", count: 7 },
    { name: "b", count: 8 },
  ],
};

describe("summarize", () => {
  it("has the keys that programs read", () => {
    expect(summarize(PLAN, TOTALS)).toEqual({
      status: "done",
      version: "1.2.3",
      seconds: 0.5,
      warnings: TOTALS.warnings,
      plan: PLAN,
      input: { path: "in.csv", format: "csv", bytes: 3000 },
      output: { path: "out.arrow", format: "arrow", bytes: 4000 },
      rows: { read: 15, written: 15, rejected: 0, ignored: 3, blank: 2 },
      label: "species",
      classes: TOTALS.classes,
      classesFrom: "learned",
      smoothing: PLAN.smoothing,
    });
  });

  it("counts the lines of long rows, of which ignored rows have none", () => {
    const targets = { ...PLAN.output.targets, layout: "long" } as const;
    const plan = { ...PLAN, output: { ...PLAN.output, targets } };
    expect(summarize(plan, TOTALS).rows).toMatchObject({ read: 15, written: 15, lines: 12 * 2 });
  });

  it("gives the paths of several inputs", () => {
    const plan = { ...PLAN, input: { ...PLAN.input, names: ["a.csv", "b.csv"] } };
    expect(summarize(plan, TOTALS).input.path).toEqual(["a.csv", "b.csv"]);
  });

  it("has neither a label nor counts for soft targets", () => {
    const plan = { ...PLAN, label: undefined, soft: ["p_a", "p_b"] };
    const summary = summarize(plan, { ...TOTALS, classes: undefined });
    expect(summary.label).toBeNull();
    expect(summary.classes).toEqual([
      { name: "a", count: null },
      { name: "b", count: null },
    ]);
  });

  it("is plain data", () => {
    const summary = summarize(PLAN, TOTALS);
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });
});
