import { describe, expect, it } from "vitest";
import { parseGivenTypes } from "../../../src/formats/csv/given-types.js";
import { faultIn } from "../../faults.js";

const NAMES = ["id", "score", "a=b", "c,d", "p_*", "x", "x"];

describe("column types that are given", () => {
  it.each([
    ["id=text", { 0: "text" }],
    ["score=float64,id=int64", { 0: "int64", 1: "float64" }],
    ["a=b=bool", { 2: "bool" }],
    [String.raw`c\,d=date`, { 3: "date" }],
    ["p_*=timestamp-ns-utc", { 4: "timestamp-ns-utc" }],
  ])("%s have the places of their columns", (given, types) => {
    expect({ ...parseGivenTypes(given, NAMES) }).toEqual(types);
  });

  it.each([
    ["", "BAD_TYPES", '"" is not of the form name=type'],
    ["id", "BAD_TYPES", '"id" is not of the form name=type'],
    ["id=text,", "BAD_TYPES", '"" is not of the form name=type'],
    ["=text", "BAD_TYPES", '"=text" is not of the form name=type'],
    ["id=text,id=int64", "BAD_TYPES", 'the column "id" is named twice'],
    ["id=text,score=int64,id=text", "BAD_TYPES", 'the column "id" is named twice'],
    [
      "q_*=text",
      "BAD_TYPES",
      'there is no column "q_*", and globs and ranges have no meaning here',
    ],
    [
      "id..score=text",
      "BAD_TYPES",
      'there is no column "id..score", and globs and ranges have no meaning here',
    ],
  ])("in %j are refused with %s: %s", (given, code, message) => {
    const error = faultIn(() => parseGivenTypes(given, NAMES));
    expect(error).toMatchObject({ kind: "usage", code, message: `\`types\`: ${message}` });
    expect(error.hint).toBeDefined();
  });

  it("refuse a column that is not there, with the one that was meant", () => {
    expect(faultIn(() => parseGivenTypes("scores=text", NAMES))).toMatchObject({
      code: "UNKNOWN_COLUMN",
      hint: 'Did you mean "score"?',
    });
  });

  it("refuse a column that is there twice", () => {
    expect(faultIn(() => parseGivenTypes("x=text", NAMES)).code).toBe("DOUBLED_COLUMN");
  });

  it.each([
    ["int", "int64"],
    ["Int64", "int64"],
    ["int32", "int64"],
    ["float", "float64"],
    ["Double", "float64"],
    ["flaot64", "float64"],
    ["string", "text"],
    ["boolean", "bool"],
    ["datetime", "timestamp"],
    ["timestamp-us", "timestamp"],
    ["timestamp_ns", "timestamp-ns"],
  ])("refuse the type %s and suggest %s", (name, near) => {
    expect(faultIn(() => parseGivenTypes(`id=${name}`, NAMES))).toMatchObject({
      kind: "usage",
      code: "UNKNOWN_TYPE",
      message: expect.stringContaining(`\`types\`: there is no column type "${name}"; expected`),
      hint: `Did you mean "${near}"?`,
    });
  });

  it("suggest nothing for a type that is like none", () => {
    expect(faultIn(() => parseGivenTypes("id=decimal", NAMES)).hint).toBeUndefined();
  });
});
