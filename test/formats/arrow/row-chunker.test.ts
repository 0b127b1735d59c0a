import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batch, type Column } from "../../../src/batch.js";
import { sliceBatch } from "../../../src/columns.js";
import { Arena } from "../../../src/columns/arena.js";
import { type ChunkSize, RowChunker } from "../../../src/formats/arrow/row-chunker.js";
import { columnFrom, textColumn } from "../../columns-from.js";
import { faultIn } from "../../faults.js";
import { plainValues } from "../../plain-values.js";

type Row = readonly [text: string, other: string];

function batchOf(rows: readonly Row[]): Batch {
  const texts = rows.map(([text]) => text);
  const others = rows.map(([, other]) => other);
  const columns = [textColumn("t", texts), textColumn("u", others, "large-utf8")];
  return new Batch({ rows: rows.length, firstRow: 0, columns });
}

/** The rows cut into batches that end at these places. */
function cut(rows: readonly Row[], places: readonly number[]): Batch[] {
  const ends = places.map((place) => Math.min(place, rows.length)).toSorted((a, b) => a - b);
  const whole = batchOf(rows);
  return [...ends, rows.length].map((end, at) => sliceBatch(whole, ends[at - 1] ?? 0, end));
}

function* chunked(batches: readonly Batch[], size: ChunkSize): Iterable<readonly Row[]> {
  const chunker = new RowChunker(size, new Arena());
  for (const batch of batches) {
    yield* Array.from(chunker.push(batch), rowsOf);
  }
  yield* Array.from(chunker.rest(), rowsOf);
}

function rowsOf({ columns }: Batch): Row[] {
  const [texts, others] = columns.map((column) => plainValues(column) as string[]);
  return texts.map((text, row) => [text, others[row]]);
}

/** One row after another, each in the batch before it where that has room. */
function expected(rows: readonly Row[], { rows: most = Infinity, bytes = Infinity }: ChunkSize) {
  const found: Row[][] = [];
  let room = 0;
  for (const row of rows) {
    const length = row.join("").length;
    if (found.length === 0 || found[found.length - 1].length === most || length > room) {
      found.push([]);
      room = bytes;
    }
    found[found.length - 1].push(row);
    room -= length;
  }
  return found;
}

/** A column of so many bytes, none of which are there. */
function hugeColumn(bytes: number): Column {
  const parts = { offsets: Int32Array.of(0, bytes), data: new Uint8Array(0) };
  return columnFrom("text", { kind: "utf8" }, { present: [true], ...parts });
}

describe("RowChunker", () => {
  const text = fc.string({ unit: "grapheme-ascii", maxLength: 6 });
  const rows = fc.array(fc.tuple(text, text), { maxLength: 30 });
  const places = fc.array(fc.nat(30), { maxLength: 6 });
  const sizes = fc
    .record({ rows: fc.integer({ min: 1, max: 12 }), bytes: fc.integer({ min: 1, max: 40 }) })
    .chain(({ rows: most, bytes }) =>
      fc.constantFrom<ChunkSize>({ rows: most }, { bytes }, { rows: most, bytes }),
    );

  it("cuts at the same rows however they come: at so many rows, or before too many bytes", () => {
    const property = fc.property(rows, places, sizes, (all, ends, size) => {
      expect([...chunked(cut(all, ends), size)]).toEqual(expected(all, size));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it.each<[string, ChunkSize, readonly number[]]>([
    ["as many as fit exactly", { bytes: 10 }, [2, 1, 1, 1]],
    ["one that is longer than all may be", { bytes: 6 }, [1, 1, 1, 1, 1]],
    ["those of the row limit, if it is reached before", { rows: 1, bytes: 100 }, [1, 1, 1, 1, 1]],
    ["all in one", { bytes: 34 }, [5]],
  ])("gives batches of %s", (_title, size, lengths) => {
    const all = [6, 4, 8, 7, 9].map((length): Row => ["x".repeat(length), ""]);
    expect(Array.from(chunked([batchOf(all)], size), (chunk) => chunk.length)).toEqual(lengths);
  });

  it("leaves batches as they are where nothing is asked for", () => {
    const batches = [batchOf([]), batchOf([["a", "b"]])];
    const chunker = new RowChunker({}, new Arena());
    expect(batches.flatMap((batch) => [...chunker.push(batch)])).toEqual(batches);
  });

  it("names the input, the column once and the option where a batch is too large for its offsets", () => {
    const batches = [0, 1].map((firstRow) => {
      const columns = [hugeColumn(2 ** 30)];
      const origin = { file: "in.csv", firstRow };
      return new Batch({ rows: 1, firstRow, columns, origin });
    });
    const chunker = new RowChunker({ rows: 3 }, new Arena());
    const error = faultIn(() => [
      ...batches.flatMap((b) => [...chunker.push(b)]),
      ...chunker.rest(),
    ]);
    expect(error).toMatchObject({
      kind: "data",
      code: "COLUMN_TOO_LARGE",
      file: "in.csv",
      column: "text",
      message:
        "one batch would hold 2147483648 bytes or items, and 32-bit offsets end at 2147483647",
      hint: "Use smaller batches (`chunkRows`).",
    });
  });
});
