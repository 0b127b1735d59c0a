import { describe, expect, it } from "vitest";
import { Batch } from "../../../src/batch.js";
import { peekBatches } from "../../../src/formats/arrow/peek-batches.js";
import type { ByteInput } from "../../../src/formats/format.js";
import { floatColumn } from "../../columns-from.js";
import { plainValues } from "../../plain-values.js";
import { encode, faultOf } from "./arrow-bytes.js";

const MIB = 2 ** 20;

/** Batches of two columns of numbers, with so many rows. */
function batches(...sizes: number[]): Batch[] {
  return sizes.map((rows) => {
    const columns = [
      floatColumn(
        "zero",
        Array.from({ length: rows }, () => 0),
      ),
      floatColumn(
        "x",
        Array.from({ length: rows }, (_, row) => row),
      ),
    ];
    return new Batch({ rows, firstRow: 0, columns });
  });
}

/** How many rows each batch has that is seen, and how many bytes were asked for. */
async function peeked(bytes: Uint8Array): Promise<{ rows: number[]; asked: number[] }> {
  const asked: number[] = [];
  const peek = async (count: number): Promise<Uint8Array> => {
    asked.push(count);
    return bytes.subarray(0, count);
  };
  const rows: number[] = [];
  for await (const batch of peekBatches({ name: "stdin", peek } as ByteInput, ["x"])) {
    rows.push(batch.rows);
    expect(plainValues(batch.columns[0]).at(-1)).toBe(
      batch.rows === 0 ? undefined : batch.rows - 1,
    );
  }
  return { rows, asked };
}

describe("the first batches of what can be read once", () => {
  it.each(["stream", "file"] as const)("are all of a short %s", async (container) => {
    const bytes = await encode(batches(0, 3, 2), { container });
    expect(await peeked(bytes)).toEqual({ rows: [0, 3, 2], asked: [MIB] });
  });

  it("are those of the first MiB", async () => {
    // Sixteen bytes a row: 0.8 MB each.
    const bytes = await encode(batches(50_000, 50_000, 50_000), { container: "stream" });
    expect(await peeked(bytes)).toEqual({ rows: [50_000], asked: [MIB] });
  });

  it("may take four times as many bytes, and again, up to 16 MiB", async () => {
    const bytes = await encode(batches(0, 100_000, 5), { container: "stream" });
    expect(await peeked(bytes)).toEqual({ rows: [0, 100_000, 5], asked: [MIB, 4 * MIB] });
    const large = await encode(batches(2_000_000), { container: "stream" });
    expect(await peeked(large)).toEqual({ rows: [], asked: [MIB, 4 * MIB, 16 * MIB] });
  });

  it("are refused where they are no Arrow", async () => {
    expect(await faultOf(peeked(Buffer.from("id,label\n1,a\n")))).toMatchObject({
      code: "NOT_ARROW",
      file: "stdin",
    });
  });
});
