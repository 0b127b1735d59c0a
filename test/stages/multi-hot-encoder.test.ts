import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import type { Batch, Column } from "../../src/batch.js";
import { CsvDecoder } from "../../src/formats/csv/decode.js";
import { CsvEncoder } from "../../src/formats/csv/encode.js";
import { drain } from "../../src/stages/drain.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import {
  MultiHotEncoder,
  type MultiHotEncoderOptions,
} from "../../src/stages/multi-hot-encoder.js";
import { batchOf, intColumn, listColumn, textColumn } from "../columns-from.js";
import { faultIn, faultOf } from "../faults.js";

type Options = Omit<MultiHotEncoderOptions, "label">;

async function encoded(column: Column, options: Options): Promise<Batch[]> {
  const encoder = new MultiHotEncoder({ label: "y", ...options });
  return (await Readable.from([batchOf([column], 10)])
    .pipe(encoder)
    .toArray()) as Batch[];
}

async function targetsOf(column: Column, options: Options): Promise<number[]> {
  const [batch] = await encoded(column, options);
  return [...(batch.targets?.dense() ?? [])];
}

describe("MultiHotEncoder", () => {
  it("gives 1 for each class of a row, and 0 for the others", async () => {
    const column = textColumn("y", ["c|a", "", "b|b"]);
    const classes = ["a", "b", "c"];
    expect(await targetsOf(column, { classes })).toEqual([1, 0, 1, 0, 0, 0, 0, 1, 0]);
    const [batch] = await encoded(column, { classes });
    expect(batch).toMatchObject({ firstRow: 10, classNames: classes });
    expect(batch.targets).toMatchObject({ kind: "dense", multi: true, missing: undefined });
  });

  it("takes class indices in cells and lists", async () => {
    const cells = textColumn("y", ["0;3", "2.0"]);
    const expected = [1, 0, 0, 1, 0, 0, 1, 0];
    expect(await targetsOf(cells, { numClasses: 4, separator: ";" })).toEqual(expected);
    const lists = listColumn("y", intColumn("item", "int64", [3n, 0n, 2n]), [0, 2, 3]);
    expect(await targetsOf(lists, { numClasses: 4 })).toEqual(expected);
    expect(await targetsOf(lists, { numClasses: 4, classes: ["a", "b", "c", "d"] })).toEqual(
      expected,
    );
  });

  it("gives ignored rows no target, and smoothing keeps it so", async () => {
    const column = textColumn("y", ["a", "a|?", "b"]);
    const options = { classes: ["a", "b"], ignoreLabel: "?" };
    expect(await targetsOf(column, options)).toEqual([1, 0, Number.NaN, Number.NaN, 0, 1]);
    const [batch] = (await Readable.from(await encoded(column, options))
      .pipe(new LabelSmoother({ epsilon: 0.2 }))
      .toArray()) as Batch[];
    // y(1 - ε) + ε/2
    expect([...(batch.targets?.dense() ?? [])]).toEqual([
      0.9,
      0.1,
      Number.NaN,
      Number.NaN,
      0.1,
      0.9,
    ]);
    expect([0, 1, 2].map((row) => batch.targets?.has(row))).toEqual([true, false, true]);
  });

  it("counts rows, those ignored, and those of each class", async () => {
    const encoder = new MultiHotEncoder({ label: "y", classes: ["a", "b", "c"], ignoreLabel: "?" });
    const batches = [
      ["a|b", "b|?"],
      ["b|b", ""],
    ].map((cells) => batchOf([textColumn("y", cells)]));
    await pipeline(Readable.from(batches), encoder, drain());
    expect(encoder.result).toEqual({
      rows: 4,
      ignored: 1,
      classes: [
        { name: "a", count: 1 },
        { name: "b", count: 2 },
        { name: "c", count: 0 },
      ],
    });
  });

  it("cuts batches so that their targets take 2 MiB at most", async () => {
    const classes = Array.from({ length: 1024 }, (_, at) => `c${at}`);
    const cells = Array.from({ length: 700 }, (_, row) => `c${row % 1024}|c1`);
    const batches = await encoded(textColumn("y", cells), { classes });
    expect(batches.map(({ rows }) => rows)).toEqual([256, 256, 188]);
    expect(batches.map(({ firstRow }) => firstRow)).toEqual([10, 266, 522]);
    const row = (batches[2].targets?.dense() ?? new Float64Array(0)).subarray(187 * 1024);
    const hot = [...row.keys()].filter((code) => row[code] === 1);
    expect(hot).toEqual([1, 699]);
  });

  it("keeps the bytes of rows that it cuts, and names the line of a fault behind a cut", async () => {
    const classes = ["x", ...Array.from({ length: 2 ** 19 - 1 }, (_, at) => `c${at}`)];
    const text = ["id,y", ...Array.from({ length: 5 }, (_, at) => `0${at},x`)].join("\r\n");
    const run = (rows: string): Promise<string> =>
      Readable.from([Buffer.from(rows)])
        .pipe(new CsvDecoder())
        .pipe(new MultiHotEncoder({ label: "y", classes }))
        .pipe(new CsvEncoder({ targets: { layout: "none" } }))
        .toArray()
        .then((chunks) => Buffer.concat(chunks as Buffer[]).toString());
    expect(await run(`${text}\r\n`)).toBe(`${text}\r\n`);
    const decoder = Readable.from([Buffer.from(`${text}\r\n9,unknown\r\n`)]).pipe(new CsvDecoder());
    const encoder = new MultiHotEncoder({ label: "y", classes });
    expect(await faultOf(() => pipeline(decoder, encoder, drain()))).toMatchObject({
      code: "UNKNOWN_LABEL",
      row: 6,
      line: 7,
    });
  });

  it.each<[string, Column, Options, object]>([
    [
      "a null",
      textColumn("y", ["a", null]),
      { classes: ["a"] },
      { code: "MISSING_LABEL", row: 12 },
    ],
    [
      "an unknown label",
      textColumn("y", ["a|x"]),
      { classes: ["a"] },
      { code: "UNKNOWN_LABEL", row: 11 },
    ],
    [
      "an index too high",
      textColumn("y", ["0|2"]),
      { numClasses: 2 },
      { code: "BAD_INDEX", row: 11 },
    ],
  ])("ends at %s, and names its row", async (_what, column, options, expected) => {
    expect(await faultOf(() => encoded(column, options))).toMatchObject({
      kind: "data",
      column: "y",
      ...expected,
    });
  });

  it.each<[string, Options]>([
    ["NO_CLASSES", {}],
    ["EMPTY_VALUE", { classes: ["a"], separator: "" }],
    ["IGNORED_CLASS", { classes: ["a"], ignoreLabel: "a" }],
    ["BAD_IGNORE_INDEX", { numClasses: 2, ignoreIndex: 0.5 }],
    ["UNKNOWN_OPTION", { classes: ["a"], labelSeparator: ";" } as Options],
  ])("is not made with options that give %s: %j", (code, options) => {
    expect(faultIn(() => new MultiHotEncoder({ label: "y", ...options }))).toMatchObject({
      kind: "usage",
      code,
    });
  });
});
