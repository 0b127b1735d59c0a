import { describe, expect, it } from "vitest";
import { MatrixLines } from "../../src/smoothing/matrix-lines.js";
import { settleMatrix } from "../../src/smoothing/settle-matrix.js";
import { faultIn } from "../faults.js";

function matrixOf(text: string, names: readonly string[]): number[] {
  const lines = new MatrixLines("m.csv");
  text.split("\n").forEach((line, at) => lines.add(line.split(","), at + 1));
  return [...settleMatrix(lines.table(), { count: names.length, names })];
}

describe("the lines of a matrix", () => {
  const EXPECTED = [0.9, 0.1, 0, 0, 1, 0, 0.25, 0.25, 0.5];

  it.each([
    ["numbers alone", "0.9,0.1,0\n0,1,0\n.25,2.5e-1,0.5"],
    ["a header in class order", "cat,dog,fox\n0.9,0.1,0\n0,1,0\n0.25,0.25,0.5"],
    [
      "a header in another order, which the rows follow",
      "fox,cat,dog\n0.5,0.25,0.25\n0,0.9,0.1\n0,0,1",
    ],
    [
      "a header and names of rows, each in an order of its own",
      ",dog,fox,cat\nfox,0.25,0.5,0.25\ncat,0.1,0,0.9\ndog,1,0,0",
    ],
    ["a corner with a word", "class,cat,dog,fox\ncat,0.9,0.1,0\ndog,0,1,0\nfox,0.25,0.25,0.5"],
    [
      "names of rows alone, which the columns follow",
      "dog,1,0,0\ncat,0.1,0.9,0\nfox,0.25,0.25,0.5",
    ],
    ["blanks around the numbers", "0.9, 0.1,0\n0,1 ,0\n0.25,0.25, 0.5"],
  ])("may be %s", (_form, text) => {
    expect(matrixOf(text, ["cat", "dog", "fox"])).toEqual(EXPECTED);
  });

  it.each([
    ["a header", "1,0\n0.75,0.25\n0,1"],
    ["names of rows", "1,0.75,0.25\n0,0,1"],
    ["a header and names of rows", ",1,0\n1,0.75,0.25\n0,0,1"],
  ])("may have numbers for class names, with %s", (_form, text) => {
    expect(matrixOf(text, ["0", "1"])).toEqual([1, 0, 0.25, 0.75]);
  });

  it("are a matrix of one class too", () => {
    expect(matrixOf("1", ["a"])).toEqual([1]);
    expect(matrixOf("a\n1", ["a"])).toEqual([1]);
    expect(matrixOf(",a\na,1", ["a"])).toEqual([1]);
  });

  it.each<[string, string, object]>([
    [
      "1,0\n0.5,x",
      "BAD_MATRIX",
      { line: 2, message: '`matrix`: the value in column 2 is "x", which is no number' },
    ],
    [
      "1,x\n0,1",
      "BAD_MATRIX",
      { line: 1, message: '`matrix`: the value in column 2 is "x", which is no number' },
    ],
    [
      "cat,dog\n1,0\nx,1",
      "BAD_MATRIX",
      { line: 3, message: '`matrix`: the value in column 1 is "x", which is no number' },
    ],
    [
      ",cat,dog\ncat,1,0\ndog,,1",
      "BAD_MATRIX",
      { line: 3, message: '`matrix`: the value in column 2 is "", which is no number' },
    ],
    [",cat,dog\ncat,1,0\ndog,nan,1", "BAD_MATRIX", { line: 3 }],
    [",cat,dog\ncat,1,0\ndog,0.2,0.7", "BAD_MATRIX", { line: 3, file: "m.csv" }],
    [",cat,dog\ncat,1.5,-0.5\ndog,0.2,0.8", "BAD_MATRIX", { line: 2, file: "m.csv" }],
    [",cat,dgo\ncat,1,0\ndog,0.2,0.8", "UNKNOWN_CLASS", { line: 1, hint: 'Did you mean "dog"?' }],
    [",cat,dog\ncat,1,0\ndgo,0.2,0.8", "UNKNOWN_CLASS", { line: 3 }],
    [",cat,cat\ncat,1,0\ndog,0.2,0.8", "DOUBLED_CLASS", { line: 1 }],
    ["1", "MATRIX_SIZE", { file: "m.csv" }],
    ["1,0,0\n0,1,0\n0,0,1", "MATRIX_SIZE", { file: "m.csv" }],
    ["1,0\n0,1\n0,1\n0,1", "MATRIX_SIZE", { file: "m.csv" }],
    ["cat\n1", "MISSING_CLASS", { file: "m.csv" }],
  ])("%j is refused: %s", (text, code, details) => {
    expect(faultIn(() => matrixOf(text, ["cat", "dog"]))).toMatchObject({ code, ...details });
  });

  it("are refused as soon as they are too many, or too long", () => {
    const long = new MatrixLines("m.csv");
    expect(faultIn(() => long.add(Array<string>(2002).fill("0"), 1)).code).toBe("TOO_MANY_CLASSES");
    const many = new MatrixLines("m.csv");
    for (let line = 1; line <= 2001; line++) {
      many.add(["0"], line);
    }
    expect(faultIn(() => many.add(["0"], 2002)).code).toBe("TOO_MANY_CLASSES");
  });
});
