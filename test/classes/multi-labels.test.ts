import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batch, type Column } from "../../src/batch.js";
import { byName } from "../../src/classes/classes.js";
import { IgnoredLabels, type IgnoreOptions } from "../../src/classes/ignored-labels.js";
import { MultiLabelReader } from "../../src/classes/multi-labels.js";
import type { RowSource } from "../../src/row-source.js";
import {
  batchOf,
  boolColumn,
  columnFrom,
  dictionaryColumn,
  every,
  fixedListColumn,
  floatColumn,
  intColumn,
  listColumn,
  nullColumn,
  textColumn,
  viewColumn,
} from "../columns-from.js";
import { faultIn } from "../faults.js";

interface Asked extends IgnoreOptions {
  readonly separator?: string;
}

/** The labels of each row, sorted; null for a row that is ignored. */
function labelsIn(batch: Batch, { separator = "|", ...ignore }: Asked = {}): (string[] | null)[] {
  const met: string[] = [];
  const reader = new MultiLabelReader({
    resolve: (label) => met.push(label) - 1,
    ignored: new IgnoredLabels(ignore),
    separator,
  });
  const rows: (string[] | null)[] = [];
  reader.read(batch, "y", (row, codes) => {
    rows[row] = codes?.map((code) => met[code]).toSorted() ?? null;
  });
  return rows;
}

function labelsOf(column: Column, asked?: Asked): (string[] | null)[] {
  return labelsIn(batchOf([column]), asked);
}

/** The rows as if they came from a text file. */
function fromText(column: Column, nullText?: string): Batch {
  const dialect = { delimiter: ",", header: true, nullText };
  const source = { dialect, file: "in.csv", line: (row: number) => row + 2 } as RowSource;
  return new Batch({ rows: column.length, firstRow: 0, columns: [column], source });
}

const LONG = "a name of more than twelve bytes";

describe("MultiLabelReader", () => {
  // What Series.str.get_dummies("|") of pandas 3 gives for these cells as objects (as `str` it keeps empty parts).
  const CELLS = ["b|a", "", "a||a|", " a|b", "|", "a|ä", "A", `${LONG}|a`];
  const EXPECTED = [["a", "b"], [], ["a"], [" a", "b"], [], ["a", "ä"], ["A"], ["a", LONG]];

  it.each([
    ["utf8", textColumn("y", CELLS)],
    ["large-utf8", textColumn("y", CELLS, "large-utf8")],
    ["utf8-view", viewColumn("y", CELLS)],
    ["a dictionary", dictionaryColumn("y", [...CELLS.keys()], { values: textColumn("", CELLS) })],
  ])("splits cells of %s as pandas does", (_type, column) => {
    expect(labelsOf(column)).toEqual(EXPECTED);
  });

  it("splits at separators of several characters, from the left", () => {
    // Also what get_dummies("--") gives.
    const column = textColumn("y", ["x--y", "x-y", "--x", "x---y", "x--"]);
    expect(labelsOf(column, { separator: "--" })).toEqual([
      ["x", "y"],
      ["x-y"],
      ["x"],
      ["-y", "x"],
      ["x"],
    ]);
    expect(labelsOf(textColumn("y", ["a·b", "aÂb"]), { separator: "·" })).toEqual([
      ["a", "b"],
      ["aÂb"],
    ]);
  });

  it("splits as String.prototype.split does, whatever the text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "|", "·", "-") });
    const separators = fc.constantFrom("|", "--", "·", "-|");
    fc.assert(
      fc.property(fc.array(text), separators, (cells, separator) => {
        const expected = cells.map((cell) =>
          [...new Set(cell.split(separator))].filter((part) => part !== "").toSorted(),
        );
        expect(labelsOf(textColumn("y", cells), { separator })).toEqual(expected);
      }),
    );
  });

  it.each<[string, Column]>([
    ["list", listColumn("y", textColumn("item", ["b", "a", "a", "a"]), [0, 2, 2, 4])],
    [
      "large-list",
      columnFrom(
        "y",
        { kind: "large-list", child: textColumn("item", []).field },
        {
          present: every(3),
          offsets: BigInt64Array.of(1n, 3n, 3n, 5n),
          children: [textColumn("item", ["x", "b", "a", "a", "a"])],
        },
      ),
    ],
    [
      "a list of a dictionary",
      listColumn(
        "y",
        dictionaryColumn("item", [1, 0, 0, 0], { values: textColumn("", ["a", "b"]) }),
        [0, 2, 2, 4],
      ),
    ],
    [
      "a list of views, with empty items",
      listColumn("y", viewColumn("item", ["b", "a", "", "a", "a"]), [0, 2, 3, 5]),
    ],
  ])("reads the items of %s, each once", (_type, column) => {
    expect(labelsOf(column)).toEqual([["a", "b"], [], ["a"]]);
  });

  it("reads the items of lists of one size, of numbers and of booleans", () => {
    const numbers = intColumn("item", "int16", [2, 0, 1, 1]);
    expect(labelsOf(fixedListColumn("y", numbers, { size: 2 }))).toEqual([["0", "2"], ["1"]]);
    const flags = boolColumn("item", [true, false]);
    expect(labelsOf(listColumn("y", flags, [0, 2]))).toEqual([["false", "true"]]);
  });

  it("takes the cells of other columns as one label each", () => {
    expect(labelsOf(intColumn("y", "int64", [7n, 0n]))).toEqual([["7"], ["0"]]);
    expect(labelsOf(floatColumn("y", [2]))).toEqual([["2"]]);
  });

  it("takes an empty field of a text file as no label, but not where a text stands for null", () => {
    const column = textColumn("y", ["a", null]);
    expect(labelsIn(fromText(column))).toEqual([["a"], []]);
    expect(faultIn(() => labelsIn(fromText(column, "NA")))).toMatchObject({
      code: "MISSING_LABEL",
      row: 2,
      line: 3,
    });
  });

  it("ignores an empty field of a text file where missing labels are ignored", () => {
    const column = textColumn("y", ["a", null, ""]);
    expect(labelsIn(fromText(column), { ignoreLabel: "" })).toEqual([["a"], null, []]);
  });

  const missing: [string, Column, number][] = [
    ["a null text", textColumn("y", ["a", null]), 2],
    [
      "a null list",
      fixedListColumn("y", textColumn("", ["a", "b"]), { size: 1, present: [true, false] }),
      2,
    ],
    ["a null item", listColumn("y", textColumn("item", ["a", "b", null]), [0, 1, 3]), 2],
    [
      "a null in a dictionary",
      dictionaryColumn("y", [1, 0], { values: textColumn("", [null, "a"]) }),
      2,
    ],
    [
      "a null index of a dictionary",
      dictionaryColumn("y", [0, null], { values: textColumn("", ["a"]) }),
      2,
    ],
    ["a NaN", floatColumn("y", [1, Number.NaN]), 2],
    ["nothing but nulls", nullColumn("y", 1), 1],
  ];

  it.each(missing)("ends at %s, and names the row", (_what, column, row) => {
    expect(faultIn(() => labelsOf(column))).toMatchObject({
      kind: "data",
      code: "MISSING_LABEL",
      row,
      column: "y",
    });
  });

  it.each(missing)("ignores the row of %s where that is asked for", (_what, column, row) => {
    expect(labelsOf(column, { ignoreLabel: "" })[row - 1]).toBeNull();
  });

  it("ignores rows with a label that is to be ignored, beside others or alone", () => {
    const column = textColumn("y", ["a|?", "?", "a", "b|??"]);
    expect(labelsOf(column, { ignoreLabel: "?" })).toEqual([null, null, ["a"], ["??", "b"]]);
    const list = listColumn("y", intColumn("item", "int8", [1, -1, 1]), [0, 2, 3]);
    expect(labelsOf(list, { ignoreIndex: -1 })).toEqual([null, ["1"]]);
  });

  it("ignores rows of which another label is no class, or missing", () => {
    const meaning = { resolve: byName({ names: ["a"] }), separator: "|" };
    const ignored = new IgnoredLabels({ ignoreLabel: "?" });
    const reader = new MultiLabelReader({ ...meaning, ignored });
    const list = listColumn("y", textColumn("item", ["x", "?", "?", null]), [0, 2, 4]);
    for (const column of [textColumn("y", ["x|?", "?|x|y"]), list]) {
      const rows: unknown[] = [];
      reader.read(batchOf([column]), "y", (row, codes) => (rows[row] = codes));
      expect(rows).toEqual([undefined, undefined]);
    }
  });

  it("names row and column of a label that is no class, also in a list", () => {
    const reader = new MultiLabelReader({ resolve: byName({ names: ["a"] }), separator: "|" });
    const list = listColumn("y", textColumn("item", ["a", "a", "x"]), [0, 1, 3]);
    for (const column of [textColumn("y", ["a", "a|x"]), list]) {
      const error = faultIn(() => reader.read(batchOf([column], 10), "y", () => {}));
      expect(error).toMatchObject({ code: "UNKNOWN_LABEL", row: 12, column: "y" });
      expect(error.message).toContain('"x"');
    }
  });

  it("refuses columns that hold no labels", () => {
    const nested = listColumn("y", listColumn("item", textColumn("", ["a"]), [0, 1]), [0, 1]);
    expect(faultIn(() => labelsOf(nested)).code).toBe("LABEL_TYPE");
  });
});
