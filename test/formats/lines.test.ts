import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batch, type Column } from "../../src/batch.js";
import { sliceBatch } from "../../src/columns.js";
import { ArrowEncoder } from "../../src/formats/arrow/encode.js";
import { CsvEncoder } from "../../src/formats/csv/encode.js";
import { toArrow } from "../../src/formats/arrow/to-arrow.js";
import { Smoother } from "../../src/smoothing/smoother.js";
import { CodedTargets, DenseTargets, type Targets } from "../../src/targets.js";
import { floatColumn, textColumn } from "../columns-from.js";
import { plainValues } from "../plain-values.js";
import { anyRows, columnOf } from "../random-columns.js";
import { decode, encode as arrowBytes, faultOf } from "./arrow/arrow-bytes.js";
import { decode as decodeCsv } from "./csv/decoding.js";
import { encode as csvText } from "./csv/encoding.js";

const LONG = { layout: "long", dtype: "float64" } as const;

function batchOf(columns: readonly Column[], targets: Targets, classNames?: string[]): Batch {
  return new Batch({ rows: targets.rows, firstRow: 0, columns, targets, classNames });
}

/** Three rows of which the second has no target; a: 1 − ε + ε/2 with ε = 0.5. */
function threeRows(): Batch {
  const targets = new CodedTargets(2, Int32Array.of(1, -1, 0));
  const smoother = new Smoother({ method: "uniform", epsilon: 0.5 }, targets);
  return batchOf([textColumn("id", ["p", "q", "r"])], smoother.apply(targets), ["a", "b,c"]);
}

/** Every column of Arrow batches by name, as plain values. */
async function columnsOf(bytes: Uint8Array): Promise<Record<string, unknown[]>> {
  const batches = await decode(bytes);
  return Object.fromEntries(
    batches[0].columns.map(({ field }, at) => [
      field.name,
      batches.flatMap((batch) => plainValues(batch.columns[at])),
    ]),
  );
}

describe("long rows in CSV", () => {
  it("are a line for each row and class, in class order; rows without a target have none", async () => {
    expect(await csvText([threeRows()], { targets: LONG })).toBe(
      'id,row,class,weight\np,0,a,0.25\np,0,"b,c",0.75\nr,2,a,0.75\nr,2,"b,c",0.25\n',
    );
  });

  it("have the class index of the line, and the weight under another name", async () => {
    const targets = { ...LONG, codes: "code", name: "w" };
    expect(await csvText([sliceBatch(threeRows(), 2, 3)], { targets })).toBe(
      'id,row,class,w,code\nr,2,a,0.75,0\nr,2,"b,c",0.25,1\n',
    );
  });

  it("copy the bytes of each row, and end each line as the text does", async () => {
    const [batch] = await decodeCsv('id,x\r\n"a",1\r\nb,"2"');
    const targets = new CodedTargets(2, Int32Array.of(0, 1));
    expect(await csvText([batch.withTargets(targets)], { targets: LONG })).toBe(
      'id,x,row,class,weight\r\n"a",1,0,0,1\r\n"a",1,0,1,0\r\nb,"2",1,0,0\r\nb,"2",1,1,1',
    );
  });

  it("end with a line end where the last row of the text has no line and no line end", async () => {
    const [batch] = await decodeCsv("id\na\nb");
    const targets = new CodedTargets(2, Int32Array.of(0, -1));
    expect(await csvText([batch.withTargets(targets)], { targets: LONG })).toBe(
      "id,row,class,weight\na,0,0,1\na,0,1,0\n",
    );
  });

  it("quote what is null or a delimiter in the dialect", async () => {
    const dialect = { nullText: "a", delimiter: "0" };
    const text = await csvText([sliceBatch(threeRows(), 0, 1)], { targets: LONG, dialect });
    expect(text).toBe('id0row0class0weight\np0"0"0"a"0"0.25"\np0"0"0b,c0"0.75"\n');
  });

  it("go out in blocks, also within the lines of one row", async () => {
    const classes = 200_000;
    const batch = batchOf([textColumn("id", ["r"])], new CodedTargets(classes, Int32Array.of(3)));
    const encoder = new CsvEncoder({ targets: { layout: "long" } });
    const blocks: Uint8Array[] = [];
    encoder.on("data", (block: Uint8Array) => blocks.push(block));
    await pipeline(Readable.from([batch]), encoder);
    const lines = Buffer.concat(blocks).toString().split("\n");
    expect(lines).toHaveLength(classes + 2);
    expect([lines[4], lines.at(-2)]).toEqual(["r,0,3,1", "r,0,199999,0"]);
    expect(Math.max(...blocks.map(({ length }) => length))).toBeLessThan(2 ** 20 + 100);
  });
});

describe("long rows in Arrow", () => {
  it("are a line for each row and class, in class order; rows without a target have none", async () => {
    const bytes = await arrowBytes([threeRows()], { targets: { ...LONG, codes: "code" } });
    expect(await columnsOf(bytes)).toEqual({
      id: ["p", "p", "r", "r"],
      row: [0n, 0n, 2n, 2n],
      class: ["a", "b,c", "a", "b,c"],
      weight: [0.25, 0.75, 0.75, 0.25],
      code: [0n, 1n, 0n, 1n],
    });
  });

  it("are record batches of exactly as many lines as asked for, also within a row", async () => {
    const batches = [threeRows(), sliceBatch(threeRows(), 0, 1), threeRows()];
    const bytes = await arrowBytes(batches, { targets: LONG, chunkRows: 3 });
    expect((await decode(bytes)).map(({ rows }) => rows)).toEqual([3, 3, 3, 1]);
  });

  it("are cut into batches of 65,536 lines or 4 MiB unless told otherwise", async () => {
    const codes = new Int32Array(40_000);
    const wide = Array.from({ length: 100 }, (_, at) =>
      floatColumn(`x${at}`, Array.from(codes.subarray(0, 8000))),
    );
    const narrow = await arrowBytes([batchOf([], new CodedTargets(2, codes))], { targets: LONG });
    expect((await decode(narrow)).map(({ rows }) => rows)).toEqual([65_536, 14_464]);
    const bytes = await arrowBytes([batchOf(wide, new CodedTargets(2, codes.subarray(0, 8000)))], {
      targets: LONG,
    });
    // 840 bytes a line: 100 float64, and 40 for the row, the class and its weight.
    expect((await decode(bytes))[0].rows).toBe(Math.floor((4 * 2 ** 20) / 840));
  });

  it("hold the columns of any type with each line, and the weights of its fixed-size list", async () => {
    const cases = fc.record({
      rows: anyRows,
      classes: fc.integer({ min: 1, max: 5 }),
      codes: fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 12, maxLength: 12 }),
      cut: fc.nat(12),
      chunkRows: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      epsilon: fc.double({ min: 0, max: 1, noNaN: true }),
      method: fc.constantFrom("uniform", "others", "ordinal"),
      isDense: fc.boolean(),
    });
    const property = fc.asyncProperty(cases, async (given) => {
      const { rows, classes, cut, chunkRows, isDense } = given;
      const length = rows.values.length;
      const codes = Int32Array.from(given.codes.slice(0, length), (code) =>
        Math.min(code, classes - 1),
      );
      const coded = new CodedTargets(classes, codes);
      const smoothing = { method: given.method, epsilon: given.epsilon, sigma: 1 } as const;
      const made = new Smoother(smoothing, coded).apply(coded);
      const missing = Uint8Array.from(codes, (code) => Number(code < 0));
      const targets = isDense ? new DenseTargets(classes, made.dense(), { missing }) : made;
      const batch = batchOf([columnOf("c", rows)], targets);
      const at = Math.min(cut, length);
      const parts = [sliceBatch(batch, 0, at), sliceBatch(batch, at, length)];
      const lists = await columnsOf(await arrowBytes(parts, { targets: { dtype: "float64" } }));
      const counted = [...codes.keys()].filter((row) => codes[row] >= 0);
      const lines = counted.flatMap((row) =>
        Array.from({ length: classes }, (_, code) => ({ row, code })),
      );
      const found = await arrowBytes(parts, { targets: { ...LONG, codes: "k" }, chunkRows });
      expect(await columnsOf(found)).toEqual({
        c: lines.map(({ row }) => rows.values[row]),
        row: lines.map(({ row }) => BigInt(row)),
        class: lines.map(({ code }) => String(code)),
        weight: counted.flatMap((row) => lists.soft_target[row]),
        k: lines.map(({ code }) => BigInt(code)),
      });
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it("let go of no rows that wait for others when a batch without lines comes", async () => {
    const released: number[] = [];
    const batches = [0, -1, 1].map((code, at) => {
      const batch = batchOf(
        [textColumn("id", [`r${at}`])],
        new CodedTargets(2, Int32Array.of(code)),
      );
      return batch.releasedBy(() => released.push(at));
    });
    const encoder = new ArrowEncoder({ targets: LONG, chunkRows: 4 });
    encoder.resume();
    const isKept: boolean[] = [];
    for (const batch of batches) {
      isKept.push(released.length === 0);
      await new Promise((resolve) => encoder.write(batch, resolve));
    }
    expect(isKept).toEqual([true, true, true]);
    expect(released).toEqual([0, 2]);
  });

  it("are one record batch of apache-arrow, however many", async () => {
    const batch = batchOf([], new CodedTargets(100_000, Int32Array.of(1)));
    const { numRows } = await toArrow(batch, { layout: "long" });
    expect(numRows).toBe(100_000);
  });

  it("are not made of rows that may have several classes", async () => {
    const targets = new DenseTargets(2, Float64Array.of(1, 1), { multi: true });
    const batch = batchOf([textColumn("id", ["r"])], targets);
    for (const written of [arrowBytes, csvText]) {
      const fault = await faultOf(written([batch], { targets: LONG }));
      expect(fault.code).toBe("MULTI_LABEL");
    }
  });
});
