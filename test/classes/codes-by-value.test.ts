import { describe, expect, it } from "vitest";
import { byName } from "../../src/classes/classes.js";
import { codesByValue } from "../../src/classes/codes-by-value.js";
import { LabelEncoder } from "../../src/classes/labels.js";
import {
  batchOf,
  boolColumn,
  dictionaryColumn,
  floatColumn,
  intColumn,
  textColumn,
} from "../columns-from.js";
import { faultIn } from "../faults.js";
import type { Column } from "../../src/batch.js";

/** The codes of labels, the way OneHotEncoder finds them. */
function codes(names: readonly string[], ...columns: Column[]): number[][] {
  const encoder = new LabelEncoder({
    resolve: byName({ names }),
    codeOfValue: codesByValue(names),
  });
  return columns.map((column) => [...encoder.encode(batchOf([column]), column)]);
}

describe("a label that is a value", () => {
  it.each([
    ["1", ["0", "1"], 1],
    ["1", ["0.0", "1.0"], 1],
    ["1", ["1.0", "1"], 1],
    ["1", ["1", "1.0"], 0],
    ["7", ["006", "007"], 1],
    ["1000", ["x", "1e3"], 1],
    ["-2", ["-2.0"], 0],
    ["0", ["-0"], 0],
    ["0.1", ["0.10"], 0],
    ["0.5", ["0.5", "0.50"], 0],
    ["9007199254740993", ["9007199254740992", "9007199254740993"], 1],
    ["9007199254740993", ["9007199254740992", "009007199254740993"], 1],
    ["true", ["False", "True"], 1],
    ["false", ["FALSE", "TRUE"], 0],
    ["true", ["True", "true"], 1],
  ])("%s is of %j the class %i", (spelling, names, code) => {
    expect(codesByValue(names)(spelling)).toBe(code);
  });

  it.each([
    ["1", ["1.0", "1.00"]],
    ["1", ["01", "1.0", "1e0"]],
    ["1", ["one", "true", "10"]],
    ["true", ["True", "TRUE"]],
    ["true", ["tRUE", "1", "yes"]],
    ["Infinity", ["1e999", "Infinity", "inf"]],
    ["9007199254740992", ["9007199254740993"]],
  ])("%s is none of %j alone", (spelling, names) => {
    expect(codesByValue(names)(spelling)).toBeUndefined();
  });
});

describe("labels of a typed column", () => {
  it("are the classes that a text spelled otherwise", () => {
    expect(
      codes(
        ["1.0", "2.0"],
        floatColumn("y", [2, 1, 2]),
        intColumn("y", "int8", [1, 2]),
        intColumn("y", "int64", [2n, 1n]),
        dictionaryColumn("y", [1, 0], { values: intColumn("", "int32", [1, 2]) }),
      ),
    ).toEqual([
      [1, 0, 1],
      [0, 1],
      [1, 0],
      [1, 0],
    ]);
    expect(codes(["False", "True"], boolColumn("y", [true, false]))).toEqual([[1, 0]]);
    expect(codes(["0.10", "0.25"], floatColumn("y", [0.25, 0.1]))).toEqual([[1, 0]]);
  });

  it("leave text as it is, whatever came before", () => {
    const names = ["1.0", "007"];
    const numbers = intColumn("y", "int8", [1, 7]);
    for (const label of ["1", "7"]) {
      expect(faultIn(() => codes(names, numbers, textColumn("y", [label])))).toMatchObject({
        code: "UNKNOWN_LABEL",
        row: 1,
      });
    }
    expect(codes(names, textColumn("y", names), numbers)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it.each([
    ["several classes are it", ["1.0", "1.00"], intColumn("y", "int8", [1]), "UNKNOWN_LABEL"],
    ["no class is it", ["1.0", "3.0"], floatColumn("y", [2]), "UNKNOWN_LABEL"],
    ["a fraction is no class", ["1.0", "0.5"], floatColumn("y", [0.25]), "FRACTIONAL_LABEL"],
    ["a boolean is no class", ["1", "0"], boolColumn("y", [true]), "UNKNOWN_LABEL"],
  ])("are refused where %s", (_where, names, column, code) => {
    expect(faultIn(() => codes(names, column))).toMatchObject({ code, row: 1, column: "y" });
  });
});
