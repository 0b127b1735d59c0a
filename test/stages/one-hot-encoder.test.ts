import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/batch.js";
import { Batch } from "../../src/batch.js";
import { drain } from "../../src/stages/drain.js";
import type { CodedTargets } from "../../src/targets.js";
import type { OneHotEncoderOptions } from "../../src/stages/one-hot-encoder.js";
import { OneHotEncoder } from "../../src/stages/one-hot-encoder.js";
import {
  batchOf,
  boolColumn,
  columnFrom,
  dictionaryColumn,
  every,
  floatColumn,
  intColumn,
  nullColumn,
  textColumn,
  viewColumn,
} from "../columns-from.js";
import { faultIn, faultOf } from "../faults.js";

const BIG = "9007199254740993";

async function codesOf(
  column: Column,
  options: Omit<OneHotEncoderOptions, "label">,
): Promise<number[]> {
  const encoder = new OneHotEncoder({ label: "y", ...options });
  const [batch] = (await Readable.from([batchOf([column])])
    .pipe(encoder)
    .toArray()) as Batch[];
  const rows = batch.targets?.dense() ?? new Float64Array(0);
  const classes = batch.targets?.classes ?? 0;
  return Array.from({ length: batch.rows }, (_, row) =>
    rows.subarray(row * classes, (row + 1) * classes).indexOf(1),
  );
}

function rowsOf({ targets }: Batch): number[] {
  return [...(targets?.dense() ?? [])];
}

describe("OneHotEncoder", () => {
  it.each<[string, Column, string[], number[]]>([
    ["utf8", textColumn("y", ["b", "a", "b"]), ["a", "b"], [1, 0, 1]],
    ["large-utf8", textColumn("y", ["b", "a"], "large-utf8"), ["a", "b"], [1, 0]],
    [
      "utf8-view",
      viewColumn("y", ["b", "more than twelve bytes"]),
      ["more than twelve bytes", "b"],
      [1, 0],
    ],
    ["int8", intColumn("y", "int8", [-1, 1]), ["1", "-1"], [1, 0]],
    ["uint8", intColumn("y", "uint8", [255, 0]), ["0", "255"], [1, 0]],
    ["int16", intColumn("y", "int16", [-300, 300]), ["300", "-300"], [1, 0]],
    ["uint16", intColumn("y", "uint16", [65535, 0]), ["0", "65535"], [1, 0]],
    ["int32", intColumn("y", "int32", [-70000, 1]), ["1", "-70000"], [1, 0]],
    ["uint32", intColumn("y", "uint32", [4294967295, 0]), ["0", "4294967295"], [1, 0]],
    [
      "int64",
      intColumn("y", "int64", [BigInt(BIG), BigInt(BIG) - 1n]),
      ["9007199254740992", BIG],
      [1, 0],
    ],
    [
      "uint64",
      intColumn("y", "uint64", [2n ** 64n - 1n, 0n]),
      ["0", "18446744073709551615"],
      [1, 0],
    ],
    ["float64", floatColumn("y", [2, 1, -0]), ["0", "1", "2"], [2, 1, 0]],
    ["bool", boolColumn("y", [true, false]), ["false", "true"], [1, 0]],
    [
      "dictionary",
      dictionaryColumn("y", [1, 0, 1], { values: textColumn("", ["a", "b"]) }),
      ["b", "a"],
      [0, 1, 0],
    ],
  ])("finds the classes of %s labels", async (_type, column, classes, codes) => {
    expect(await codesOf(column, { classes })).toEqual(codes);
  });

  it.each<[string, Column, string[], number[]]>([
    ["a float", floatColumn("y", [2, 1]), ["1.0", "2.0"], [1, 0]],
    ["an integer", intColumn("y", "int8", [7, 6]), ["006", "007"], [1, 0]],
    ["a boolean", boolColumn("y", [true, false]), ["False", "True"], [1, 0]],
    ["a float that is a class by its spelling", floatColumn("y", [1]), ["1.0", "1"], [1]],
  ])("finds the class that %s is, spelled otherwise", async (_what, column, classes, codes) => {
    expect(await codesOf(column, { classes })).toEqual(codes);
  });

  it("finds the classes of float16 and float32 labels", async () => {
    // 0x4000 and 0x3c00 are 2 and 1.
    const half = { present: every(2), data: Uint16Array.of(0x4000, 0x3c00) };
    const single = { present: every(2), data: Float32Array.of(2, 1) };
    const classes = ["1", "2"];
    expect(await codesOf(columnFrom("y", { kind: "float", bits: 16 }, half), { classes })).toEqual([
      1, 0,
    ]);
    expect(
      await codesOf(columnFrom("y", { kind: "float", bits: 32 }, single), { classes }),
    ).toEqual([1, 0]);
  });

  it.each<[string, Column]>([
    ["text", textColumn("y", ["2", "0", "2.0"])],
    ["int64", intColumn("y", "int64", [2n, 0n, 2n])],
    ["whole floats", floatColumn("y", [2, 0, 2])],
  ])("takes %s as class indices where numClasses says so", async (_type, column) => {
    expect(await codesOf(column, { numClasses: 3 })).toEqual([2, 0, 2]);
    expect(await codesOf(column, { numClasses: 3, classes: ["2", "1", "0"] })).toEqual([2, 0, 2]);
  });

  it("keeps everything else of the batch", async () => {
    const batch = batchOf([textColumn("y", ["a"]), floatColumn("x", [1])], 10);
    const encoder = new OneHotEncoder({ label: "y", classes: ["a"] });
    const [out] = (await Readable.from([batch]).pipe(encoder).toArray()) as Batch[];
    expect(out).toMatchObject({ rows: 1, firstRow: 10, columns: batch.columns });
    expect(batch.targets).toBeUndefined();
  });

  it("reads the labels as they were spelled where the decoder kept that", async () => {
    const batch = new Batch({
      ...batchOf([intColumn("y", "int64", [7n, 7n])]),
      labelText: textColumn("y", ["007", "7"]),
    });
    const encoder = new OneHotEncoder({ label: "y", classes: ["7", "007"] });
    const [out] = (await Readable.from([batch]).pipe(encoder).toArray()) as Batch[];
    expect([...(out.targets?.dense() ?? [])]).toEqual([0, 1, 1, 0]);
  });

  it("counts rows and classes, also those that do not occur", async () => {
    const encoder = new OneHotEncoder({ label: "y", classes: ["a", "b", "c"] });
    const batches = [["a", "c"], ["c"], []].map((labels) => batchOf([textColumn("y", labels)]));
    await pipeline(Readable.from(batches), encoder, drain());
    expect(encoder.result).toEqual({
      rows: 3,
      ignored: 0,
      classes: [
        { name: "a", count: 1 },
        { name: "b", count: 0 },
        { name: "c", count: 2 },
      ],
    });
  });

  it.each<[string, Column, Omit<OneHotEncoderOptions, "label">, object]>([
    ["a null", textColumn("y", ["a", null]), { classes: ["a"] }, { code: "MISSING_LABEL", row: 2 }],
    [
      "an empty text",
      textColumn("y", ["a", ""]),
      { classes: ["a"] },
      { code: "MISSING_LABEL", row: 2 },
    ],
    [
      "nothing but nulls",
      nullColumn("y", 2),
      { classes: ["a"] },
      { code: "MISSING_LABEL", row: 1 },
    ],
    [
      "an unknown label",
      textColumn("y", ["a", "x"]),
      { classes: ["a"] },
      { code: "UNKNOWN_LABEL", row: 2 },
    ],
    [
      "an index past the end",
      intColumn("y", "int8", [0, 2]),
      { numClasses: 2 },
      { code: "BAD_INDEX", row: 2 },
    ],
    [
      "a negative index",
      intColumn("y", "int8", [0, -1]),
      { numClasses: 2 },
      { code: "BAD_INDEX", row: 2 },
    ],
    [
      "a fraction",
      floatColumn("y", [0, 0.5]),
      { numClasses: 2 },
      { code: "FRACTIONAL_LABEL", row: 2 },
    ],
  ])("ends at %s, and names its row", async (_what, column, options, expected) => {
    expect(await faultOf(() => codesOf(column, options))).toMatchObject({
      kind: "data",
      column: "y",
      ...expected,
    });
  });

  it.each<[string, Omit<OneHotEncoderOptions, "label">]>([
    ["NO_CLASSES", {}],
    ["NO_CLASSES", { classes: [] }],
    ["DOUBLED_CLASS", { classes: ["a", "a"] }],
    ["EMPTY_CLASS", { classes: [""] }],
    ["BAD_NUM_CLASSES", { numClasses: 0 }],
    ["BAD_NUM_CLASSES", { numClasses: 1.5 }],
    ["BAD_NUM_CLASSES", { numClasses: Number.NaN }],
    ["CLASS_COUNT", { numClasses: 3, classes: ["a", "b"] }],
    ["IGNORED_CLASS", { classes: ["a", "b"], ignoreLabel: "b" }],
    ["IGNORE_INDEX", { classes: ["a", "b"], ignoreIndex: -100 }],
    ["BAD_IGNORE_INDEX", { numClasses: 3, ignoreIndex: 0.5 }],
  ])("is not made with options that give %s: %j", (code, options) => {
    expect(faultIn(() => new OneHotEncoder({ label: "y", ...options }))).toMatchObject({
      kind: "usage",
      code,
    });
  });

  it.each<[string, Column, Omit<OneHotEncoderOptions, "label">, number[]]>([
    [
      "an index",
      textColumn("y", ["0", "-100", "2", "-100"]),
      { numClasses: 3, ignoreIndex: -100 },
      [0, -1, 2, -1],
    ],
    [
      "an index of numbers",
      floatColumn("y", [-100, 1]),
      { numClasses: 3, ignoreIndex: -100 },
      [-1, 1],
    ],
    [
      "a class index, as PyTorch does",
      intColumn("y", "int64", [1n, 0n]),
      { numClasses: 2, ignoreIndex: 1 },
      [-1, 0],
    ],
    ["a label", textColumn("y", ["?", "a"]), { classes: ["a"], ignoreLabel: "?" }, [-1, 0]],
    ["nulls", textColumn("y", ["a", null, ""]), { classes: ["a"], ignoreLabel: "" }, [0, -1, -1]],
    ["nothing but nulls", nullColumn("y", 2), { classes: ["a"], ignoreLabel: "" }, [-1, -1]],
    [
      "NaN",
      floatColumn("y", [Number.NaN, 1]),
      { classes: ["1"], ignoreLabel: "", ignoreIndex: 5 },
      [-1, 0],
    ],
    ["a fraction", floatColumn("y", [-0.5, 1]), { classes: ["1"], ignoreLabel: "-0.5" }, [-1, 0]],
    [
      "a value of a dictionary",
      dictionaryColumn("y", [1, 0, 1], { values: textColumn("", ["a", "?"]) }),
      { classes: ["a"], ignoreLabel: "?" },
      [-1, 0, -1],
    ],
    [
      "a null in a dictionary",
      dictionaryColumn("y", [1, 0, null], { values: textColumn("", ["a", null]) }),
      { classes: ["a"], ignoreLabel: "" },
      [-1, 0, -1],
    ],
  ])(
    "leaves rows of ignored labels without a target: %s",
    async (_what, column, options, codes) => {
      const encoder = new OneHotEncoder({ label: "y", ...options });
      const lent = batchOf([column]).releasedBy(() => {});
      const [batch] = (await Readable.from([lent]).pipe(encoder).toArray()) as Batch[];
      expect([...(batch.targets as CodedTargets).codes]).toEqual(codes);
      const ignored = codes.filter((code) => code === -1).length;
      expect(encoder.result).toMatchObject({ rows: codes.length, ignored });
    },
  );

  it("keeps codes in memory of their own until their batch is released, once or twice", async () => {
    const encoder = new OneHotEncoder({ label: "y", classes: ["a", "b"] });
    let released = 0;
    const lent = (labels: string[]): Batch =>
      batchOf([textColumn("y", labels)]).releasedBy(() => released++);
    const encoded = async (batch: Batch): Promise<Batch> => {
      encoder.write(batch);
      return (await encoder.iterator({ destroyOnReturn: false }).next()).value as Batch;
    };
    const first = await encoded(lent(["a", "b"]));
    first.release?.();
    first.release?.();
    expect(released).toBe(1);
    const second = await encoded(lent(["b", "b"]));
    const third = await encoded(lent(["a", "a"]));
    expect(rowsOf(second)).toEqual([0, 1, 0, 1]);
    expect(rowsOf(third)).toEqual([1, 0, 1, 0]);
  });
});
