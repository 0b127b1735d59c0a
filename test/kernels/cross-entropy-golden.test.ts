import { describe, expect, it } from "vitest";
import { crossEntropy, meanCrossEntropy } from "../../src/kernels.js";
import { isClose, readGolden, type JsonNumber } from "./golden-file.js";

/** A line of the golden file: what PyTorch 2.13 was given in float64, and what it answered. */
interface GoldenCase {
  readonly classes: number;
  readonly eps: number;
  readonly x: readonly JsonNumber[];
  readonly y?: readonly number[];
  readonly q?: readonly number[];
  readonly w?: readonly number[];
  readonly ignore?: number;
  readonly rows: readonly JsonNumber[];
  readonly mean: JsonNumber;
}

const cases = readGolden<GoldenCase>("cross-entropy.jsonl");
const numbered = cases.map((golden, index) => ({ ...golden, line: index + 1 }));

describe("the golden cases of PyTorch", () => {
  it("are more than a thousand, of every kind", () => {
    expect(cases.length).toBeGreaterThan(1000);
    const kinds = new Set(
      cases.map(({ classes, eps, w, y, ignore, x }) =>
        [
          classes,
          eps,
          w?.includes(0) ?? "none",
          y && (ignore ?? "all"),
          x.includes("-Infinity"),
        ].join(),
      ),
    );
    expect(kinds.size).toBeGreaterThan(300);
    expect(cases.filter(({ x }) => x.includes(1e308)).length).toBeGreaterThan(100);
    expect(cases.filter(({ x }) => x.includes(-1e4)).length).toBeGreaterThan(100);
    expect(cases.filter(({ rows }) => rows.includes("Infinity")).length).toBeGreaterThan(50);
  });

  it("have the losses of rows that PyTorch has", () => {
    const wrong = numbered.flatMap(({ line, ...golden }) => {
      const losses = crossEntropy(...argumentsOf(golden));
      expect(losses.length).toBe(golden.rows.length);
      const off = golden.rows.some((loss, row) => !isClose(losses[row], loss));
      return off ? [{ line, losses: [...losses], expected: golden.rows }] : [];
    });
    expect(wrong).toEqual([]);
  });

  it("have the means that PyTorch has", () => {
    const wrong = numbered.flatMap(({ line, ...golden }) => {
      const mean = meanCrossEntropy(...argumentsOf(golden));
      return isClose(mean, golden.mean) ? [] : [{ line, mean, expected: golden.mean }];
    });
    expect(wrong).toEqual([]);
  });
});

function argumentsOf(golden: GoldenCase): Parameters<typeof crossEntropy> {
  const targets =
    golden.q === undefined ? Int32Array.from(golden.y ?? []) : Float64Array.from(golden.q);
  const options = { epsilon: golden.eps, weights: golden.w, ignoreIndex: golden.ignore };
  return [Float64Array.from(golden.x, Number), golden.classes, targets, options];
}
