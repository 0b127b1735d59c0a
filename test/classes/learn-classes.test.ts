import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/batch.js";
import { learn, learnClasses } from "../../src/classes/learn-classes.js";
import {
  batchOf,
  dictionaryColumn,
  floatColumn,
  intColumn,
  listColumn,
  textColumn,
  viewColumn,
} from "../columns-from.js";
import { faultOf } from "../faults.js";

function classesOf(...columns: Column[]): Promise<object> {
  const batches = columns.map((column) => batchOf([column]));
  return learnClasses(batches, { label: "y" });
}

describe("learnClasses", () => {
  it("counts text labels over all batches and sorts them by their bytes", async () => {
    const classes = await classesOf(
      textColumn("y", ["b", "a", "b"]),
      textColumn("y", ["ä", "B", "b"]),
    );
    expect(classes).toEqual({ names: ["B", "a", "b", "ä"], counts: [1, 1, 3, 1] });
  });

  it("sorts numbers by value", async () => {
    expect(await classesOf(intColumn("y", "int64", [10n, 9n, -1n, 10n]))).toEqual({
      names: ["-1", "9", "10"],
      counts: [1, 1, 2],
    });
    expect(await classesOf(floatColumn("y", [10, 9, -1]))).toMatchObject({
      names: ["-1", "9", "10"],
    });
  });

  it("leaves out labels that are ignored, also where a dictionary has them", async () => {
    const batches = [batchOf([textColumn("y", ["b", "-100", "", "-100.0", "a"])])];
    expect(
      await learnClasses(batches, { label: "y", ignoreLabel: "-100" }).catch(String),
    ).toContain("missing");
    expect(await learnClasses(batches, { label: "y", ignoreLabel: "" })).toEqual({
      names: ["-100", "-100.0", "a", "b"],
      counts: [1, 1, 1, 1],
    });
    const integers = [batchOf([intColumn("y", "int8", [3, -1, 1, null])])];
    const ignored = { label: "y", ignoreIndex: -1, ignoreLabel: "" };
    expect(await learnClasses(integers, ignored)).toEqual({ names: ["1", "3"], counts: [1, 1] });
    const values = textColumn("", ["z", "?", "a"]);
    const column = dictionaryColumn("y", [0, 1, 1], { values });
    const options = { label: "y", ignoreLabel: "?" };
    expect(await learnClasses([batchOf([column])], options)).toEqual({
      names: ["z", "a"],
      counts: [1, 0],
    });
  });

  it("counts in how many rows each of several labels is", async () => {
    const cells = textColumn("y", ["b|a", "", "a|a", "c;b", "?|d"]);
    const options = { label: "y", multiLabel: true, ignoreLabel: "?" };
    expect(await learnClasses([batchOf([cells])], options)).toEqual({
      names: ["a", "b", "c;b"],
      counts: [2, 1, 1],
    });
    const lists = listColumn("y", textColumn("item", ["10", "9", "9"]), [0, 2, 3]);
    expect(await learnClasses([batchOf([lists])], { label: "y", multiLabel: true })).toEqual({
      names: ["9", "10"],
      counts: [2, 1],
    });
  });

  it("keeps the order of a dictionary within lists, but not that of whole cells", async () => {
    const values = textColumn("", ["z", "b|a"]);
    const cells = dictionaryColumn("y", [1, 0], { values });
    const options = { label: "y", multiLabel: true };
    expect((await learnClasses([batchOf([cells])], options)).names).toEqual(["a", "b", "z"]);
    const lists = listColumn("y", dictionaryColumn("item", [1, 0], { values }), [0, 2]);
    expect((await learnClasses([batchOf([lists])], options)).names).toEqual(["z", "b|a"]);
  });

  it.each([
    [
      "every label is ignored",
      ["?", "?"],
      { ignoreLabel: "?" },
      "there is no row that is not ignored",
    ],
    [
      "no row of several labels has one",
      ["", "|"],
      { multiLabel: true },
      "there is no row with a label to",
    ],
  ])("learns nothing where %s", async (_what, labels, options, message) => {
    const batches = [batchOf([textColumn("y", labels)])];
    const error = await faultOf(() => learnClasses(batches, { label: "y", ...options }));
    expect(error).toMatchObject({ kind: "data", code: "NO_ROWS", column: "y" });
    expect(error.message).toContain(message);
  });

  it("refuses an index to ignore that is none, or among labels of text", async () => {
    const batches = [batchOf([textColumn("y", ["a", "-100"])])];
    const learnt = (ignoreIndex: number): Promise<unknown> =>
      learnClasses(batches, { label: "y", ignoreIndex });
    expect(await faultOf(() => learnt(0.5))).toMatchObject({ code: "BAD_IGNORE_INDEX" });
    expect(await faultOf(() => learnt(-100))).toMatchObject({ code: "IGNORE_INDEX" });
  });

  it("keeps the order of a dictionary, with 0 for values no row has", async () => {
    const values = textColumn("", ["medium", "small", "huge", "small", null, ""]);
    const first = dictionaryColumn("y", [1, 0, 3], { values });
    const second = dictionaryColumn("y", [0], { values });
    expect(await classesOf(first, second)).toEqual({
      names: ["medium", "small", "huge"],
      counts: [2, 2, 0],
    });
  });

  it("keeps the order of dictionaries that are alike, as in the parts of one dataset", async () => {
    const parts = [0, 1].map((index) =>
      dictionaryColumn("y", [index], { values: textColumn("", ["b", "a"]) }),
    );
    expect(await classesOf(...parts)).toEqual({ names: ["b", "a"], counts: [1, 1] });
  });

  it.each([
    ["order", ["a", "b"]],
    ["values", ["b", "a", "c"]],
  ])(
    "sorts where the %s of the dictionary changes, also if it changes back",
    async (_what, other) => {
      const before = textColumn("", ["b", "a"]);
      const first = dictionaryColumn("y", [0, 1], { values: before });
      const second = dictionaryColumn("y", [0, 1], { values: textColumn("", other) });
      expect(await classesOf(first, second, first)).toEqual({ names: ["a", "b"], counts: [3, 3] });
    },
  );

  it("sorts where one batch has no dictionary", async () => {
    const values = textColumn("", ["b", "a"]);
    const dictionary = dictionaryColumn("y", [0, 1], { values });
    expect(await classesOf(dictionary, textColumn("y", ["c"]))).toMatchObject({
      names: ["a", "b", "c"],
    });
  });

  it.each([
    [
      "views",
      viewColumn("", ["b", "a name of more than twelve bytes"]),
      ["b", "a name of more than twelve bytes"],
    ],
    ["whole floats", floatColumn("", [1e21, 7]), ["1000000000000000000000", "7"]],
    ["64-bit integers", intColumn("", "int64", [2n ** 60n, 7n]), ["1152921504606846976", "7"]],
  ])("spells a dictionary of %s as its rows are spelled", async (_type, values, names) => {
    const column = dictionaryColumn("y", [1, 0, 0], { values });
    expect(await classesOf(column)).toEqual({ names, counts: [2, 1] });
  });

  it("reads an asynchronous stream and counts its rows", async () => {
    const stream = Readable.from([
      batchOf([textColumn("y", ["a", "b"])]),
      batchOf([textColumn("y", ["a"])]),
    ]);
    expect(await learn(stream, { label: "y" })).toEqual({
      classes: { names: ["a", "b"], counts: [2, 1] },
      rows: 3,
    });
  });

  it("allows as many distinct labels as it is told, 10,000 by default", async () => {
    const column = textColumn("y", ["a", "b", "c"]);
    const error = await faultOf(() =>
      learnClasses([batchOf([column])], { label: "y", maxClasses: 2 }),
    );
    expect(error).toMatchObject({ code: "TOO_MANY_CLASSES", row: 3, column: "y" });
    const many = intColumn(
      "y",
      "int32",
      Array.from({ length: 10_001 }, (_, value) => value),
    );
    expect(await faultOf(() => classesOf(many))).toMatchObject({
      code: "TOO_MANY_CLASSES",
      row: 10_001,
    });
  });

  it.each([
    ["no batches", []],
    ["no rows", [textColumn("y", [])]],
  ])("refuses %s", async (_what, columns) => {
    expect(await faultOf(() => classesOf(...columns))).toMatchObject({
      kind: "data",
      code: "NO_ROWS",
      hint: expect.stringContaining("`classes`"),
    });
  });

  it("refuses a missing label, with its row in the whole stream", async () => {
    const batches = [
      batchOf([textColumn("y", ["a", "b"])]),
      batchOf([textColumn("y", ["a", null])], 2),
    ];
    expect(await faultOf(() => learnClasses(batches, { label: "y" }))).toMatchObject({
      code: "MISSING_LABEL",
      row: 4,
    });
  });

  it("refuses a label column that is not there", async () => {
    const batches = [batchOf([textColumn("x", ["a"])])];
    expect(await faultOf(() => learnClasses(batches, { label: "y" }))).toMatchObject({
      kind: "usage",
      code: "UNKNOWN_COLUMN",
    });
  });
});
