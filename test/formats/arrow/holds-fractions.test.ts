import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { Batch, type Column } from "../../../src/batch.js";
import { holdsFractions } from "../../../src/formats/arrow/holds-fractions.js";
import { dictionaryColumn, floatColumn } from "../../columns-from.js";

/** Whether columns, a batch each, hold fractions, and how many of them were looked at. */
async function look(...columns: Column[]): Promise<[boolean, number]> {
  let seen = 0;
  async function* batches(): AsyncGenerator<Batch> {
    for await (const column of Readable.from(columns) as AsyncIterable<Column>) {
      seen++;
      yield new Batch({ rows: column.length, firstRow: 0, columns: [column] });
    }
  }
  return [await holdsFractions(batches()), seen];
}

describe("a column of floats", () => {
  it.each<[string, Column, boolean]>([
    ["whole numbers", floatColumn("x", [0, -0, 3, 1e300]), false],
    ["no fraction but NaN, infinity and null", floatColumn("x", [NaN, -Infinity, null, 1]), false],
    ["a fraction", floatColumn("x", [1, null, 2.5]), true],
    [
      "a dictionary with a fraction",
      dictionaryColumn("x", [0], { values: floatColumn("", [0.5]) }),
      true,
    ],
    ["a dictionary without", dictionaryColumn("x", [0], { values: floatColumn("", [5]) }), false],
    ["nothing", floatColumn("x", []), false],
  ])("of %s is told", async (_what, column, holds) => {
    expect(await look(column)).toEqual([holds, 1]);
    expect(await look(floatColumn("x", []), floatColumn("x", [1]), column)).toEqual([holds, 3]);
  });

  it("is looked at for 65,536 rows", async () => {
    const whole = floatColumn(
      "x",
      Array.from({ length: 40_000 }, () => 7),
    );
    const half = floatColumn("x", [0.5]);
    expect(await look(whole, half)).toEqual([true, 2]);
    expect(await look(whole, whole, half)).toEqual([false, 2]);
  });
});
