import { describe, expect, it } from "vitest";
import {
  checkIgnoreIndex,
  IgnoredLabels,
  type IgnoreOptions,
  refuseIgnoredClasses,
} from "../../src/classes/ignored-labels.js";
import { faultIn } from "../faults.js";

describe("IgnoredLabels", () => {
  it.each<[string, IgnoreOptions, string[], string[]]>([
    ["an index in any spelling", { ignoreIndex: -100 }, ["-100", "-100.0", "-1e2"], ["100", "x"]],
    ["the index 0", { ignoreIndex: 0 }, ["0", "00", "-0"], ["", " ", "1"]],
    ["a label as it is spelled", { ignoreLabel: "007" }, ["007"], ["7", "007 "]],
    ["an index and a label", { ignoreIndex: 255, ignoreLabel: "?" }, ["255", "?"], ["25"]],
    ["nothing", {}, [], ["-100", "", "0"]],
  ])("are texts of %s", (_what, options, ignored, others) => {
    const labels = new IgnoredLabels(options);
    expect(ignored.filter((label) => !labels.has(label))).toEqual([]);
    expect(others.filter((label) => labels.has(label))).toEqual([]);
  });

  it("are numbers and booleans that a label stands for, as with classes", () => {
    expect(new IgnoredLabels({ ignoreLabel: "-1.0" }).hasValue("-1")).toBe(true);
    expect(new IgnoredLabels({ ignoreLabel: "True" }).hasValue("true")).toBe(true);
    expect(new IgnoredLabels({ ignoreLabel: "True" }).has("true")).toBe(false);
    expect(new IgnoredLabels({ ignoreIndex: -100 }).hasValue("-100")).toBe(true);
    expect(new IgnoredLabels({ ignoreIndex: -100 }).hasValue("100")).toBe(false);
  });

  it("are missing ones where the empty label is named, and only there", () => {
    expect(new IgnoredLabels({ ignoreLabel: "" })).toMatchObject({ missing: true, any: true });
    expect(new IgnoredLabels({ ignoreLabel: "x" })).toMatchObject({ missing: false, any: true });
    expect(new IgnoredLabels()).toMatchObject({ missing: false, any: false });
  });
});

describe("checkIgnoreIndex", () => {
  it.each([undefined, -100, 0, 255])("takes %s", (index) => {
    expect(() => checkIgnoreIndex(index)).not.toThrow();
  });

  it.each([0.5, Number.NaN, Infinity, 2 ** 53])("refuses %s", (index) => {
    expect(faultIn(() => checkIgnoreIndex(index))).toMatchObject({
      kind: "usage",
      code: "BAD_IGNORE_INDEX",
    });
  });
});

describe("refuseIgnoredClasses", () => {
  it("lets a class index be ignored, as PyTorch does", () => {
    expect(() => refuseIgnoredClasses(["0", "1"], { ignoreIndex: 1 }, true)).not.toThrow();
    expect(() => refuseIgnoredClasses(["a", "b"], { ignoreIndex: -100 }, true)).not.toThrow();
  });

  it.each([
    {
      what: "a class by its name",
      names: ["a", "b"],
      asked: { ignoreLabel: "b" },
      expected: { code: "IGNORED_CLASS", message: expect.stringContaining('"b"') },
    },
    {
      what: "a class by its number",
      names: ["1", "2.0"],
      asked: { ignoreIndex: 2 },
      expected: { code: "IGNORED_CLASS", message: expect.stringContaining('"2.0"') },
    },
    {
      what: "a class index by name",
      names: ["0", "1"],
      asked: { ignoreLabel: "1" },
      indices: true,
      expected: {
        code: "IGNORED_CLASS",
        message: expect.stringContaining('"1"'),
        hint: expect.stringContaining("`ignoreIndex: 1`"),
      },
    },
    {
      what: "an index among texts",
      names: ["1", "b"],
      asked: { ignoreIndex: -100 },
      expected: {
        code: "IGNORE_INDEX",
        message: expect.stringContaining('"b"'),
        hint: expect.stringContaining('`ignoreLabel: "-100"`'),
      },
    },
  ])("refuses $what", ({ names, asked, indices = false, expected }) => {
    const error = faultIn(() => refuseIgnoredClasses(names, asked, indices));
    expect(error).toMatchObject({ kind: "usage", ...expected });
  });

  it.each<[string[], IgnoreOptions, boolean]>([
    [["a"], { ignoreLabel: "" }, false],
    [["a"], { ignoreLabel: "A" }, false],
    [["0", "1"], { ignoreLabel: "2" }, true],
    [["0", "1"], { ignoreLabel: "" }, true],
    [["1", "2"], { ignoreIndex: 0 }, false],
  ])("takes other labels: %j, %j", (names, options, indices) => {
    expect(() => refuseIgnoredClasses(names, options, indices)).not.toThrow();
  });
});
