import { describe, expect, it } from "vitest";
import { classWarnings } from "../../src/classes/class-warnings.js";

function codes(names: readonly string[], rows?: number): string[] {
  return classWarnings({ names }, rows).map(({ code }) => code);
}

describe("classWarnings", () => {
  it.each([
    [["cat", "dog"], 4],
    [["0", "1", "2"], 100],
    [["1", "2", "3"], 100],
    [["setosa", "versicolor", "virginica"], undefined],
  ])("says nothing about %j", (names, rows) => {
    expect(codes(names, rows)).toEqual([]);
  });

  it("warns of a single class", () => {
    expect(classWarnings({ names: ["spam"] }, 100)).toEqual([
      { code: "SINGLE_CLASS", message: expect.stringContaining('"spam"') },
    ]);
  });

  it.each([
    [
      ["Cat", "cat"],
      ['"Cat"', '"cat"'],
    ],
    [
      ["cat", "dog", "cat "],
      ['"cat"', '"cat "'],
    ],
    [
      ["big  cat", "big cat"],
      ['"big  cat"', '"big cat"'],
    ],
    [
      ["1", "2", "1.0"],
      ['"1"', '"1.0"'],
    ],
    [
      ["7", "007", "x"],
      ['"7"', '"007"'],
    ],
    [
      ["1e1", "10", "x"],
      ['"1e1"', '"10"'],
    ],
    [
      ["0", "-0", "x"],
      ['"0"', '"-0"'],
    ],
    [
      ["ÉTÉ", "été"],
      ['"ÉTÉ"', '"été"'],
    ],
  ])("warns of classes alike but for their form: %j", (names, shown) => {
    const warning = classWarnings({ names }).find(({ code }) => code === "SIMILAR_CLASSES");
    expect(warning?.message).toContain(`${shown[0]} and ${shown[1]}`);
  });

  it.each([
    [["cat", "cats"]],
    [["1", "1.5", "x"]],
    [["a-b", "a b"]],
    // Two integers that are one and the same double.
    [["9007199254740992", "9007199254740993", "x"]],
  ])("does not take %j for alike", (names) => {
    expect(codes(names)).toEqual([]);
  });

  it.each(["NA", "n/a", "nan", "NaN", "None", "NULL", "?", " na "])(
    "warns of a class named %j",
    (name) => {
      expect(codes(["cat", name, "dog"])).toEqual(["MISSING_VALUE_CLASS"]);
    },
  );

  it.each(["nano", "Nonesuch", "??", "annul"])("does not warn of a class named %s", (name) => {
    expect(codes(["cat", name])).toEqual([]);
  });

  it("warns of negative integers, naming the lowest", () => {
    const [warning, ...others] = classWarnings({ names: ["-2", "-1", "0", "1"] });
    expect(warning).toEqual({
      code: "NEGATIVE_CLASS",
      message: expect.stringContaining("-2"),
    });
    expect(others).toEqual([]);
  });

  it.each([[["-0.5", "0.5"]], [["-1", "x"]]])("does not take %j for negative integers", (names) => {
    expect(codes(names)).toEqual([]);
  });

  it("warns of a gap between integers, wherever they stand", () => {
    const [warning, ...others] = classWarnings({ names: ["5", "0", "1", "2"] });
    expect(warning).toEqual({
      code: "INTEGER_GAP",
      message: expect.stringContaining("between 2 and 5"),
    });
    expect(others).toEqual([]);
  });

  it("warns of a gap of one", () => {
    expect(codes(["0", "2"])).toEqual(["INTEGER_GAP"]);
  });

  it.each([[["0", "2", "x"]], [["0.5", "2.5"]], [["3", "2", "4"]]])(
    "sees no gap in %j",
    (names) => {
      expect(codes(names)).toEqual([]);
    },
  );

  it("warns of more classes than half the rows, where rows were counted", () => {
    expect(codes(["a", "b", "c"], 5)).toEqual(["MANY_CLASSES"]);
    expect(codes(["a", "b", "c"], 6)).toEqual([]);
    expect(codes(["a", "b", "c"])).toEqual([]);
    expect(codes(["a"], 1)).toEqual(["SINGLE_CLASS"]);
  });

  it("gives every warning there is a reason for", () => {
    expect(codes(["-1", "-01", "5"], 3)).toEqual([
      "SIMILAR_CLASSES",
      "NEGATIVE_CLASS",
      "INTEGER_GAP",
      "MANY_CLASSES",
    ]);
  });

  it("looks at several hundred thousand classes", () => {
    const names = Array.from({ length: 300_000 }, (_, value) => String(value));
    expect(codes(names)).toEqual([]);
  });
});
