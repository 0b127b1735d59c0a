import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../../src/batch.js";
import { NPY_FORMAT } from "../../../src/formats/npy/format.js";
import { openInput } from "../../../src/io/source.js";
import { faultOf } from "../../faults.js";
import { temporaryFolder } from "../../io/temporary-folder.js";

/** Files that `numpy.save` and `numpy.lib.format.write_array` wrote, in base64. */
const SAVED = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../golden/npy.json"), "utf8"),
) as Record<string, string>;

const X = [0.5, -1.25, 3e300, -Infinity, 0.1, 7];

function saved(name: string): Buffer {
  return Buffer.from(SAVED[name], "base64");
}

async function read(bytes: Uint8Array): Promise<{ rows: number; values: number[] }> {
  const path = join(temporaryFolder(), "a.npy");
  writeFileSync(path, bytes);
  const input = await openInput(path);
  const values: number[] = [];
  let rows = 0;
  for await (const batch of NPY_FORMAT.read(input, {})) {
    expect(batch.firstRow).toBe(rows);
    for (const value of valuesOf(batch)) {
      values.push(value);
    }
    rows += batch.rows;
    batch.release?.();
  }
  return { rows, values };
}

function valuesOf({ columns: [column] }: Batch): Iterable<number> {
  return (column.children?.[0].data ?? column.data) as Float64Array;
}

describe("a NumPy array", () => {
  it.each([
    ["float64", X],
    ["version 2", X],
    ["version 3", X],
    ["float32", [0.5, -1.25, Infinity, Math.fround(0.1)]],
    ["one dimension", [0.5, -2]],
    ["no row", []],
  ])("of %s is read as NumPy wrote it", async (name, values) => {
    const rows = { "no row": 0 }[name] ?? 2;
    expect(await read(saved(name))).toEqual({ rows, values });
  });

  it("of many rows is read in blocks", async () => {
    const [rows, width] = [70_001, 5];
    const header = saved("float64")
      .subarray(0, 128)
      .toString("latin1")
      .replace("(2, 3), }     ", `(${rows}, ${width}), } `);
    const values = Float64Array.from({ length: rows * width }, (_, at) => at);
    const bytes = Buffer.concat([Buffer.from(header, "latin1"), Buffer.from(values.buffer)]);
    const found = await read(bytes);
    expect(found.rows).toBe(rows);
    expect(found.values).toEqual([...values]);
  });

  it("is not read into memory that somebody looks at", async () => {
    const path = join(temporaryFolder(), "a.npy");
    const width = 2 ** 17;
    const header = saved("float64").subarray(0, 128).toString("latin1");
    const shape = header.replace("(2, 3), }        ", `(4, ${width}), }`.padEnd(17));
    const values = Float64Array.from({ length: 4 * width }, (_, at) => Math.floor(at / width));
    writeFileSync(path, Buffer.concat([Buffer.from(shape, "latin1"), Buffer.from(values.buffer)]));
    const seen: Batch[] = [];
    for await (const batch of NPY_FORMAT.read(await openInput(path), {})) {
      // The first one is let go of before the others come.
      if (seen.push(batch) === 1) {
        batch.release?.();
      }
    }
    expect(seen.slice(1).map((batch) => [...valuesOf(batch)][0])).toEqual([1, 2, 3]);
  });

  it.each([
    ["fortran", "NPY_ORDER", "the array is in Fortran's order, column by column"],
    [
      "int64",
      "NPY_TYPE",
      "the array is of dtype <i8; expected <f4 or <f8, little-endian float32 or float64",
    ],
    [
      "big-endian",
      "NPY_TYPE",
      "the array is of dtype >f8; expected <f4 or <f8, little-endian float32 or float64",
    ],
    [
      "float16",
      "NPY_TYPE",
      "the array is of dtype <f2; expected <f4 or <f8, little-endian float32 or float64",
    ],
    [
      "record",
      "NPY_TYPE",
      "the array is of dtype [('a', '<f8')]; expected <f4 or <f8, little-endian float32 or float64",
    ],
    [
      "three dimensions",
      "NPY_SHAPE",
      "the array has the shape (1, 2, 1); expected two dimensions, rows and classes",
    ],
    [
      "scalar",
      "NPY_SHAPE",
      "the array has the shape (); expected two dimensions, rows and classes",
    ],
  ])("of %s is refused", async (name, code, message) => {
    const fault = await faultOf(() => read(saved(name)));
    expect(fault).toMatchObject({ kind: "data", code, message });
    expect(fault.file).toMatch(/a\.npy$/u);
  });

  it.each<[string, (bytes: Buffer) => Uint8Array, string]>([
    ["nothing", () => new Uint8Array(0), "it does not begin as NumPy files do"],
    ["text", () => Buffer.from("1,2,3\n"), "it does not begin as NumPy files do"],
    ["half a header", (bytes) => bytes.subarray(0, 60), "it ends within its header"],
    ["its first bytes alone", (bytes) => bytes.subarray(0, 9), "it ends within its header"],
    [
      "fewer values",
      (bytes) => bytes.subarray(0, -1),
      "it has 175 bytes; its header promises 2 rows of 3, which take 176",
    ],
    [
      "more values",
      (bytes) => Buffer.concat([bytes, Buffer.alloc(8)]),
      "it has 184 bytes; its header promises 2 rows of 3, which take 176",
    ],
    [
      "another version",
      (bytes) => Buffer.concat([bytes.subarray(0, 6), Buffer.of(9), bytes.subarray(7)]),
      "it is of version 9; expected 1 to 3",
    ],
    [
      "another dictionary",
      (bytes) => Buffer.from(bytes.toString("latin1").replace("'descr'", "'dtype'"), "latin1"),
      "its header does not say what the array is",
    ],
  ])("of %s is refused", async (_what, change, found) => {
    expect(await faultOf(() => read(change(saved("float64"))))).toMatchObject({
      code: "BAD_NPY",
      message: `this is no whole NumPy file: ${found}`,
    });
  });
});
