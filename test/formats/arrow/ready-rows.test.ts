import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../../src/batch.js";
import { Arena } from "../../../src/columns/arena.js";
import { fromFloat16 } from "../../../src/kernels.js";
import { spellTargets } from "../../../src/formats/arrow/spell-targets.js";
import { Smoother } from "../../../src/smoothing/smoother.js";
import {
  CodedTargets,
  NO_TARGET,
  type TargetDtype,
  type TargetOutput,
  type Templates,
} from "../../../src/targets.js";

/** Rows that nothing simple describes: class c of K has (c + 1) / (k + 2) for class k. */
class Fractions implements Templates {
  constructor(readonly classes: number) {}

  write(code: number, out: Float64Array, at: number): void {
    for (let k = 0; k < this.classes; k++) {
      out[at + k] = (code + 1) / (k + 2);
    }
  }
}

function output(classes: number, parts: Partial<TargetOutput>): TargetOutput {
  const names = Array.from({ length: classes }, (_, code) => `c${code}`);
  return { layout: "fixed-list", dtype: "float32", name: "t", classes: names, ...parts };
}

/** Memory that held something else before. */
function usedArena(): Arena {
  const arena = new Arena();
  arena.take(Float64Array, 8 * 400);
  arena.reset();
  arena.take(Float64Array, 8 * 400).fill(0.7);
  arena.reset();
  return arena;
}

/** The numbers of a column as they are read back. */
function numbersOf({ data }: Column): number[] {
  return data instanceof Uint16Array ? [...fromFloat16(data)] : [...(data as Float64Array)];
}

/** The nearest number of the type. */
function rounded(value: number, dtype: TargetDtype): number {
  if (dtype === "float16") {
    // A power of two below: eleven digits are left.
    const unit = 2 ** (Math.floor(Math.log2(value)) - 10);
    const [low, rest] = [Math.floor(value / unit), (value / unit) % 1];
    return (rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low) * unit;
  }
  return dtype === "float32" ? Math.fround(value) : value;
}

// 40 classes are copied row by row; 400 of float64 take more than is kept.
describe.each([3, 40, 400])("the rows of %d classes", (classes) => {
  const codes = fc.array(fc.oneof(fc.nat(classes - 1), fc.constant(NO_TARGET)), { maxLength: 8 });

  it.each<TargetDtype>(["float16", "float32", "float64"])(
    "become lists and columns of %s, zeros under nulls",
    (dtype) => {
      const templates = new Fractions(classes);
      fc.assert(
        fc.property(codes, (rows) => {
          const targets = new CodedTargets(classes, Int32Array.from(rows), templates);
          const expected = rows.map((code) =>
            Array.from({ length: classes }, (_, k) =>
              code === NO_TARGET ? 0 : rounded((code + 1) / (k + 2), dtype),
            ),
          );
          const [list] = spellTargets(targets, output(classes, { dtype }), usedArena());
          expect(numbersOf((list.children as readonly Column[])[0])).toEqual(expected.flat());
          expect(list.nullCount).toBe(rows.filter((code) => code === NO_TARGET).length);
          const columns = spellTargets(
            targets,
            output(classes, { dtype, layout: "columns" }),
            usedArena(),
          );
          expect(columns.map(numbersOf)).toEqual(
            Array.from({ length: classes }, (_, k) => expected.map((row) => row[k])),
          );
        }),
        { numRuns: 20 },
      );
    },
  );
});

describe("rows with an epsilon of their own", () => {
  it("become lists and columns, each row as it is", () => {
    const coded = new CodedTargets(2, Int32Array.of(0, 0, NO_TARGET, 1));
    const smoother = new Smoother({ method: "uniform", epsilon: null, epsilonColumn: "e" }, coded);
    const targets = smoother.apply(coded, Float64Array.of(0, 0.5, 0, 1));
    const expected = [1, 0, 0.75, 0.25, 0, 0, 0.5, 0.5];
    const [list] = spellTargets(targets, output(2, {}), usedArena());
    expect(numbersOf((list.children as readonly Column[])[0])).toEqual(expected);
    const columns = spellTargets(targets, output(2, { layout: "columns" }), usedArena());
    expect(columns.map(numbersOf)).toEqual([
      [1, 0.75, 0, 0.5],
      [0, 0.25, 0, 0.5],
    ]);
  });
});
