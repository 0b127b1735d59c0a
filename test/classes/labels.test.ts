import { describe, expect, it } from "vitest";
import type { Column } from "../../src/batch.js";
import { Batch } from "../../src/batch.js";
import { byIndex, byName } from "../../src/classes/classes.js";
import { dataError } from "../../src/errors.js";
import { labelColumn, LabelEncoder, located } from "../../src/classes/labels.js";
import type { IntName } from "../columns-from.js";
import {
  batchOf,
  bitsFrom,
  boolColumn,
  columnFrom,
  dictionaryColumn,
  every,
  floatColumn,
  intColumn,
  nullColumn,
  structColumn,
  textColumn,
  viewColumn,
} from "../columns-from.js";
import { faultIn } from "../faults.js";

const LONG = "a name of more than twelve bytes";

/** The labels as the encoder spells them. */
function spelled(column: Column): string[] {
  const met: string[] = [];
  const labels = new LabelEncoder({ resolve: (label) => met.push(label) - 1 });
  return [...labels.encode(batchOf([column]), column)].map((code) => met[code]);
}

function float(bits: 16 | 32, data: Uint16Array | Float32Array): Column {
  return columnFrom("y", { kind: "float", bits }, { present: every(data.length), data });
}

describe("LabelEncoder", () => {
  const TEXTS = ["a", LONG, "ß", "a", "twelve bytes", "a\0", LONG, "\uFEFFa"];

  it.each([
    ["utf8", textColumn("y", TEXTS)],
    ["large-utf8", textColumn("y", TEXTS, "large-utf8")],
    ["utf8-view", viewColumn("y", TEXTS)],
  ])("reads text in %s", (_type, column) => {
    expect(spelled(column)).toEqual(TEXTS);
  });

  it("reads text whose first offset is not 0", () => {
    const { data, offsets } = textColumn("y", TEXTS);
    const column = columnFrom(
      "y",
      { kind: "utf8" },
      { present: every(3), data, offsets: (offsets as Int32Array).subarray(1, 5) },
    );
    expect(spelled(column)).toEqual(TEXTS.slice(1, 4));
  });

  it.each<[IntName, (number | bigint)[]]>([
    ["int8", [-128, 127, 0, 127]],
    ["int16", [-32768, 32767, 0]],
    ["int32", [-2147483648, 2147483647, 5]],
    ["uint8", [0, 255]],
    ["uint16", [0, 65535]],
    ["uint32", [0, 4294967295]],
    ["int64", [-(2n ** 63n), 2n ** 63n - 1n, 9007199254740993n, 9007199254740992n, -1n]],
    ["uint64", [0n, 2n ** 64n - 1n, 9007199254740993n]],
  ])("reads %s to the digit", (type, values) => {
    expect(spelled(intColumn("y", type, values))).toEqual(values.map(String));
  });

  it("reads whole floats of every width as integers", () => {
    // 0x3c00, 0x4900, 0xc000 and 0x7bff are 1, 10, -2 and 65504 in float16.
    const half = Uint16Array.of(0x3c00, 0x4900, 0xc000, 0x7bff, 0x8000);
    expect(spelled(float(16, half))).toEqual(["1", "10", "-2", "65504", "0"]);
    expect(spelled(float(32, Float32Array.of(1, -2, 16777216)))).toEqual(["1", "-2", "16777216"]);
    expect(spelled(floatColumn("y", [0, -0, 3, 2 ** 53, 1e21]))).toEqual([
      "0",
      "0",
      "3",
      "9007199254740992",
      "1000000000000000000000",
    ]);
  });

  it.each([0.5, 1e-9, Infinity])("refuses the float %s", (value) => {
    const error = faultIn(() => spelled(floatColumn("y", [1, value])));
    expect(error).toMatchObject({ kind: "data", code: "FRACTIONAL_LABEL", row: 2, column: "y" });
    expect(error.message).toContain(String(value));
  });

  it("takes NaN for a label that is missing", () => {
    const error = faultIn(() => spelled(floatColumn("y", [1, Number.NaN])));
    expect(error).toMatchObject({ kind: "data", code: "MISSING_LABEL", row: 2, column: "y" });
  });

  it("reads booleans as true and false", () => {
    expect(spelled(boolColumn("y", [true, false, true]))).toEqual(["true", "false", "true"]);
  });

  it.each<IntName>(["int8", "uint16", "int32", "uint32", "int64", "uint64"])(
    "reads a dictionary with indices in %s",
    (index) => {
      const values = textColumn("", ["b", "a", LONG]);
      const column = dictionaryColumn("y", [2, 0, 1, 0], { values, index });
      expect(spelled(column)).toEqual([LONG, "b", "a", "b"]);
    },
  );

  it.each([
    ["views", viewColumn("", ["b", LONG]), ["b", LONG]],
    ["integers", intColumn("", "int64", [7n, 2n ** 60n]), ["7", "1152921504606846976"]],
    ["floats", floatColumn("", [7, -1]), ["7", "-1"]],
    ["booleans", boolColumn("", [true, false]), ["true", "false"]],
  ])("reads a dictionary of %s", (_type, values, labels) => {
    expect(spelled(dictionaryColumn("y", [0, 1, 0], { values }))).toEqual([...labels, labels[0]]);
  });

  it("reads each batch by its own dictionary", () => {
    const encoder = new LabelEncoder({ resolve: byName({ names: ["a", "b", "c"] }) });
    const first = dictionaryColumn("y", [0, 1], { values: textColumn("", ["a", "b"]) });
    const second = dictionaryColumn("y", [0, 1], { values: textColumn("", ["c", "a"]) });
    const codes = [first, second, first].map((column) => [
      ...encoder.encode(batchOf([column]), column),
    ]);
    expect(codes).toEqual([
      [0, 1],
      [2, 0],
      [0, 1],
    ]);
  });

  it("minds a null or empty dictionary value only where a row points to it", () => {
    const values = textColumn("", ["a", null, ""]);
    expect(spelled(dictionaryColumn("y", [0, 0], { values }))).toEqual(["a", "a"]);
    for (const index of [1, 2]) {
      const error = faultIn(() => spelled(dictionaryColumn("y", [0, 0, index], { values })));
      expect(error).toMatchObject({ code: "MISSING_LABEL", row: 3 });
    }
  });

  it("does not take what is stored under a null dictionary value for a label", () => {
    const values = intColumn("", "int32", [1, null]);
    expect(faultIn(() => spelled(dictionaryColumn("y", [0, 1], { values })))).toMatchObject({
      code: "MISSING_LABEL",
      row: 2,
    });
  });

  it.each([
    ["a null text", textColumn("y", ["a", null])],
    ["an empty text", textColumn("y", ["a", ""])],
    ["an empty view", viewColumn("y", ["a", ""])],
    ["a null integer", intColumn("y", "int32", [0, null])],
    ["a null boolean", boolColumn("y", [false, null])],
    ["a null index", dictionaryColumn("y", [0, null], { values: textColumn("", ["a"]) })],
  ])("refuses %s", (_what, column) => {
    expect(faultIn(() => spelled(column))).toMatchObject({
      kind: "data",
      code: "MISSING_LABEL",
      row: 2,
      column: "y",
    });
  });

  it("refuses a column of nulls at its first row", () => {
    expect(faultIn(() => spelled(nullColumn("y", 3)))).toMatchObject({
      code: "MISSING_LABEL",
      row: 1,
    });
  });

  it("refuses a type that holds no labels, by name", () => {
    const error = faultIn(() => spelled(structColumn("y", [textColumn("a", ["x"])])));
    expect(error).toMatchObject({ code: "LABEL_TYPE", column: "y" });
    expect(error.message).toContain("struct");
  });

  it("resolves each distinct label once, whatever type spells it", () => {
    const asked: string[] = [];
    const encoder = new LabelEncoder({ resolve: (label) => asked.push(label) - 1 });
    const columns = [
      textColumn("y", ["1", "x", "1"]),
      intColumn("y", "int32", [1, 1]),
      intColumn("y", "int64", [1n, 2n]),
      viewColumn("y", ["2", "x"]),
    ];
    const codes = columns.map((column) => [...encoder.encode(batchOf([column]), column)]);
    expect(codes).toEqual([
      [0, 1, 0],
      [0, 0],
      [0, 2],
      [2, 1],
    ]);
    expect(asked).toEqual(["1", "x", "2"]);
  });

  it("keeps 007 and 7 apart as names, and takes 1.0 for 1 as an index", () => {
    const column = textColumn("y", ["007", "7"]);
    expect(spelled(column)).toEqual(["007", "7"]);
    const byPlace = new LabelEncoder({ resolve: byIndex(3) });
    const indices = textColumn("y", ["1.0", "1", "2"]);
    expect([...byPlace.encode(batchOf([indices]), indices)]).toEqual([1, 1, 2]);
  });

  it("says file, row, line and column of an unknown label", () => {
    const column = textColumn("y", ["a", "b"]);
    const batch = new Batch({ ...batchOf([column], 1000), source: sourceOf("in.csv", 5000) });
    const encoder = new LabelEncoder({ resolve: byName({ names: ["a"] }) });
    expect(faultIn(() => encoder.encode(batch, column))).toMatchObject({
      code: "UNKNOWN_LABEL",
      file: "in.csv",
      row: 1002,
      line: 5001,
      column: "y",
    });
  });

  it("lets other errors pass as they are", () => {
    const error = new RangeError("odd");
    const encoder = new LabelEncoder({
      resolve: () => {
        throw error;
      },
    });
    const column = textColumn("y", ["a"]);
    expect(() => encoder.encode(batchOf([column]), column)).toThrow(error);
  });
});

describe("located", () => {
  it("keeps what is known already", () => {
    const error = dataError("X", "odd", { file: "other.csv", row: 3 });
    expect(located(error, batchOf([textColumn("a", ["x"])]), 0, "a")).toMatchObject({
      file: "other.csv",
      row: 3,
      column: "a",
    });
  });
});

describe("labelColumn", () => {
  it("prefers the labels as they were spelled", () => {
    const typed = intColumn("y", "int64", [7n]);
    const text = textColumn("y", ["007"]);
    expect(labelColumn(batchOf([typed]), "y")).toBe(typed);
    expect(labelColumn(new Batch({ ...batchOf([typed]), labelText: text }), "y")).toBe(text);
  });
});

function sourceOf(file: string, firstLine: number): Batch["source"] {
  return {
    dialect: { delimiter: ",", header: true },
    bom: false,
    file,
    bytes: new Uint8Array(0),
    starts: new Uint32Array(0),
    ends: new Uint32Array(0),
    nexts: new Uint32Array(0),
    line: (row) => firstLine + row,
  };
}

// A bitmap with the first bit unset reads as a null first row, whatever the other bits.
describe("validity", () => {
  it("is read lowest bit first", () => {
    const column = {
      ...textColumn("y", ["a", "b"]),
      nullCount: 1,
      validity: bitsFrom([false, true]),
    };
    expect(faultIn(() => spelled(column)).row).toBe(1);
  });
});
