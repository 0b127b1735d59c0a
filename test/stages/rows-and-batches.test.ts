import { Readable } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch.js";
import type { Row } from "../../src/stages/batches-to-rows.js";
import { BatchesToRows } from "../../src/stages/batches-to-rows.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import { OneHotEncoder } from "../../src/stages/one-hot-encoder.js";
import { RowsToBatches, type RowsToBatchesOptions } from "../../src/stages/rows-to-batches.js";
import { faultIn, faultOf } from "../faults.js";

async function batchesOf(
  rows: readonly unknown[],
  options: RowsToBatchesOptions = {},
): Promise<Batch[]> {
  const gather = new RowsToBatches(options);
  return (await Readable.from(rows).pipe(gather).toArray()) as Batch[];
}

async function thereAndBack(rows: readonly object[], size: number): Promise<Row[]> {
  const back = Readable.from(rows)
    .pipe(new RowsToBatches({ rows: size }))
    .pipe(new BatchesToRows());
  return (await back.toArray()) as Row[];
}

describe("RowsToBatches and BatchesToRows", () => {
  const ROW = fc.record({
    number: fc.option(fc.double()),
    bigint: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    text: fc.option(fc.string({ unit: "grapheme" })),
    bool: fc.option(fc.boolean()),
    date: fc.option(fc.date({ noInvalidDate: true })),
  });

  it("give back the rows they took, cut at any size", async () => {
    const first: Row = { number: 1, bigint: 1n, text: "a", bool: true, date: new Date(0) };
    const rows = fc.array(ROW, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 14 }), async (others, size) => {
        const all = [first, ...others];
        expect(await thereAndBack(all, size)).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  it("give the textbook's targets for rows from anywhere", async () => {
    const chain = Readable.from([{ id: 7, y: "c" }])
      .pipe(new RowsToBatches())
      .pipe(new OneHotEncoder({ label: "y", classes: ["a", "b", "c", "d", "e"] }))
      .pipe(new LabelSmoother({ epsilon: 0.1 }));
    const rows = await chain.pipe(new BatchesToRows({ targetName: "target" })).toArray();
    expect(rows).toEqual([{ id: 7, y: "c", target: [0.02, 0.02, 0.92, 0.02, 0.02] }]);
  });

  it("call the targets soft_target where nobody says otherwise, each row its own", async () => {
    const chain = Readable.from([{ y: "0" }, { y: "1" }])
      .pipe(new RowsToBatches())
      .pipe(new OneHotEncoder({ label: "y", numClasses: 2 }));
    expect(await chain.pipe(new BatchesToRows()).toArray()).toEqual([
      { y: "0", soft_target: [1, 0] },
      { y: "1", soft_target: [0, 1] },
    ]);
  });
});

describe("RowsToBatches", () => {
  it.each([
    [1, [1, 1, 1, 1, 1]],
    [2, [2, 2, 1]],
    [4, [4, 1]],
    [5, [5]],
    [6, [5]],
    [undefined, [5]],
  ])("gathers %s rows at a time", async (size, lengths) => {
    const batches = await batchesOf(
      [1, 2, 3, 4, 5].map((x) => ({ x })),
      { rows: size },
    );
    expect(batches.map(({ rows }) => rows)).toEqual(lengths);
    expect(batches.map(({ firstRow }) => firstRow)).toEqual(
      lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length, 0)),
    );
  });

  it("makes each type of value a column type", async () => {
    const row = { a: 1, b: 1n, c: "x", d: true, e: new Date(0) };
    const [batch] = await batchesOf([row]);
    expect(batch.columns.map(({ field }) => [field.name, field.type])).toEqual([
      ["a", { kind: "float", bits: 64 }],
      ["b", { kind: "int", bits: 64, signed: true }],
      ["c", { kind: "utf8" }],
      ["d", { kind: "bool" }],
      ["e", { kind: "timestamp", unit: "ms", timezone: "UTC" }],
    ]);
  });

  it("takes the columns of all rows of the first batch, absent and undefined as null", async () => {
    const rows = [{ a: null }, { b: "x", a: undefined }, { a: 1 }];
    const back = await thereAndBack(rows, 10);
    expect(back).toEqual([
      { a: null, b: null },
      { a: null, b: "x" },
      { a: 1, b: null },
    ]);
  });

  it("makes a column without values text", async () => {
    const [batch] = await batchesOf([{ a: null }]);
    expect(batch.column("a")).toMatchObject({ field: { type: { kind: "utf8" } }, nullCount: 1 });
  });

  it("cannot tell the columns of no rows", async () => {
    for (const rows of [[], [{}]]) {
      expect(await faultOf(() => batchesOf(rows))).toMatchObject({
        kind: "data",
        code: "NO_ROWS",
        hint: expect.stringContaining("`types: {"),
      });
    }
  });

  it("gives one batch with the declared columns for no rows", async () => {
    const [batch, ...others] = await batchesOf([], { types: { y: "text", x: "int64" } });
    expect(others).toEqual([]);
    expect(batch.rows).toBe(0);
    expect(batch.columns.map(({ field }) => [field.name, field.type.kind])).toEqual([
      ["y", "utf8"],
      ["x", "int"],
    ]);
  });

  it("puts declared columns first, also those that no row has, and tells the others", async () => {
    const rows = [{ a: 1, b: null, c: "x" }];
    const [batch] = await batchesOf(rows, { types: { b: "float64", d: "bool" } });
    expect(batch.columns.map(({ field }) => [field.name, field.type.kind])).toEqual([
      ["b", "float"],
      ["d", "bool"],
      ["a", "float"],
      ["c", "utf8"],
    ]);
    expect(batch.column("d").nullCount).toBe(1);
  });

  it("takes numbers after a first batch of nulls where the type is declared", async () => {
    const rows = [{ age: null }, { age: null }, { age: 41.5 }];
    const declared = await batchesOf(rows, { rows: 2, types: { age: "float64" } });
    expect(declared.map((batch) => batch.column("age").data)).toEqual([
      Float64Array.of(0, 0),
      Float64Array.of(41.5),
    ]);
    expect(await faultOf(() => batchesOf(rows, { rows: 2 }))).toMatchObject({
      code: "MIXED_TYPES",
      row: 3,
      hint: expect.stringContaining('`types: { "age": "float64" }`'),
    });
  });

  it("takes numbers and bigints of one column as integers", async () => {
    const [batch] = await batchesOf([{ id: 1 }, { id: 2n ** 60n }, { id: null }]);
    expect(batch.column("id").data).toEqual(BigInt64Array.of(1n, 2n ** 60n, 0n));
  });

  it("refuses types in a Map, which would be ignored", () => {
    const types = new Map([["a", "int64"]]) as never;
    expect(faultIn(() => new RowsToBatches({ types }))).toMatchObject({
      code: "BAD_OPTION",
      message: 'RowsToBatches: types is a Map; expected an object such as { "age": "float64" }',
    });
  });

  it("names the type to declare for a member that comes late", async () => {
    const late = [{ a: 1 }, { a: 2, b: "x" }];
    expect(await faultOf(() => batchesOf(late, { rows: 1 }))).toMatchObject({
      code: "UNKNOWN_MEMBER",
      hint: expect.stringContaining('`types: { "b": "text" }`'),
    });
    const batches = await batchesOf(late, { rows: 1, types: { b: "text" } });
    expect(batches.map((batch) => batch.column("b").nullCount)).toEqual([1, 0]);
  });

  it.each([
    ["another type", [{ a: 1 }, { a: "x" }], { code: "MIXED_TYPES", row: 2, column: "a" }],
    ["another type later", [{ a: 1 }, { a: 2 }, { a: true }], { code: "MIXED_TYPES", row: 3 }],
    [
      "a new member later",
      [{ a: 1 }, { a: 2 }, { a: 3, b: 1 }],
      { code: "UNKNOWN_MEMBER", row: 3, column: "b" },
    ],
    ["an object", [{ a: {} }], { code: "UNSUPPORTED_VALUE", column: "a" }],
    ["an array after a number", [{ a: 1 }, { a: [1] }], { code: "UNSUPPORTED_VALUE", row: 2 }],
    [
      "a bigint past 64 bits",
      [{ a: 0n }, { a: 2n ** 63n }],
      { code: "OUT_OF_RANGE", row: 2, column: "a" },
    ],
    ["a bigint below 64 bits", [{ a: -(2n ** 63n) - 1n }], { code: "OUT_OF_RANGE", row: 1 }],
    [
      "an invalid Date",
      [{ a: new Date(0) }, { a: new Date("?") }],
      { code: "OUT_OF_RANGE", row: 2 },
    ],
  ])("refuses %s", async (_what, rows, expected) => {
    expect(await faultOf(() => batchesOf(rows, { rows: 2 }))).toMatchObject({
      kind: "data",
      ...expected,
    });
  });

  it.each(["a,b\n", Buffer.from("a,b\n"), 1, [["a"]]])(
    "refuses %j, which is no row",
    async (chunk) => {
      const run = Readable.from([chunk]).pipe(new RowsToBatches()).toArray();
      await expect(run).rejects.toThrow("RowsToBatches takes row objects");
    },
  );

  it.each([0, -1, 1.5, Number.NaN])("is not made with batches of %s rows", (rows) => {
    expect(faultIn(() => new RowsToBatches({ rows })).code).toBe("BAD_OPTION");
  });
});
