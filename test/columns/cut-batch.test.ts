import { describe, expect, it } from "vitest";
import { Batch } from "../../src/batch.js";
import { cutBatch, mostRows } from "../../src/columns/cut-batch.js";
import { valueReader } from "../../src/columns/values.js";
import type { RowSource } from "../../src/row-source.js";
import { batchOf, intColumn, textColumn } from "../columns-from.js";

const ROWS = 5;

function whole(): Batch {
  const source = {
    dialect: { delimiter: ",", header: false },
    bom: false,
    file: "in.csv",
    bytes: new Uint8Array(20),
    starts: Uint32Array.of(0, 4, 8, 12, 16),
    ends: Uint32Array.of(3, 7, 11, 15, 19),
    nexts: Uint32Array.of(4, 8, 12, 16, 20),
    fieldEnds: Uint32Array.of(1, 3, 5, 7, 9, 11, 13, 15, 17, 19),
    line: (row: number) => row + 1,
  } as RowSource;
  return new Batch({
    ...batchOf([intColumn("x", "int8", [0, 1, 2, 3, 4])], 10),
    labelText: textColumn("x", ["0", "1", "2", "3", "4"]),
    origin: { file: "in.csv", firstRow: 3 },
    source,
  });
}

describe("mostRows", () => {
  it.each([
    [1000, 262],
    [1, 262_144],
    [2 ** 20, 1],
    [2 ** 24, 1],
    [0, 262_144],
  ])("of %d numbers each, of 2 MiB at most, are %d", (values, rows) => {
    expect(mostRows(values)).toBe(rows);
  });
});

describe("cutBatch", () => {
  it.each([1, 2, 4, 5, 6])("in parts of %d rows keeps every row, with its place", (rows) => {
    const batch = whole();
    let at = 0;
    for (const part of cutBatch(batch, rows)) {
      expect(part.rows).toBe(Math.min(rows, ROWS - at));
      expect(part.firstRow).toBe(10 + at);
      expect(part.origin).toEqual({ file: "in.csv", firstRow: 3 + at });
      const read = valueReader(part.column("x"));
      const text = valueReader(part.labelText as NonNullable<Batch["labelText"]>);
      for (let row = 0; row < part.rows; row++, at++) {
        expect([read(row), text(row)]).toEqual([at, String(at)]);
        expect(part.source?.line(row)).toBe(at + 1);
        expect(part.source?.starts[row]).toBe(4 * at);
        expect(part.source?.fieldEnds?.[2 * row + 1]).toBe(4 * at + 3);
      }
    }
    expect(at).toBe(ROWS);
  });

  it("lets go of the batch with its last part", () => {
    let released = 0;
    const parts = [
      ...cutBatch(
        whole().releasedBy(() => released++),
        2,
      ),
    ];
    expect(parts.map(({ release }) => release !== undefined)).toEqual([false, false, true]);
    parts.at(-1)?.release?.();
    expect(released).toBe(1);
  });

  it("keeps a batch without rows", () => {
    const empty = batchOf([textColumn("x", [])]);
    expect([...cutBatch(empty, 3)]).toEqual([empty]);
  });
});
