import * as fc from "fast-check";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { Batch, type ColumnType } from "../../../src/batch.js";
import type { ColumnKey } from "../../../src/selectors.js";
import { ArrowDecoder } from "../../../src/formats/arrow/decode.js";
import { readArrowFile } from "../../../src/formats/arrow/read-file.js";
import { dictionaryColumn, floatColumn, textColumn } from "../../columns-from.js";
import { plainValues } from "../../plain-values.js";
import { anyType, columnOf, valueOf } from "../../random-columns.js";
import { accessTo, encode, faultOf } from "./arrow-bytes.js";
import { arrowFiles, describedValues, HAS_ARROW_DATA } from "./integration-data.js";

const ROWS = 5;

interface RandomColumn {
  readonly type: ColumnType;
  readonly values: readonly unknown[];
  readonly isWanted: boolean;
}

const randomColumn: fc.Arbitrary<RandomColumn> = anyType.chain((type) =>
  fc.record({
    type: fc.constant(type),
    values: fc.array(valueOf(type), { minLength: ROWS, maxLength: ROWS }),
    isWanted: fc.boolean(),
  }),
);

describe("a decoder that is asked for some columns", () => {
  it("gives their values, whatever types the others have", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomColumn, { minLength: 1, maxLength: 6 }), async (random) => {
        const columns = random.map((each, at) => columnOf(`c${at}`, each));
        const places = [...random.keys()].filter((at) => random[at].isWanted);
        const expected = places.map((at) => [columns[at].field, random[at].values]);
        for (const batches of await readBoth(await encode([batchOf(columns)]), places)) {
          expect(batches.map(({ rows }) => rows)).toEqual([ROWS]);
          expect(batches[0].columns.map((column) => [column.field, plainValues(column)])).toEqual(
            expected,
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  const words = dictionaryColumn("w", [1, 0], { values: textColumn("w", ["x", "y"]) });
  const batch = batchOf([floatColumn("a", [1, 2]), words, floatColumn("b", [3, 4])]);

  it("gives them in the order they are asked for, by name or place", async () => {
    for (const batches of await readBoth(await encode([batch, batch]), ["b", 1])) {
      const values = batches.map(({ columns }) => columns.map(plainValues));
      expect(values).toEqual([
        [
          [3, 4],
          ["y", "x"],
        ],
        [
          [3, 4],
          ["y", "x"],
        ],
      ]);
    }
  });

  it("gives them without rows where there is no record batch", async () => {
    for (const batches of await readBoth(await encode([batchOf([floatColumn("a", [])])]), [])) {
      expect(batches.map(({ rows, columns }) => [rows, columns.length])).toEqual([[0, 0]]);
    }
  });

  it.each<[ColumnKey, string]>([
    ["c", "UNKNOWN_COLUMN"],
    [3, "UNKNOWN_COLUMN"],
  ])("refuses %j, which is not there", async (key, code) => {
    expect(await faultOf(readBoth(await encode([batch]), [key]))).toMatchObject({ code });
  });

  const views = HAS_ARROW_DATA ? arrowFiles("integration").filter(isListView) : [];

  it.each(views)("steps over list views in $name", async ({ name, bytes }) => {
    const described = describedValues(name);
    const counts = (await decodeSome(bytes, [])).map(({ rows }) => rows);
    expect(counts.reduce((sum, rows) => sum + rows, 0)).toBe(described[0].length);
    expect(await faultOf(decodeSome(bytes, [0]))).toMatchObject({
      code: "UNSUPPORTED_TYPE",
      column: "lv",
      hint: expect.stringContaining("drop"),
    });
  });
});

function isListView({ name }: { readonly name: string }): boolean {
  return name.includes("list_view");
}

function batchOf(columns: Batch["columns"]): Batch {
  return new Batch({ rows: columns[0].length, firstRow: 0, columns });
}

async function decodeSome(bytes: Uint8Array, columns: readonly ColumnKey[]): Promise<Batch[]> {
  const decoder = new ArrowDecoder({ columns });
  return (await Readable.from([bytes]).compose(decoder).toArray()) as Batch[];
}

/** From the first byte on, and by the footer. */
async function readBoth(bytes: Uint8Array, columns: readonly ColumnKey[]): Promise<Batch[][]> {
  const byFooter: Batch[] = [];
  for await (const batch of readArrowFile(accessTo(bytes), { columns })) {
    byFooter.push(batch);
  }
  return [await decodeSome(bytes, columns), byFooter];
}
