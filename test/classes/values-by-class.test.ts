import { describe, expect, it } from "vitest";
import {
  type GivenValues,
  givenValues,
  type ValuesByClass,
  valuesFromJson,
} from "../../src/classes/given-values.js";
import {
  type ClassOrder,
  type ValueDomain,
  valuesByClass,
} from "../../src/classes/values-by-class.js";
import { faultIn } from "../faults.js";

const PRIOR: ValueDomain = {
  asked: "prior",
  code: "BAD_PRIOR",
  expected: "a number that is not negative",
  fits: (value) => value >= 0,
};
const NAMES = ["cat", "dog", "fox"];
const CLASSES: ClassOrder = { count: 3, names: NAMES };

function valuesOf(asked: string | ValuesByClass, classes = CLASSES, domain = PRIOR): number[] {
  return valuesByClass(givenValues(asked, "prior") as GivenValues, classes, domain);
}

describe("values by class", () => {
  it.each<[string, string | ValuesByClass]>([
    ["text in any order", "fox=0.2,cat=0.5,dog=0.3"],
    ["text with blanks around the numbers", "fox= 0.2 ,cat=0.5,dog=.3"],
    ["an object", { dog: 0.3, fox: 0.2, cat: 0.5 }],
    ["a bare list", "0.5,0.3,0.2"],
    ["an array", [0.5, 0.3, 0.2]],
  ])("are in class order, from %s", (_form, asked) => {
    expect(valuesOf(asked)).toEqual([0.5, 0.3, 0.2]);
  });

  it("may be for names with commas, equals signs and backslashes, and names of every object's own", () => {
    const names = ["a,b", "c=d", "e\\f", "constructor", "__proto__"];
    const classes = { count: names.length, names };
    const text = "a\\,b=1,c=d=2,e\\\\f=3,constructor=4,__proto__=5";
    expect(valuesOf(text, classes)).toEqual([1, 2, 3, 4, 5]);
    const content: unknown = JSON.parse(
      '{"a,b": 1, "c=d": 2, "e\\\\f": 3, "constructor": 4, "__proto__": 5}',
    );
    const given = valuesFromJson(content, "p.json", "prior");
    expect(valuesByClass(given, classes, PRIOR)).toEqual([1, 2, 3, 4, 5]);
  });

  it("are those for all others where some may be left out", () => {
    const domain = { ...PRIOR, missing: 0.1 };
    expect(valuesOf("dog=0.5", CLASSES, domain)).toEqual([0.1, 0.5, 0.1]);
    expect(valuesOf({}, CLASSES, domain)).toEqual([0.1, 0.1, 0.1]);
  });

  it.each([
    ["@dir/a=1.csv", "dir/a=1.csv"],
    ["priors.csv", "priors.csv"],
    ["@0.5,0.5", "0.5,0.5"],
    ["@", ""],
  ])("in the file that %s names are read by somebody else", (asked, file) => {
    expect(givenValues(asked, "prior")).toEqual({ kind: "file", file });
  });

  it.each<[string | ValuesByClass, string, string, string?]>([
    [
      "cat=0.5,dgo=0.3,fox=0.2",
      "UNKNOWN_CLASS",
      'no class "dgo"; the classes are cat, dog, fox',
      '"dog"',
    ],
    ["cat=0.5, dog=0.3,fox=0.2", "UNKNOWN_CLASS", 'no class " dog"', '"dog"'],
    ["cat=0.5,cat=0.3,fox=0.2", "DOUBLED_CLASS", '"cat" is named twice'],
    ["cat=0.5,fox=0.2", "MISSING_CLASS", 'the class "dog" is not named'],
    [{ fox: 1 }, "MISSING_CLASS", 'the classes "cat" and "dog" are not named'],
    ["0.5,0.5", "VALUE_COUNT", "found 2 values, expected 3"],
    [[1, 0, 0, 0], "VALUE_COUNT", "found 4 values, expected 3"],
    [
      "cat=0.5,dog=-0.3,fox=0.2",
      "BAD_PRIOR",
      'the value of class "dog" is -0.3; expected a number that',
    ],
    [
      [0.5, Number.NaN, 0.5],
      "BAD_PRIOR",
      'the value of class "dog" is NaN; expected a number that',
    ],
    ["cat=0.5,dog=x,fox=0.2", "BAD_VALUES", 'the value of "dog" is "x", which is no number'],
    ["cat=0.5,dog,fox=0.2", "BAD_VALUES", '"dog" has no value'],
    ["cat=0.5,dog=,fox=0.2", "BAD_VALUES", 'the value of "dog" is "", which is no number'],
    ["0.5,abc,0.2", "BAD_VALUES", 'value 2 is "abc", which is no number'],
  ])("%j is refused: %s", (asked, code, message, suggestion) => {
    const fault = faultIn(() => valuesOf(asked));
    expect(fault).toMatchObject({ kind: "usage", code });
    expect(fault.message).toContain(`\`prior\`: `);
    expect(fault.message).toContain(message);
    expect(fault.hint ?? "").toContain(suggestion ?? "");
  });

  it("without names are refused for classes whose order nobody gave", () => {
    const fault = faultIn(() => valuesOf([0.5, 0.3, 0.2], { ...CLASSES, isLearned: true }));
    expect(fault).toMatchObject({
      code: "CLASS_ORDER",
      hint: expect.stringContaining("`classes`"),
    });
    expect(valuesOf({ cat: 1, dog: 2, fox: 3 }, { ...CLASSES, isLearned: true })).toEqual([
      1, 2, 3,
    ]);
  });

  it("with names are refused for targets without any", () => {
    expect(faultIn(() => valuesOf({ cat: 1 }, { count: 3 })).code).toBe("CLASS_ORDER");
    expect(valuesOf([1, 2, 3], { count: 3 })).toEqual([1, 2, 3]);
    expect(faultIn(() => valuesOf([1, -2, 3], { count: 3 })).message).toContain('class "1" is -2');
  });

  it("of a file are refused with the line they stand on", () => {
    const entries = [
      { name: "cat", value: 1, line: 2 },
      { name: "dog", value: -1, line: 3 },
      { name: "cow", value: 0, line: 5 },
    ];
    const given: GivenValues = { kind: "named", entries, file: "p.csv" };
    expect(faultIn(() => valuesByClass(given, CLASSES, PRIOR))).toMatchObject({
      code: "UNKNOWN_CLASS",
      file: "p.csv",
      line: 5,
    });
    const known: GivenValues = { kind: "named", entries: entries.slice(0, 2), file: "p.csv" };
    expect(faultIn(() => valuesByClass(known, CLASSES, PRIOR))).toMatchObject({
      code: "BAD_PRIOR",
      file: "p.csv",
      line: 3,
    });
  });
});

describe("values from JSON", () => {
  it.each<[unknown]>([[[0.5, "0.5"]], [{ cat: "0.5" }], [7], [null], ["cat"], [{ cat: null }]])(
    "are refused as %j",
    (content) => {
      expect(faultIn(() => valuesFromJson(content, "p.json", "prior"))).toMatchObject({
        code: "BAD_VALUES",
        file: "p.json",
        hint: expect.stringContaining("Expected an object of numbers"),
      });
    },
  );
});
