import { Readable, Transform } from "node:stream";
import { tableFromIPC } from "apache-arrow";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batch, type Column, type ColumnType } from "../../../src/batch.js";
import { sliceBatch, sliceColumn } from "../../../src/columns.js";
import { ArrowEncoder } from "../../../src/formats/arrow/encode.js";
import { readArrowSchema } from "../../../src/formats/arrow/read-schema.js";
import { toArrow } from "../../../src/formats/arrow/to-arrow.js";
import { CodedTargets, DenseTargets, type TargetOutput, TwoValues } from "../../../src/targets.js";
import { floatColumn, textColumn } from "../../columns-from.js";
import { plainValues } from "../../plain-values.js";
import { anyType, columnOf, valueOf } from "../../random-columns.js";
import { accessTo, decode, encode, faultOf, readByFooter, tableOf } from "./arrow-bytes.js";

const INDEX = { kind: "int", bits: 8, signed: true } as const;

function batchOf(columns: readonly Column[], parts: Partial<Batch> = {}): Batch {
  return new Batch({ rows: columns[0].length, firstRow: 0, columns, ...parts });
}

function words(values: readonly string[], indices: readonly number[]): Column {
  const dictionary = textColumn("word", values);
  const type: ColumnType = {
    kind: "dictionary",
    index: INDEX,
    values: { kind: "utf8" },
    ordered: false,
  };
  const field = { name: "word", type, nullable: true };
  return { field, length: indices.length, nullCount: 0, data: Int8Array.from(indices), dictionary };
}

/** A column whose dictionary holds structs of a word, which has a dictionary of its own. */
function nested(values: readonly string[], indices: readonly number[]): Batch {
  const inner = words(values, [1, 0]);
  const struct: ColumnType = { kind: "struct", children: [inner.field] };
  const dictionary: Column = {
    field: { name: "s", type: struct, nullable: true },
    length: 2,
    nullCount: 0,
    children: [inner],
  };
  const type: ColumnType = { kind: "dictionary", index: INDEX, values: struct, ordered: false };
  const field = { name: "s", type, nullable: true };
  const data = Int8Array.from(indices);
  return batchOf([{ field, length: data.length, nullCount: 0, data, dictionary }]);
}

/** One row, with a dictionary of 100 words from this one on. */
function hundredWords(start: number): Batch {
  const values = Array.from({ length: 100 }, (_, at) => `w${start + at}`);
  return batchOf([words(values, [99])]);
}

const TEN = batchOf([
  floatColumn("x", [0, 1, 2, 3, null, 5, 6, 7, 8, 9]),
  textColumn("t", ["a", "b", null, "d", "e", "f", "g", "h", "i", "j"]),
]);

describe("ArrowEncoder", () => {
  it("writes any column so that it reads back, whole and sliced", async () => {
    const rows = anyType.chain((type) =>
      fc.array(valueOf(type), { minLength: 1, maxLength: 12 }).map((values) => ({ type, values })),
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(11), async ({ type, values }, cut) => {
        const column = columnOf("c", { type, values });
        const start = Math.min(cut, values.length);
        const batches = [column, sliceColumn(column, start, values.length)].map((part) =>
          batchOf([part]),
        );
        const again = await decode(await encode(batches));
        expect(again[0].columns[0].field).toEqual(column.field);
        expect(again.map((batch) => plainValues(batch.columns[0]))).toEqual([
          values,
          values.slice(start),
        ]);
      }),
      { numRuns: 150 },
    );
  });

  it.each([1, 7, 9, 10, 11])("cuts record batches of exactly %i rows", async (chunkRows) => {
    const batches = [0, 3, 4, 10].flatMap((start, at, cuts) =>
      at === 3 ? [] : [sliceBatch(TEN, start, cuts[at + 1])],
    );
    const again = await decode(await encode(batches, { chunkRows }));
    const sizes = again.map(({ rows }) => rows);
    expect(sizes.slice(0, -1).every((rows) => rows === chunkRows)).toBe(true);
    expect(sizes.at(-1)).toBe(10 % chunkRows === 0 ? Math.min(chunkRows, 10) : 10 % chunkRows);
    expect(tableOf(again)).toEqual(tableOf([TEN]));
  });

  it("writes the columns that are asked for, in their order", async () => {
    const bytes = await encode([TEN], { columns: ["t"] });
    expect(tableFromIPC(bytes).schema.fields.map(({ name }) => name)).toEqual(["t"]);
  });

  it("writes into the footer of a file what is known at the end alone", async () => {
    const batch = batchOf([floatColumn("x", [1])], { metadata: new Map([["a", "input"]]) });
    let rows = 0;
    const counting = new Transform({
      objectMode: true,
      transform: (each: Batch, _encoding, done) => {
        rows += each.rows;
        done(null, each);
      },
    });
    const options = {
      metadata: new Map([["b", "given"]]),
      footerMetadata: () => new Map([["rows", String(rows)]]),
    };
    const encoder = new ArrowEncoder(options);
    const pieces = await Readable.from([batch, batch]).compose(counting).compose(encoder).toArray();
    const bytes = Buffer.concat(pieces as Uint8Array[]);
    const known = [
      ["a", "input"],
      ["b", "given"],
    ];
    const whole = [...known, ["rows", "2"]];
    expect([...tableFromIPC(bytes).schema.metadata]).toEqual(whole);
    expect([...((await readArrowSchema(accessTo(bytes))).metadata ?? [])]).toEqual(whole);
    const batches = await readByFooter(bytes);
    expect(batches.map(({ metadata }) => [...(metadata ?? [])])).toEqual([whole, whole]);
    const [first] = await decode(bytes);
    expect([...(first.metadata ?? [])]).toEqual(known);
  });

  it("writes no end of a stream but its mark", async () => {
    const batch = batchOf([floatColumn("x", [1])]);
    const plain = await encode([batch], { container: "stream" });
    const options = {
      container: "stream",
      footerMetadata: () => new Map([["rows", "1"]]),
    } as const;
    expect(await encode([batch], options)).toEqual(plain);
  });

  it("sets metadata over the input's", async () => {
    const batch = batchOf(TEN.columns, {
      metadata: new Map([
        ["a", "1"],
        ["b", "2"],
      ]),
    });
    const bytes = await encode([batch], { metadata: new Map([["b", "3"]]) });
    expect([...tableFromIPC(bytes).schema.metadata]).toEqual([
      ["a", "1"],
      ["b", "3"],
    ]);
  });

  it("writes a file without rows that has the schema", async () => {
    for (const container of ["file", "stream"] as const) {
      const table = tableFromIPC(
        await encode([sliceBatch(TEN, 0, 0)], { container, chunkRows: 5 }),
      );
      expect(table.numRows).toBe(0);
      expect(table.schema.fields.map(({ name }) => name)).toEqual(["x", "t"]);
    }
  });

  it("refuses a batch with other columns than the first", async () => {
    const other = batchOf([TEN.columns[0]]);
    expect(await faultOf(encode([TEN, other]))).toMatchObject({ code: "SCHEMA_CHANGED" });
  });

  it("refuses to guess a schema, and chunks of no rows", async () => {
    expect(await faultOf(encode([]))).toMatchObject({ code: "NO_BATCHES" });
    expect(
      await faultOf(encode([TEN]).then(async () => encode([TEN], { chunkRows: 0 }))),
    ).toMatchObject({
      code: "INVALID_CHUNK_ROWS",
    });
  });

  it("writes of a slice's views the bytes in use alone", async () => {
    const values = Array.from({ length: 100 }, (_, at) => `${at} `.repeat(100));
    const column = columnOf("v", { type: { kind: "utf8-view" }, values });
    const bytes = await encode([batchOf([sliceColumn(column, 40, 41)])]);
    expect(bytes.length).toBeLessThan(2000);
    const [batch] = await decode(bytes);
    expect(plainValues(batch.columns[0])).toEqual([values[40]]);
  });

  it("begins every body at a multiple of 64 bytes", async () => {
    const bytes = await encode([TEN, TEN]);
    const place = bytes.indexOf(Buffer.from(Float64Array.of(0, 1, 2, 3).buffer));
    expect(place % 64).toBe(0);
  });
});

describe("dictionaries", () => {
  const batches = [
    batchOf([words(["a", "b"], [1, 0])]),
    batchOf([words(["b", "c"], [0, 1])]),
    batchOf([words(["b", "d", "a"], [2, 1])]),
  ];
  const expected = ["b", "a", "b", "c", "a", "d"];

  it.each(["file", "stream"] as const)(
    "that change within a %s read right everywhere",
    async (container) => {
      const bytes = await encode(batches, { container });
      const own = (await decode(bytes)).flatMap(({ columns }) => plainValues(columns[0]));
      expect(own).toEqual(expected);
      expect([...(tableFromIPC(bytes).getChild("word") ?? [])]).toEqual(expected);
    },
  );

  it("are read right by the footer, which lists each once", async () => {
    const bytes = await encode(batches);
    const read = await readByFooter(bytes);
    expect(read.flatMap(({ columns }) => plainValues(columns[0]))).toEqual(expected);
    expect(plainValues(read[0].columns[0].dictionary as Column)).toEqual(["a", "b", "c", "d"]);
  });

  it("within the values of a dictionary read right, and come first", async () => {
    const changing = [nested(["a", "b"], [0, 1]), nested(["c", "a"], [1, 0])];
    const bytes = await encode(changing);
    const reads = [
      await decode(bytes),
      await readByFooter(bytes),
      await decode(await encode(changing, { container: "stream" })),
    ];
    for (const read of reads) {
      const rows = read.flatMap(({ columns }) => plainValues(columns[0]));
      expect(rows).toEqual([["b"], ["a"], ["c"], ["a"]]);
    }
  });

  it("that stay the same are written once and stay one object", async () => {
    const column = words(["a", "b"], [1, 0]);
    const read = await decode(await encode([batchOf([column]), batchOf([column])]));
    expect(read[1].columns[0].dictionary).toBe(read[0].columns[0].dictionary);
  });

  it("of more values than the index type counts are refused in a file and written in a stream", async () => {
    const fault = await faultOf(encode([hundredWords(0), hundredWords(100)]));
    expect(fault).toMatchObject({ code: "DICTIONARY_OVERFLOW", column: "word" });
    expect(fault.hint).toContain(".arrows");
    const read = await decode(
      await encode([hundredWords(0), hundredWords(100)], { container: "stream" }),
    );
    expect(read.flatMap(({ columns }) => plainValues(columns[0]))).toEqual(["w99", "w199"]);
  });
});

describe("targets", () => {
  const coded = batchOf([floatColumn("x", [1, 2, 3])], {
    targets: new CodedTargets(3, Int32Array.of(2, 0, 1), new TwoValues(3, 0.9, 0.05)),
  });
  const output: TargetOutput = {
    layout: "fixed-list",
    dtype: "float64",
    name: "soft",
    classes: ["a", "b", "c"],
  };
  const ROWS = [
    [0.05, 0.05, 0.9],
    [0.9, 0.05, 0.05],
    [0.05, 0.9, 0.05],
  ];

  it("go out as fixed-size lists of float32 named soft_target unless told otherwise", async () => {
    const table = tableFromIPC(await encode([coded]));
    expect(String(table.schema.fields[1])).toBe("soft_target: FixedSizeList[3]<Float32>");
    const rows = [...(table.getChild("soft_target") ?? [])].map((row) => [
      ...(row as Iterable<number>),
    ]);
    expect(rows).toEqual(ROWS.map((row) => row.map(Math.fround)));
  });

  it.each(["fixed-list", "list"] as const)("as %s hold one list a row", async (layout) => {
    const [batch] = await decode(await encode([coded], { targets: { ...output, layout } }));
    expect(plainValues(batch.column("soft"))).toEqual(ROWS);
    const child = { name: "item", type: { kind: "float", bits: 64 }, nullable: true };
    expect(batch.column("soft").field).toMatchObject({
      nullable: true,
      type: { kind: layout, child },
    });
  });

  it("as columns are one column a class", async () => {
    const [batch] = await decode(
      await encode([coded], { targets: { ...output, layout: "columns" } }),
    );
    const values = ["soft_a", "soft_b", "soft_c"].map((name) => plainValues(batch.column(name)));
    expect(values).toEqual(ROWS.map((_, at) => ROWS.map((row) => row[at])));
  });

  it("are cast once to float16: 0.9 is 0x3b33, 0.05 is 0x2a66", async () => {
    const [batch] = await decode(
      await encode([coded], { targets: { ...output, dtype: "float16" } }),
    );
    const [child] = batch.column("soft").children as Column[];
    expect([...(child.data as Uint16Array).subarray(0, 3)]).toEqual([0x2a66, 0x2a66, 0x3b33]);
  });

  it("that are dense go out row by row, in every layout", async () => {
    const targets = new DenseTargets(3, Float64Array.from(ROWS.flat()));
    const dense = coded.withTargets(targets);
    for (const layout of ["fixed-list", "list", "columns"] as const) {
      const [one] = await decode(await encode([dense], { targets: { ...output, layout } }));
      const [other] = await decode(await encode([coded], { targets: { ...output, layout } }));
      expect(tableOf([one])).toEqual(tableOf([other]));
    }
  });

  it("with codes have a nullable int64 column and Hugging Face's features beside those there are", async () => {
    const known = {
      info: { features: { x: { dtype: "float64", _type: "Value" } }, license: "mit" },
    };
    const batch = batchOf(coded.columns, {
      targets: coded.targets,
      metadata: new Map([["huggingface", JSON.stringify(known)]]),
    });
    const bytes = await encode([batch], { targets: { ...output, layout: "none", codes: "y" } });
    const table = tableFromIPC(bytes);
    expect(table.schema.fields.map(({ name, nullable }) => [name, nullable])).toEqual([
      ["x", true],
      ["y", true],
    ]);
    expect([...(table.getChild("y") ?? [])]).toEqual([2n, 0n, 1n]);
    expect(JSON.parse(table.schema.metadata.get("huggingface") as string)).toEqual({
      info: {
        license: "mit",
        features: {
          x: { dtype: "float64", _type: "Value" },
          y: { names: ["a", "b", "c"], _type: "ClassLabel" },
        },
      },
    });
  });

  it("that are soft have no codes, and names must be as many as classes", async () => {
    const soft = coded.withTargets(new DenseTargets(3, new Float64Array(9)));
    expect(await faultOf(encode([soft], { targets: { ...output, codes: "y" } }))).toMatchObject({
      code: "NO_CODES",
    });
    expect(
      await faultOf(encode([coded], { targets: { ...output, classes: ["a"] } })),
    ).toMatchObject({
      code: "CLASS_COUNT",
    });
  });
});

describe("toArrow", () => {
  it("gives a record batch of apache-arrow with the targets in it", async () => {
    const batch = batchOf([textColumn("t", ["a", null])], {
      targets: new CodedTargets(2, Int32Array.of(1, 0), new TwoValues(2, 0.75, 0.25)),
    });
    const records = await toArrow(batch);
    expect(records.numRows).toBe(2);
    expect([...(records.getChild("t") ?? [])]).toEqual(["a", null]);
    const rows = [...(records.getChild("soft_target") ?? [])].map((row) => [
      ...(row as Iterable<number>),
    ]);
    expect(rows).toEqual([
      [0.25, 0.75],
      [0.75, 0.25],
    ]);
  });

  it("gives one without rows for a batch without rows", async () => {
    expect((await toArrow(sliceBatch(TEN, 0, 0))).numRows).toBe(0);
  });
});
