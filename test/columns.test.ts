import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batch, type Column, type ColumnType } from "../src/batch.js";
import {
  concatBatches,
  concatColumns,
  concatTargets,
  sliceBatch,
  sliceColumn,
} from "../src/columns.js";
import { countSet } from "../src/columns/bitmap.js";
import type { DatasetError } from "../src/errors.js";
import { CodedTargets, DenseTargets, TwoValues } from "../src/targets.js";
import { textColumn } from "./columns-from.js";
import { plainValues } from "./plain-values.js";
import { anyRows, anyType, columnOf, valueOf } from "./random-columns.js";

function dictionaryColumn(
  dictionary: Column,
  indices: readonly number[],
  bits: 8 | 32 = 32,
): Column {
  const type: ColumnType = {
    kind: "dictionary",
    index: { kind: "int", bits, signed: true },
    values: dictionary.field.type,
    ordered: false,
  };
  const data = bits === 8 ? Int8Array.from(indices) : Int32Array.from(indices);
  const field = { name: "d", type, nullable: true };
  return { field, length: data.length, nullCount: 0, data, dictionary };
}

/** The texts v<start>, v<start + 1>, … */
function numbered(start: number, count: number): Column {
  return textColumn(
    "d",
    Array.from({ length: count }, (_, at) => `v${start + at}`),
  );
}

describe("sliceColumn", () => {
  it("gives the rows that an array's slice gives, for every type", () => {
    fc.assert(
      fc.property(anyRows, fc.nat(12), fc.nat(12), (rows, one, other) => {
        const [start, end] = [one, other]
          .map((at) => Math.min(at, rows.values.length))
          .toSorted((a, b) => a - b);
        const sliced = sliceColumn(columnOf("c", rows), start, end);
        const expected = rows.values.slice(start, end);
        expect(plainValues(sliced)).toEqual(expected);
        expect(sliced.length).toBe(expected.length);
        expect(plainValues(sliced).filter((value) => value === null)).toHaveLength(
          sliced.nullCount,
        );
      }),
      { numRuns: 400 },
    );
  });

  it("gives the rows that two slices give, for a slice of a slice", () => {
    fc.assert(
      fc.property(anyRows, ({ type, values }) => {
        const column = columnOf("c", { type, values });
        const end = Math.max(0, values.length - 1);
        const twice = sliceColumn(
          sliceColumn(column, Math.min(1, end), end),
          0,
          Math.max(0, end - 1),
        );
        expect(plainValues(twice)).toEqual(
          values.slice(Math.min(1, end), end).slice(0, Math.max(0, end - 1)),
        );
      }),
    );
  });

  it("copies no text", () => {
    const column = textColumn("t", ["one", "two", "three"]);
    expect(sliceColumn(column, 1, 2).data?.buffer).toBe(column.data?.buffer);
  });

  it("refuses rows that are not there", () => {
    const column = textColumn("t", ["one"]);
    expect(() => sliceColumn(column, 0, 2)).toThrow(RangeError);
    expect(() => sliceColumn(column, -1, 1)).toThrow(RangeError);
    expect(() => sliceColumn(column, 1, 0)).toThrow(RangeError);
  });
});

describe("concatColumns", () => {
  const someRows = anyType.chain((type) =>
    fc
      .array(fc.array(valueOf(type), { maxLength: 10 }), { minLength: 1, maxLength: 4 })
      .map((parts) => ({ type, parts })),
  );

  it("gives the rows of all columns, for every type", () => {
    fc.assert(
      fc.property(someRows, ({ type, parts }) => {
        const joined = concatColumns(parts.map((values) => columnOf("c", { type, values })));
        expect(plainValues(joined)).toEqual(parts.flat());
        expect(joined.length).toBe(parts.flat().length);
        expect(plainValues(joined).filter((value) => value === null)).toHaveLength(
          joined.nullCount,
        );
      }),
      { numRuns: 400 },
    );
  });

  it("puts back together what was sliced, whatever the cut", () => {
    fc.assert(
      fc.property(anyRows, fc.nat(12), (rows, cut) => {
        const column = columnOf("c", rows);
        const at = Math.min(cut, column.length);
        const parts = [sliceColumn(column, 0, at), sliceColumn(column, at, column.length)];
        expect(plainValues(concatColumns(parts))).toEqual(rows.values);
      }),
      { numRuns: 400 },
    );
  });

  it("keeps a dictionary that all columns share", () => {
    const dictionary = textColumn("d", ["a", "b"]);
    const joined = concatColumns([
      dictionaryColumn(dictionary, [1, 0]),
      dictionaryColumn(dictionary, [1]),
    ]);
    expect(joined.dictionary).toBe(dictionary);
    expect(plainValues(joined)).toEqual(["b", "a", "b"]);
  });

  it("unites differing dictionaries without doubles", () => {
    const joined = concatColumns([
      dictionaryColumn(textColumn("d", ["a", "b", null]), [0, 1, 2]),
      dictionaryColumn(textColumn("d", ["c", "b", null, "", "a"]), [4, 3, 2, 1, 0]),
    ]);
    expect(plainValues(joined)).toEqual(["a", "b", null, "a", "", null, "b", "c"]);
    expect(plainValues(joined.dictionary as Column)).toEqual(["a", "b", null, "c", ""]);
  });

  it("keeps the first dictionary where the second brings nothing new", () => {
    const first = textColumn("d", ["a", "b"]);
    const joined = concatColumns([
      dictionaryColumn(first, [1]),
      dictionaryColumn(textColumn("d", ["b"]), [0]),
    ]);
    expect(joined.dictionary).toBe(first);
    expect(plainValues(joined)).toEqual(["b", "b"]);
  });

  it.each<[string, ColumnType, unknown[], unknown[]]>([
    [
      "views",
      { kind: "utf8-view" },
      ["short", "a text beyond twelve bytes"],
      ["a text beyond twelve bytes", "new"],
    ],
    ["numbers", { kind: "int", bits: 64, signed: true }, [1n, -2n], [-2n, 3n]],
    ["large texts", { kind: "large-utf8" }, ["", "b"], ["b", "c"]],
    [
      "bytes of one width",
      { kind: "fixed-binary", width: 3 },
      ["0000FF", "FF0000"],
      ["FF0000", "00FF00"],
    ],
  ])("finds equal %s in two dictionaries", (_what, type, one, other) => {
    const joined = concatColumns([
      dictionaryColumn(columnOf("d", { type, values: one }), [0, 1]),
      dictionaryColumn(columnOf("d", { type, values: other }), [1, 0]),
    ]);
    expect(plainValues(joined)).toEqual([...one, ...other.toReversed()]);
    expect(joined.dictionary?.length).toBe(3);
  });

  it("appends nested values of dictionaries as they are", () => {
    const type: ColumnType = {
      kind: "list",
      child: { name: "item", type: { kind: "bool" }, nullable: true },
    };
    const joined = concatColumns([
      dictionaryColumn(columnOf("d", { type, values: [[true], [false]] }), [1]),
      dictionaryColumn(columnOf("d", { type, values: [[true, null]] }), [0, 0]),
    ]);
    expect(plainValues(joined)).toEqual([[false], [true, null], [true, null]]);
  });

  it("looks at no index of a null row", () => {
    const second = {
      ...dictionaryColumn(textColumn("d", ["x"]), [0, 77]),
      nullCount: 1,
      validity: Uint8Array.of(0b01),
    };
    const joined = concatColumns([dictionaryColumn(textColumn("d", ["a"]), [0]), second]);
    expect(plainValues(joined)).toEqual(["a", "x", null]);
  });

  it("fills int8 indices up to the 128th value and refuses the 129th", () => {
    const full = [
      dictionaryColumn(numbered(0, 100), [99], 8),
      dictionaryColumn(numbered(100, 28), [27], 8),
    ];
    expect(plainValues(concatColumns(full))).toEqual(["v99", "v127"]);
    const over = [
      dictionaryColumn(numbered(0, 100), [99], 8),
      dictionaryColumn(numbered(100, 29), [0], 8),
    ];
    expect(() => concatColumns(over)).toThrow(
      expect.objectContaining({ code: "DICTIONARY_OVERFLOW", column: "d" }) as DatasetError,
    );
  });
});

describe("countSet", () => {
  it("does not count bits past the end", () => {
    expect(
      [0, 1, 7, 8, 9, 15].map((length) => countSet(Uint8Array.of(0xff, 0xff), length)),
    ).toEqual([0, 1, 7, 8, 9, 15]);
  });
});

describe("concatTargets", () => {
  it("stays coded where the two numbers are shared", () => {
    const joined = concatTargets([
      new CodedTargets(3, Int32Array.of(0, 2), new TwoValues(3, 0.9, 0.05)),
      new CodedTargets(3, Int32Array.of(1), new TwoValues(3, 0.9, 0.05)),
    ]);
    expect(joined).toEqual(
      new CodedTargets(3, Int32Array.of(0, 2, 1), new TwoValues(3, 0.9, 0.05)),
    );
  });

  it("spells out what is not alike", () => {
    const joined = concatTargets([
      new CodedTargets(2, Int32Array.of(1), new TwoValues(2, 0.75, 0.25)),
      new DenseTargets(2, Float64Array.of(0.5, 0.5)),
    ]);
    expect(joined).toEqual(new DenseTargets(2, Float64Array.of(0.25, 0.75, 0.5, 0.5)));
  });
});

describe("batches", () => {
  const batch = new Batch({
    rows: 3,
    firstRow: 10,
    columns: [textColumn("t", ["a", null, "c"])],
    metadata: new Map([["k", "v"]]),
    origin: { file: "in.csv", firstRow: 4 },
    labelText: textColumn("t", ["1.0", "2", "3"]),
    targets: new CodedTargets(2, Int32Array.of(0, 1, 0), new TwoValues(2, 0.9, 0.1)),
  });

  it("are sliced with their label text and targets, and know their first row", () => {
    const sliced = sliceBatch(batch, 1, 3);
    expect(sliced).toMatchObject({ rows: 2, firstRow: 11, metadata: batch.metadata });
    expect(sliced.origin).toEqual({ file: "in.csv", firstRow: 5 });
    expect(plainValues(sliced.columns[0])).toEqual([null, "c"]);
    expect(plainValues(sliced.labelText as Column)).toEqual(["2", "3"]);
    expect(sliced.targets?.dense()).toEqual(Float64Array.of(0.1, 0.9, 0.9, 0.1));
  });

  it("are joined with their label text and targets", () => {
    const joined = concatBatches([sliceBatch(batch, 0, 2), sliceBatch(batch, 2, 3)]);
    expect(joined).toMatchObject({ rows: 3, firstRow: 10, metadata: batch.metadata });
    expect(joined.origin).toEqual(batch.origin);
    expect(plainValues(joined.columns[0])).toEqual(["a", null, "c"]);
    expect(plainValues(joined.labelText as Column)).toEqual(["1.0", "2", "3"]);
    expect(joined.targets).toEqual(batch.targets);
  });
});
