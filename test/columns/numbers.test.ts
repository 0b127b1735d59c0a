import { describe, expect, it } from "vitest";
import { columnNumbers } from "../../src/columns/numbers.js";
import {
  boolColumn,
  columnFrom,
  every,
  floatColumn,
  intColumn,
  structColumn,
  textColumn,
} from "../columns-from.js";
import { faultIn } from "../faults.js";

describe("columnNumbers", () => {
  it.each([
    ["int8", intColumn("a", "int8", [1, -1, null]), [1, -1, Number.NaN]],
    ["uint64", intColumn("a", "uint64", [1n, 2n ** 53n]), [1, 2 ** 53]],
    ["float64", floatColumn("a", [0.1, null]), [0.1, Number.NaN]],
    ["bool", boolColumn("a", [true, false, null]), [1, 0, Number.NaN]],
    ["truth in text", textColumn("a", ["True", "FALSE", "true", "yes"]), [1, 0, 1, Number.NaN]],
  ])("reads %s", (_type, column, expected) => {
    expect([...columnNumbers(column)]).toEqual(expected);
  });

  it("reads float32 and float16 to the last bit", () => {
    const single = columnFrom(
      "a",
      { kind: "float", bits: 32 },
      { present: every(1), data: Float32Array.of(0.1) },
    );
    const half = columnFrom(
      "a",
      { kind: "float", bits: 16 },
      { present: every(1), data: Uint16Array.of(0x3555) },
    );
    expect([...columnNumbers(single)]).toEqual([0.10000000149011612]);
    expect([...columnNumbers(half)]).toEqual([0.333251953125]);
  });

  it.each(["utf8", "large-utf8"] as const)("reads decimals out of %s", (kind) => {
    const column = textColumn("a", ["0.1", " 1 ", "1e-3", "-2", null, ""], kind);
    expect([...columnNumbers(column)]).toEqual([0.1, 1, 0.001, -2, Number.NaN, Number.NaN]);
  });

  it.each(["0x1", "0b1", "0o1", "x", "1,0", "1_0", "\u00A01"])(
    "takes the text %s for no number",
    (text) => {
      expect([...columnNumbers(textColumn("a", [text]))]).toEqual([Number.NaN]);
    },
  );

  it.each([
    ["true", 1],
    ["false", 0],
  ])("reads the text %s as %i, as a column of booleans", (text, value) => {
    expect([...columnNumbers(textColumn("a", [text]))]).toEqual([value]);
  });

  it("refuses a type that holds no numbers, by name", () => {
    const column = structColumn("a", [textColumn("x", ["1"])]);
    expect(faultIn(() => columnNumbers(column))).toMatchObject({
      code: "NOT_NUMERIC",
      column: "a",
      message: expect.stringContaining("struct"),
    });
  });
});
