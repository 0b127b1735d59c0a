import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatasetError } from "../../../src/errors.js";
import { AnyRowIndexer } from "../../../src/formats/csv/any-row-indexer.js";
import { ByteRowIndexer } from "../../../src/formats/csv/byte-row-indexer.js";
import { resolveDialect } from "../../../src/formats/csv/dialect.js";
import type { RowIndexer } from "../../../src/formats/csv/row-indexer.js";
import { type RowBlock, RowParser } from "../../../src/formats/csv/row-parser.js";
import { RowReader } from "../../../src/formats/csv/row-reader.js";
import { cut } from "./decoding.js";

const dialect = resolveDialect();

/** Bytes that are mostly marks, behind a header or not; sometimes no UTF-8. */
function soup(bytes: readonly number[]) {
  const byte = fc.constantFrom(...Buffer.from('"",\n\r"a1 '), ...bytes);
  return fc
    .tuple(fc.constantFrom("", "a\n", "a,b\n"), fc.array(byte, { maxLength: 24 }))
    .map(([header, body]) => Buffer.concat([Buffer.from(header), Uint8Array.from(body)]));
}

interface Cuts {
  readonly blockBytes: number;
  readonly chunk: number;
}

/** Every row with its line, and how the reading ended. */
function outcome(bytes: Uint8Array, indexer: RowIndexer, { blockBytes, chunk }: Cuts): unknown[] {
  const parser = new RowParser(dialect, indexer, "in.csv");
  const reader = new RowReader(parser, { blockBytes, firstBlockBytes: blockBytes });
  const seen: unknown[] = [];
  try {
    for (const piece of cut(bytes, chunk)) {
      note(seen, reader.push(piece));
    }
    note(seen, reader.finish());
    seen.push(reader.blankLines);
  } catch (error) {
    if (!(error instanceof DatasetError)) {
      throw error;
    }
    const { code, line, column } = error;
    seen.push({ code, line, column });
  }
  return seen;
}

/** Notes the rows of each block before the next one is asked for. */
function note(seen: unknown[], blocks: Iterable<RowBlock>): void {
  for (const { rows, source } of blocks) {
    const { bytes, starts, ends, nexts } = source;
    for (let row = 0; row < rows; row++) {
      const text = Buffer.from(bytes.subarray(starts[row], ends[row])).toString();
      const lineEnd = Buffer.from(bytes.subarray(ends[row], nexts[row])).toString();
      seen.push({ line: source.line(row), text, lineEnd });
    }
  }
}

const WHOLE = { blockBytes: 4096, chunk: 4096 };

describe("RowReader", () => {
  it("ends in the same rows and the same fault wherever any bytes are cut", () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(soup([0xc3, 0xa9, 0xff, 0xef]), size, size, (bytes, blockBytes, chunk) => {
        const indexer = new ByteRowIndexer(dialect);
        const pieces = outcome(bytes, indexer, { blockBytes, chunk });
        expect(pieces).toEqual(outcome(bytes, indexer, WHOLE));
      }),
      { numRuns: 2000 },
    );
  });

  it("ends alike with either indexer, but for the byte at which a stray quote is found", () => {
    fc.assert(
      fc.property(soup([]), (bytes) => {
        const [byBytes, byAny] = [ByteRowIndexer, AnyRowIndexer].map((Indexer) =>
          outcome(bytes, new Indexer(dialect), WHOLE).map((seen) =>
            JSON.stringify(seen).replace(/("STRAY_QUOTE").*/, "$1"),
          ),
        );
        expect(byAny).toEqual(byBytes);
      }),
      { numRuns: 2000 },
    );
  });
});
