import { describe, expect, it } from "vitest";
import { classWarnings } from "../../src/classes/class-warnings.js";

function codes(names: readonly string[], rows?: number): string[] {
  return classWarnings({ names }, { rows }).map(({ code }) => code);
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
    expect(classWarnings({ names: ["spam"] }, { rows: 100 })).toEqual([
      {
        code: "SINGLE_CLASS",
        message: 'there is a single class, "spam": every target is 1',
        hint: "Is the label column right?",
      },
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
    [["Cat", "cat"], 'the classes "Cat" and "cat" differ'],
    [["Cat", "cat", "dog", "CAT"], 'the classes "Cat", "cat" and "CAT" differ'],
    [["1", "Cat", "1.0", "cat"], 'the classes "1" and "1.0"; "Cat" and "cat" differ'],
    [
      ["a", "b", "c", "d", "A", "B", "C", "D"],
      'the classes "a" and "A"; "b" and "B"; "c" and "C"; and 1 more such group differ',
    ],
    [
      [..."abcde", ..."ABCDE"],
      'the classes "a" and "A"; "b" and "B"; "c" and "C"; and 2 more such groups differ',
    ],
    [["a", " a", "a ", " a ", "  a", "a  "], 'the classes "a", " a", "a " and 3 more differ'],
  ])("names all classes alike but for their form, up to a few: %j", (names, message) => {
    const [warning, ...others] = classWarnings({ names });
    expect(warning.message).toBe(`${message} only in case, spaces or number form`);
    expect(warning.hint).toContain("clean the labels first");
    expect(others).toEqual([]);
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

  it("names all classes that often stand for a missing label", () => {
    expect(classWarnings({ names: ["cat", "NA", "?"] })[0]).toMatchObject({
      message: 'classes are named "NA" and "?", which often stand for a missing label',
      hint: "If they do, drop those rows first.",
    });
  });

  it.each([
    [["cat", "NA"], 'If it does, keep such rows without targets with `ignoreLabel: "NA"`'],
    [["-1", "0"], 'keep them without targets with `ignoreLabel: "-1"`'],
  ])("names the way to ignore a learned label in %j", (names, hint) => {
    const [warning] = classWarnings({ names }, { rows: 10 });
    expect(warning.hint).toContain(hint);
  });

  it("takes a single class for nothing odd where rows have any number of classes", () => {
    expect(classWarnings({ names: ["spam"] }, { rows: 100, isMulti: true })).toEqual([]);
  });

  it.each(["nano", "Nonesuch", "??", "annul"])("does not warn of a class named %s", (name) => {
    expect(codes(["cat", name])).toEqual([]);
  });

  it("warns of negative integers, naming the lowest", () => {
    const [warning, ...others] = classWarnings({ names: ["-2", "-1", "0", "1"] });
    expect(warning).toEqual({
      code: "NEGATIVE_CLASS",
      message: "the label -2 is taken as a class",
      hint: "If it marks rows without a label, drop those rows first.",
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
      hint: "Name all classes with `classes` or `numClasses` to keep their places.",
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
    const names = [..."abcdefghijkl"];
    expect(codes(names, 23)).toEqual(["MANY_CLASSES"]);
    expect(codes(names, 24)).toEqual([]);
    expect(codes(names)).toEqual([]);
  });

  it("does not count the classes of a handful of rows", () => {
    const names = [..."abcdefghijklmnopqrs"];
    expect(codes(names, 19)).toEqual([]);
    expect(codes(names, 20)).toEqual(["MANY_CLASSES"]);
    expect(codes(["a"], 1)).toEqual(["SINGLE_CLASS"]);
  });

  it("gives every warning there is a reason for", () => {
    const names = [...Array(11).keys()].map((value) => String(value * 2));
    expect(codes(["-1", "-01", ...names], 20)).toEqual([
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
