import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../../src/batch.js";
import { BatchDecoder } from "../../../src/formats/csv/batch-decoder.js";
import { resolveDialect } from "../../../src/formats/csv/dialect.js";
import { type LentBlock, readRows } from "../../../src/formats/csv/read-rows.js";
import { openRowParser } from "../../../src/formats/csv/row-parser.js";
import { decode, rows } from "./decoding.js";

/** Gives the bytes of a text, later than at once. */
function readerOf(text: string | Uint8Array) {
  let rest = Buffer.from(text);
  return {
    read: async (target: Uint8Array) => {
      await Promise.resolve();
      const part = rest.subarray(0, target.length);
      rest = rest.subarray(part.length);
      target.set(part);
      return part.length;
    },
    close: async () => {},
  };
}

async function* blocksOf(text: string | Uint8Array, blockBytes: number): AsyncGenerator<LentBlock> {
  const parser = await openRowParser(resolveDialect(), "in.csv");
  yield* readRows(readerOf(text), parser, blockBytes);
}

const TYPES = ["int64", "float64", "text", "bool"] as const;

function decoder(maxRows?: number): BatchDecoder {
  return new BatchDecoder({ types: [...TYPES], maxRows });
}

async function batchesOf(text: string, blockBytes: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  const decoding = decoder();
  for await (const { block, release } of blocksOf(text, blockBytes)) {
    batches.push(...decoding.decode(block, release));
  }
  return batches;
}

/** What a batch shows, as values of its own. */
function seen(batch: Batch): unknown {
  const { source } = batch;
  const text = Array.from({ length: batch.rows }, (_, row) =>
    Buffer.from(source?.bytes.subarray(source.starts[row], source.nexts[row]) ?? "").toString(),
  );
  return [batch.firstRow, rows([batch]), text, source?.line(0)];
}

const cell = {
  int64: fc.constantFrom("", "0", "-1", "12345678901234567"),
  float64: fc.constantFrom("", "0.5", "-1e3", "nan"),
  text: fc.constantFrom("", '"a,b"', '"x\ny"', "été", '""""'),
  bool: fc.constantFrom("", "true", "false"),
};
const texts = fc
  .array(fc.tuple(cell.int64, cell.float64, cell.text, cell.bool), { maxLength: 20 })
  .map((lines) => ["i,f,t,b", ...lines.map((line) => line.join(","))].join("\n"));
const blockSizes = fc.integer({ min: 1, max: 64 });

describe("readRows", () => {
  it("gives the same rows in memory that is used again as a decoder in memory of its own", async () => {
    const property = fc.asyncProperty(texts, blockSizes, async (text, blockBytes) => {
      const found: unknown[] = [];
      const decoding = decoder();
      for await (const { block, release } of blocksOf(text, blockBytes)) {
        for (const batch of decoding.decode(block, release)) {
          found.push(...rows([batch]));
          batch.release?.();
        }
      }
      expect(found).toEqual(rows(await decode(text, { types: [...TYPES] })));
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it("never changes a batch that was not released, whatever becomes of the others", async () => {
    const released = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
    const property = fc.asyncProperty(texts, blockSizes, released, async (text, size, which) => {
      const held: { readonly batch: Batch; readonly before: unknown }[] = [];
      const decoding = decoder(2);
      let count = 0;
      for await (const { block, release } of blocksOf(text, size)) {
        const batches = [...decoding.decode(block, release)];
        if (which[count++ % which.length]) {
          batches.at(-1)?.release?.();
        } else {
          held.push(...batches.map((batch) => ({ batch, before: seen(batch) })));
        }
      }
      for (const { batch, before } of held) {
        expect(seen(batch)).toEqual(before);
      }
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it("uses the memory of a released block again, and only of one", async () => {
    const text = `a\n${"1234567\n".repeat(64)}`;
    const memories: ArrayBufferLike[][] = [[], []];
    for (const [at, isReleased] of [true, false].entries()) {
      for await (const { block, release } of blocksOf(text, 64)) {
        memories[at].push(block.source.bytes.buffer);
        if (isReleased) {
          release();
        }
      }
    }
    expect(memories[0].length).toBe(memories[1].length);
    expect(new Set(memories[0]).size).toBe(2);
    expect(new Set(memories[1]).size).toBe(memories[1].length);
  });

  it("takes no second release of a block for one of the block after it", async () => {
    const lines = Array.from({ length: 40 }, (_, line) => String(1_000_000 + line));
    const releases: (() => void)[] = [];
    const found: string[] = [];
    for await (const { block, release } of blocksOf(`a\n${lines.join("\n")}\n`, 64)) {
      releases.unshift(release);
      releases.forEach((again) => again());
      const { bytes, starts, ends } = block.source;
      found.push(
        ...Array.from(starts, (start, row) =>
          Buffer.from(bytes.subarray(start, ends[row])).toString(),
        ),
      );
    }
    expect(found).toEqual(lines);
  });

  it("lets only the last batch of a block release it", async () => {
    const batches = await batchesOf("i,f,t,b\n1,2,x,true\n3,4,y,false\n", 1024);
    expect(batches.map((batch) => batch.release !== undefined)).toEqual([true]);
    const decoding = decoder(1);
    for await (const { block, release } of blocksOf("i,f,t,b\n1,2,x,true\n3,4,y,false\n", 1024)) {
      const parts = [...decoding.decode(block, release)];
      expect(parts.map((batch) => batch.release !== undefined)).toEqual([false, true]);
    }
  });

  it.each([1000, 100_000])(
    "reads rows longer than its head room in blocks of %i bytes",
    async (size) => {
      const long = "x".repeat(200_000);
      const text = `i,f,t,b\n1,,${long},\n2,,y,\n3,,${long},`;
      expect(rows(await batchesOf(text, size))).toEqual([
        [1n, null, long, null],
        [2n, null, "y", null],
        [3n, null, long, null],
      ]);
    },
  );

  it("gives a block without rows where there is only a header", async () => {
    expect((await batchesOf("i,f,t,b\n", 8)).map((batch) => batch.rows)).toEqual([0]);
    expect((await batchesOf("i,f,t,b\n", 100)).map((batch) => batch.rows)).toEqual([0]);
  });
});
