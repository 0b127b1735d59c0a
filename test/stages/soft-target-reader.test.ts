import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/batch.js";
import { Batch } from "../../src/batch.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import type { SoftTargetReaderOptions } from "../../src/stages/soft-target-reader.js";
import { SoftTargetReader } from "../../src/stages/soft-target-reader.js";
import {
  batchOf,
  boolColumn,
  columnFrom,
  every,
  fixedListColumn,
  floatColumn,
  intColumn,
  listColumn,
  textColumn,
} from "../columns-from.js";
import { faultOf } from "../faults.js";

async function targetsOf(
  batches: readonly Batch[],
  columns: SoftTargetReaderOptions["columns"],
  classes?: number,
): Promise<number[][]> {
  const reader = new SoftTargetReader({ columns, classes });
  const out = (await Readable.from(batches).pipe(reader).toArray()) as Batch[];
  return out.map((batch) => [...(batch.targets?.dense() ?? [])]);
}

function pair(first: (number | null)[], second: (number | null)[]): Batch {
  return batchOf([floatColumn("p_a", first), floatColumn("p_b", second)]);
}

function lists(offsets: number[], values: number[]): Batch {
  return batchOf([listColumn("p", floatColumn("item", values), offsets)]);
}

function withoutMissing(batch: Batch): Promise<Batch[]> {
  const reader = new SoftTargetReader({ columns: "p", ignoreMissing: true });
  return Readable.from([batch]).pipe(reader).toArray() as Promise<Batch[]>;
}

describe("SoftTargetReader", () => {
  it("reads a column for each class, in the order of the selector", async () => {
    const batch = pair([0.7, 0], [0.3, 1]);
    expect(await targetsOf([batch], "p_*")).toEqual([[0.7, 0.3, 0, 1]]);
    expect(await targetsOf([batch], "p_b,p_a")).toEqual([[0.3, 0.7, 1, 0]]);
    expect(await targetsOf([batch], ["p_b", "p_a"])).toEqual([[0.3, 0.7, 1, 0]]);
  });

  it("takes names in an array as they stand", async () => {
    const batch = batchOf([floatColumn("a,*", [0.25]), floatColumn("b..c", [0.75])]);
    expect(await targetsOf([batch], ["a,*", "b..c"])).toEqual([[0.25, 0.75]]);
  });

  it.each<[string, (name: string, hot: boolean) => Column]>([
    ["integers", (name, hot) => intColumn(name, "int64", [hot ? 1n : 0n])],
    ["booleans", (name, hot) => boolColumn(name, [hot])],
    ["text", (name, hot) => textColumn(name, [hot ? "1.0" : "0"])],
  ])("reads one-hot columns of %s", async (_type, column) => {
    const batch = batchOf([0, 1, 2].map((at) => column(`p${at}`, at === 1)));
    expect(await targetsOf([batch], "p*")).toEqual([[0, 1, 0]]);
  });

  it("reads lists of one size", async () => {
    const child = floatColumn("item", [0.5, 0.5, 0, 1]);
    expect(await targetsOf([batchOf([fixedListColumn("p", child, { size: 2 })])], "p")).toEqual([
      [0.5, 0.5, 0, 1],
    ]);
  });

  it("reads lists of any size, also where the first begins late in the child", async () => {
    expect(await targetsOf([lists([0, 2, 4], [0.5, 0.5, 0, 1])], "p")).toEqual([[0.5, 0.5, 0, 1]]);
    expect(await targetsOf([lists([3, 5], [9, 9, 9, 0.25, 0.75, 9])], "p")).toEqual([[0.25, 0.75]]);
  });

  it("reads large lists", async () => {
    const child = floatColumn("item", [0.5, 0.5]);
    const column = columnFrom(
      "p",
      { kind: "large-list", child: child.field },
      { present: every(1), offsets: BigInt64Array.of(0n, 2n), children: [child] },
    );
    expect(await targetsOf([batchOf([column])], "p")).toEqual([[0.5, 0.5]]);
  });

  it("reads columns that are questions of their own, whatever they add up to", async () => {
    const reader = new SoftTargetReader({ columns: "p_*", multiLabel: true });
    const [batch] = (await Readable.from([pair([1, 0, 0.25], [1, 0, 1])])
      .pipe(reader)
      .toArray()) as Batch[];
    expect([...(batch.targets?.dense() ?? [])]).toEqual([1, 1, 0, 0, 0.25, 1]);
    expect(batch.targets).toMatchObject({ multi: true });
  });

  it.each([
    ["a number above 1", 1.0000001, "is 1.0000001; expected one from 0 to 1"],
    ["a negative number", -0.1, "is -0.1"],
    ["a null", null, "is missing or no number"],
  ])("refuses %s among them", async (_what, value, found) => {
    const batch = pair([0, value], [1, 0]);
    const reader = new SoftTargetReader({ columns: "p_*", multiLabel: true });
    const error = await faultOf(() => Readable.from([batch]).pipe(reader).toArray());
    expect(error).toMatchObject({ code: "BAD_DISTRIBUTION", row: 2, column: "p_a" });
    expect(error.message).toContain(found);
  });

  it.each<[string, Batch, number[]]>([
    ["columns", pair([0.5, null, 1], [0.5, null, 0]), [0.5, 0.5, Number.NaN, Number.NaN, 1, 0]],
    [
      "lists of one size",
      batchOf([
        fixedListColumn("p", floatColumn("item", [1, 0, 9, 9, 0, 1]), {
          size: 2,
          present: [true, false, true],
        }),
      ]),
      [1, 0, Number.NaN, Number.NaN, 0, 1],
    ],
    [
      "lists of any size",
      batchOf([
        columnFrom(
          "p",
          { kind: "list", child: floatColumn("item", []).field },
          {
            present: [true, false, true],
            offsets: Int32Array.of(1, 3, 3, 5),
            children: [floatColumn("item", [9, 1, 0, 0, 1])],
          },
        ),
      ]),
      [1, 0, Number.NaN, Number.NaN, 0, 1],
    ],
  ])("leaves rows of nulls alone without a target in %s", async (_what, batch, expected) => {
    const reader = new SoftTargetReader({ columns: "p*", ignoreMissing: true });
    const [out] = (await Readable.from([batch]).pipe(reader).toArray()) as Batch[];
    expect([...(out.targets?.dense() ?? [])]).toEqual(expected);
    expect([0, 1, 2].map((row) => out.targets?.has(row))).toEqual([true, false, true]);
    expect(reader.result).toEqual({ rows: 3, ignored: 1 });
  });

  it("takes the number of classes from the first list that is not null", async () => {
    const type = { kind: "list", child: floatColumn("item", []).field } as const;
    const children = [floatColumn("item", [1, 0])];
    const late = { present: [false, true], offsets: Int32Array.of(0, 0, 2), children };
    const none = { present: [false], offsets: Int32Array.of(0, 0), children };
    const [out] = await withoutMissing(batchOf([columnFrom("p", type, late)]));
    expect([...(out.targets?.dense() ?? [])]).toEqual([Number.NaN, Number.NaN, 1, 0]);
    expect(
      await faultOf(() => withoutMissing(batchOf([columnFrom("p", type, none)]))),
    ).toMatchObject({
      code: "SOFT_COLUMNS",
      column: "p",
    });
  });

  it("refuses rows of which only a part is null, also where missing ones are ignored", async () => {
    const reader = new SoftTargetReader({ columns: "p*", ignoreMissing: true });
    const work = (): Promise<unknown> =>
      Readable.from([pair([1], [null])])
        .pipe(reader)
        .toArray();
    expect(await faultOf(work)).toMatchObject({ code: "BAD_DISTRIBUTION", row: 1, column: "p_b" });
  });

  it("counts rows", async () => {
    const reader = new SoftTargetReader({ columns: "p_*" });
    await Readable.from([pair([1, 1], [0, 0]), pair([0], [1])])
      .pipe(reader)
      .toArray();
    expect(reader.result).toEqual({ rows: 3, ignored: 0 });
  });

  it.each([
    ["0.001 below 1", 0.5, 0.499001],
    ["0.001 above 1", 0.5, 0.500999],
    ["exactly 0.001 above 1, for all that the sum of the two doubles is more", 0.064, 0.937],
    ["exactly 1", 1, 0],
  ])("takes a sum %s", async (_what, first, second) => {
    expect(await targetsOf([pair([first], [second])], "p_*")).toEqual([[first, second]]);
  });

  it.each([
    ["a sum too low", 0.5, 0.498999, "add up to 0.998999"],
    ["a sum too high", 0.5, 0.501001, "add up to 1.001001"],
    ["a sum of 0", 0, 0, "add up to 0;"],
    ["a negative number", 1.5, -0.5, "is -0.5"],
    ["NaN", 1, Number.NaN, "is missing or no number"],
    ["infinity", 1, Infinity, "is Infinity"],
    ["null", 1, null, "is missing or no number"],
  ])("refuses %s, and names the row", async (_what, first, second, found) => {
    const error = await faultOf(() => targetsOf([pair([1, first], [0, second])], "p_*"));
    expect(error).toMatchObject({ kind: "data", code: "BAD_DISTRIBUTION", row: 2 });
    expect(error.message).toContain(found);
  });

  it("names the column of a bad number, and counts rows through", async () => {
    const columns = [floatColumn("p_a", [1]), floatColumn("p_b", [-1])];
    const error = await faultOf(() => targetsOf([batchOf(columns, 41)], "p_*"));
    expect(error).toMatchObject({ row: 42, column: "p_b" });
  });

  it.each([
    ["a longer list", lists([0, 2, 5], [1, 0, 1, 0, 0]), "has 3 values; expected 2"],
    ["an empty list", lists([0, 2, 2], [1, 0]), "has 0 values; expected 2"],
  ])("refuses %s among others", async (_what, batch, found) => {
    const error = await faultOf(() => targetsOf([batch], "p"));
    expect(error).toMatchObject({ kind: "data", code: "LIST_WIDTH", row: 2, column: "p" });
    expect(error.message).toContain(found);
  });

  it("refuses lists of another length in a later batch", async () => {
    const batches = [
      lists([0, 2], [1, 0]),
      new Batch({ ...lists([0, 3], [1, 0, 0]), firstRow: 1 }),
    ];
    expect(await faultOf(() => targetsOf(batches, "p"))).toMatchObject({
      code: "LIST_WIDTH",
      row: 2,
      message: "the list has 3 values; expected 2, one for each class",
    });
  });

  it("refuses lists that are not as long as there are classes", async () => {
    expect(await faultOf(() => targetsOf([lists([0, 2], [1, 0])], "p", 3))).toMatchObject({
      code: "LIST_WIDTH",
      row: 1,
      message: "the list has 2 values; expected 3, one for each class",
    });
    const child = floatColumn("item", [1, 0]);
    const batch = batchOf([fixedListColumn("p", child, { size: 2 })]);
    expect((await faultOf(() => targetsOf([batch], "p", 3))).code).toBe("LIST_WIDTH");
  });

  it("refuses a null list", async () => {
    const child = floatColumn("item", [1, 0, 0, 0]);
    const batch = batchOf([fixedListColumn("p", child, { size: 2, present: [true, false] })]);
    expect(await faultOf(() => targetsOf([batch], "p"))).toMatchObject({
      code: "LIST_WIDTH",
      row: 2,
      message: expect.stringContaining("is null"),
    });
  });

  it("refuses a bad number within a list, by the list's name", async () => {
    const error = await faultOf(() => targetsOf([lists([0, 2], [2, -1])], "p"));
    expect(error).toMatchObject({ code: "BAD_DISTRIBUTION", row: 1, column: "p" });
  });

  it("lets a batch of lists without rows through, and settles on no length by it", async () => {
    const batches = [lists([0], []), lists([0, 2], [1, 0])];
    const last = Readable.from(batches)
      .pipe(new SoftTargetReader({ columns: "p" }))
      .pipe(new LabelSmoother({ epsilon: 0.5 }));
    const out = (await last.toArray()) as Batch[];
    expect(out.map((batch) => [...(batch.targets?.dense() ?? [])])).toEqual([[], [0.75, 0.25]]);
  });

  it("gives batches without rows the number of classes that is known", async () => {
    const reader = new SoftTargetReader({ columns: "p", classes: 3 });
    const [batch] = (await Readable.from([lists([0], [])])
      .pipe(reader)
      .toArray()) as Batch[];
    expect(batch.targets?.classes).toBe(3);
  });

  it.each([
    ["SOFT_COLUMNS", "p_a"],
    ["UNKNOWN_COLUMN", "q_*"],
    ["UNKNOWN_COLUMN", ["p_a", "q"]],
  ])("ends with %s for the columns %j", async (code, columns) => {
    expect(await faultOf(() => targetsOf([pair([1], [0])], columns))).toMatchObject({
      kind: "usage",
      code,
    });
  });
});
