import { describe, expect, it } from "vitest";
import { Confusion } from "../../src/kernels.js";
import { readGolden } from "./golden-file.js";

/** A line of the golden file, with scikit-learn's matrix. */
interface GoldenCase {
  readonly classes: number;
  readonly p: readonly number[];
  readonly y: readonly number[];
  readonly confusion: readonly (readonly number[])[];
}

describe("Confusion", () => {
  it("is scikit-learn's matrix", () => {
    for (const { classes, p, y, confusion } of readGolden<GoldenCase>("metrics.jsonl")) {
      const found = new Confusion(classes);
      y.forEach((code, row) => {
        const shares = p.slice(row * classes, (row + 1) * classes);
        found.add(code, shares.indexOf(Math.max(...shares)));
      });
      expect(
        confusion.map((row, actual) => row.map((_, code) => found.count(actual, code))),
      ).toEqual(confusion);
    }
  });

  // A table of cells up to 256 classes, and what occurs above.
  it.each([3, 256, 257, 10_000])(
    "tells the cells of %d classes that occur, in order",
    (classes) => {
      const confusion = new Confusion(classes);
      const last = classes - 1;
      for (const [actual, predicted] of [
        [last, 0],
        [1, last],
        [1, 0],
        [last, 0],
        [0, 0],
        [last, last],
      ]) {
        confusion.add(actual, predicted);
      }
      const other = new Confusion(classes);
      other.add(1, 0, 5);
      other.add(2, 1);
      confusion.merge(other);
      const expected: [number, number, number][] = [
        [0, 0, 1],
        [1, 0, 6],
        [1, last, 1],
        ...(classes === 3 ? [] : [[2, 1, 1] as [number, number, number]]),
        [last, 0, 2],
        ...(classes === 3 ? [[2, 1, 1] as [number, number, number]] : []),
        [last, last, 1],
      ];
      expect(confusion.cells()).toEqual(
        expected.map(([actual, predicted, rows]) => ({ actual, predicted, rows })),
      );
      expect(confusion.count(1, 0)).toBe(6);
      expect(confusion.count(0, 1)).toBe(0);
      expect(other.cells().length).toBe(2);
    },
  );

  it("refuses no classes, and others to merge", () => {
    expect(() => new Confusion(0)).toThrow(RangeError);
    expect(() => new Confusion(2).merge(new Confusion(3))).toThrow(
      "of 2 and 3 classes cannot be merged",
    );
  });
});
