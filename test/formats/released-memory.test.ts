import { Readable, type Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch.js";
import { ArrowEncoder } from "../../src/formats/arrow/encode.js";
import { CsvEncoder } from "../../src/formats/csv/encode.js";
import { OutputBlocks } from "../../src/formats/output-blocks.js";
import { decode as decodeArrow, tableOf } from "./arrow/arrow-bytes.js";
import { decode } from "./csv/decoding.js";
import { withClasses } from "./csv/encoding.js";

const TYPES = ["int64", "float64", "text", "bool"] as const;

const texts = fc
  .array(
    fc.tuple(
      fc.constantFrom("", "0", "-12345678901234567"),
      fc.constantFrom("", "0.5", "-1e3"),
      fc.constantFrom("", "x", '"a ""b"""', "a text that is longer than a view holds"),
      fc.constantFrom("", "true", "false"),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((rows) => `i,f,t,b\r\n${rows.map((row) => `${row.join(",")}\r\n`).join("")}`);

const blockSizes = fc.integer({ min: 8, max: 200 });
const chunkSizes = fc.integer({ min: 1, max: 12 });

const LONG_TEXT = "one text ".repeat(30);

/** The rows of a text with targets, in batches that share no memory. */
async function batchesOf(text: string, blockBytes: number): Promise<Batch[]> {
  const batches = await decode(text, { types: [...TYPES], blockBytes });
  return withClasses(batches, 0.9, 0.1);
}

/** Fills the memory of a batch with what no batch holds. */
function spoil({ columns, source, targets }: Batch): void {
  const codes = targets?.kind === "coded" ? [targets.codes] : [];
  const places = source === undefined ? [] : [source.starts, source.ends, source.nexts];
  const arrays = columns.flatMap(({ data, offsets, validity }) => [data, offsets, validity]);
  for (const array of [...arrays, ...places, ...codes]) {
    if (array !== undefined) {
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(0xa5);
    }
  }
  source?.bytes.fill(0xa5);
}

/** The same batches, each of which spoils itself and all before it when it is let go of. */
function selfSpoiling(batches: readonly Batch[]): { batches: Batch[]; released: Batch[] } {
  const released: Batch[] = [];
  const spoiling = batches.map((batch, at) =>
    batch.releasedBy(() => {
      released.push(batch);
      batches.slice(0, at + 1).forEach(spoil);
    }),
  );
  return { batches: spoiling, released };
}

async function written(batches: readonly Batch[], encoder: Duplex): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of Readable.from(batches).compose(encoder)) {
    pieces.push(Uint8Array.from(piece as Uint8Array));
  }
  return Buffer.concat(pieces);
}

describe.each<[string, (chunkRows: number) => Duplex]>([
  ["CsvEncoder, copying rows", () => new CsvEncoder()],
  ["CsvEncoder, printing columns", () => new CsvEncoder({ dialect: { delimiter: ";" } })],
  ["ArrowEncoder", (chunkRows) => new ArrowEncoder({ chunkRows })],
  ["ArrowEncoder, batch by batch", () => new ArrowEncoder()],
  ["CsvEncoder, in long rows", () => new CsvEncoder({ targets: { layout: "long" } })],
  [
    "ArrowEncoder, in long rows",
    (chunkRows) => new ArrowEncoder({ chunkRows, targets: { layout: "long" } }),
  ],
])("%s", (_name, encoderOf) => {
  it("lets go of every batch, and looks at none after it", async () => {
    const property = fc.asyncProperty(texts, blockSizes, chunkSizes, async (text, size, chunk) => {
      const expected = await written(await batchesOf(text, size), encoderOf(chunk));
      const spoiling = selfSpoiling(await batchesOf(text, size));
      const found = await written(spoiling.batches, encoderOf(chunk));
      expect(found.equals(expected)).toBe(true);
      expect(spoiling.released.map((batch) => batch.firstRow)).toEqual(
        spoiling.batches.map((batch) => batch.firstRow),
      );
    });
    await fc.assert(property, { numRuns: 50 });
  });
});

describe("ArrowEncoder", () => {
  it("writes the same rows in memory that it used before as in fresh one", async () => {
    const layout = fc.constantFrom("fixed-list", "list", "columns", "long", "none");
    const dtype = fc.constantFrom("float16", "float32", "float64");
    const output = fc.record({ layout, dtype, codes: fc.constant("code") });
    const property = fc.asyncProperty(texts, chunkSizes, output, async (text, rows, targets) => {
      const batches = await batchesOf(text, 1 << 16);
      const [found, expected] = await Promise.all(
        [rows, 1000].map((chunkRows) =>
          written(batches, new ArrowEncoder({ targets, chunkRows })).then(decodeArrow),
        ),
      );
      expect(tableOf(found)).toEqual(tableOf(expected));
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

describe("CsvEncoder", () => {
  it("remembers the line end of the first row when its memory holds something else", async () => {
    const batches = await Promise.all(
      ["1\r\n2", "3\r\n4"].map(async (text) => (await decode(text, { header: false }))[0]),
    );
    const { batches: spoiling } = selfSpoiling(batches);
    expect((await written(spoiling, new CsvEncoder())).toString()).toBe("1\r\n2\r\n3\r\n4");
  });
});

describe("OutputBlocks", () => {
  it("lends a block again once all of it came back", () => {
    const blocks = new OutputBlocks();
    const block = blocks.take();
    const bytes = blocks.send(block, 10);
    expect(blocks.take()).not.toBe(block);
    blocks.giveBack(bytes);
    expect(blocks.take()).toBe(block);
  });

  it("lends nothing again of which a part came back, or something else, or twice the same", () => {
    const blocks = new OutputBlocks();
    const block = blocks.take();
    const bytes = blocks.send(block, 10);
    blocks.giveBack(bytes.subarray(0, 5));
    blocks.giveBack(bytes.subarray(5));
    blocks.giveBack(Uint8Array.from(bytes));
    expect(blocks.take()).not.toBe(block);
    blocks.giveBack(bytes);
    blocks.giveBack(bytes);
    expect(blocks.take()).toBe(block);
    expect(blocks.take()).not.toBe(block);
  });

  it.each<[string, (blocks: OutputBlocks) => Duplex]>([
    ["CsvEncoder", (blocks) => new CsvEncoder({}, blocks)],
    ["ArrowEncoder", (blocks) => new ArrowEncoder({ chunkRows: 7000 }, blocks)],
  ])("makes %s write the same in memory that comes back", async (_name, encoderOf) => {
    const rows = Array.from({ length: 40_000 }, (_, row) => `${row},0.5,${LONG_TEXT},true`);
    const batches = await batchesOf(`i,f,t,b\n${rows.join("\n")}`, 1_000_000);
    const expected = await written(batches, encoderOf(new OutputBlocks()));
    const blocks = new OutputBlocks();
    const pieces: Uint8Array[] = [];
    const memories = new Set<ArrayBufferLike>();
    const encoder = encoderOf(blocks);
    encoder.on("data", (bytes: Uint8Array) => {
      pieces.push(Uint8Array.from(bytes));
      memories.add(bytes.buffer);
      bytes.fill(0xa5);
      blocks.giveBack(bytes);
    });
    await pipeline(Readable.from(batches), encoder);
    expect(Buffer.concat(pieces).equals(expected)).toBe(true);
    expect(memories.size).toBeLessThan(pieces.length / 2);
  });
});
