import { describe, expect, it } from "vitest";
import type { TargetOutput } from "../src/targets.js";
import { CodedTargets, DenseTargets, targetNames, TwoValues } from "../src/targets.js";

describe("CodedTargets", () => {
  const targets = new CodedTargets(3, Int32Array.of(2, 0, 1), new TwoValues(3, 0.8, 0.1));

  it("are one-hot unless said otherwise", () => {
    expect([...new CodedTargets(3, Int32Array.of(2, 0)).dense()]).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it("spell every row out with their two numbers", () => {
    expect([...targets.dense()]).toEqual([0.1, 0.1, 0.8, 0.8, 0.1, 0.1, 0.1, 0.8, 0.1]);
  });

  it("are cut with their two numbers", () => {
    expect([...targets.slice(1, 3).dense()]).toEqual([0.8, 0.1, 0.1, 0.1, 0.8, 0.1]);
    expect(targets.slice(1, 1).dense()).toHaveLength(0);
  });
});

describe("DenseTargets", () => {
  const targets = new DenseTargets(2, Float64Array.of(1, 0, 0.5, 0.5, 0.25, 0.75));

  it("are what they were made of", () => {
    expect(targets.dense()).toBe(targets.values);
  });

  it("are cut at rows", () => {
    expect([...targets.slice(1, 3).dense()]).toEqual([0.5, 0.5, 0.25, 0.75]);
    expect(targets.slice(1, 2).classes).toBe(2);
  });
});

describe("targetNames", () => {
  const output: TargetOutput = {
    layout: "columns",
    dtype: "float32",
    name: "t",
    classes: ["a", "b c"],
  };

  it.each([
    ["columns", ["t_a", "t_b c"]],
    ["fixed-list", ["t"]],
    ["list", ["t"]],
    ["none", []],
  ] as const)("of the layout %s are %j, and the class index comes last", (layout, names) => {
    expect(targetNames({ ...output, layout })).toEqual(names);
    expect(targetNames({ ...output, layout, codes: "y" })).toEqual([...names, "y"]);
  });
});
