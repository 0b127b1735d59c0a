import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch.js";
import { sliceBatch } from "../../src/columns.js";
import { concatBatches } from "../../src/columns.js";
import { valueReader } from "../../src/columns/values.js";
import { ArrowDecoder } from "../../src/formats/arrow/decode.js";
import { ArrowEncoder } from "../../src/formats/arrow/encode.js";
import { CsvDecoder } from "../../src/formats/csv/decode.js";
import { CsvEncoder } from "../../src/formats/csv/encode.js";
import { scoreColumns, type ScoreOutput } from "../../src/loss/score-columns.js";
import { CodedTargets } from "../../src/targets.js";
import { batchOf, textColumn } from "../columns-from.js";

const ALL: ScoreOutput = { loss: "cost", predicted: "says", confidence: "surely" };
const NONE = { layout: "none" } as const;

/** Three rows, of which the second one has no target, and the third one cannot be read. */
function scored(batch: Batch): Batch {
  return batch
    .withTargets(new CodedTargets(2, Int32Array.of(1, -1, 0)), ["cat", "do,g"])
    .withScores({
      loss: Float64Array.of(0.1, Number.NaN, Infinity),
      predicted: Int32Array.of(1, 0, -1),
      confidence: Float64Array.of(0.75, 0.5, Number.NaN),
    });
}

const printed = scored(batchOf([textColumn("id", ["a", "b", "c"])]));

async function copied(text: string): Promise<Batch> {
  const [batch] = (await Readable.from([Buffer.from(text)])
    .pipe(new CsvDecoder())
    .toArray()) as Batch[];
  return scored(batch);
}

async function csv(batch: Batch, options: ConstructorParameters<typeof CsvEncoder>[0]) {
  const blocks = (await Readable.from([batch]).pipe(new CsvEncoder(options)).toArray()) as Buffer[];
  return Buffer.concat(blocks).toString();
}

async function arrow(
  batches: readonly Batch[],
  options: ConstructorParameters<typeof ArrowEncoder>[0],
) {
  const decoded = Readable.from(batches).pipe(new ArrowEncoder(options)).pipe(new ArrowDecoder());
  const out = concatBatches((await decoded.toArray()) as Batch[]);
  return Object.fromEntries(
    out.columns.map((column) => {
      const read = valueReader(column);
      return [column.field.name, Array.from({ length: out.rows }, (_, row) => read(row))];
    }),
  );
}

describe("scores", () => {
  it("go out between printed columns and targets, the loss alone where nothing is said", async () => {
    expect(await csv(printed, {})).toBe(
      'id,loss,soft_target_cat,"soft_target_do,g"\na,0.1,0,1\nb,,,\nc,Infinity,1,0\n',
    );
  });

  it("go out under the names that are asked for, beside rows that are copied with their line ends", async () => {
    const batch = await copied('id\r\n"a"\r\nb\r\nc');
    expect(await csv(batch, { scores: ALL, targets: NONE })).toBe(
      'id,says,surely,cost\r\n"a","do,g",0.75,0.1\r\nb,cat,0.5,\r\nc,,,Infinity',
    );
  });

  it("go out where no field of the row does", async () => {
    const batch = await copied("id,x\na,1\nb,2\nc,3\n");
    expect(await csv(batch, { scores: { loss: "l" }, fields: [], targets: NONE })).toBe(
      "l\n0.1\n\nInfinity\n",
    );
    expect(await csv(batch, { scores: {}, fields: [1], targets: NONE })).toBe("x\n1\n2\n3\n");
  });

  it("go out in Arrow, in batches cut at any place", async () => {
    const expected = {
      id: ["a", "b", "c"],
      says: ["do,g", "cat", null],
      surely: [0.75, 0.5, null],
      cost: [0.1, null, Infinity],
    };
    for (const chunkRows of [undefined, 1, 2, 3, 4]) {
      const parts = [sliceBatch(printed, 0, 2), sliceBatch(printed, 2, 3)];
      expect(await arrow(parts, { scores: ALL, targets: NONE, chunkRows })).toEqual(expected);
    }
  });

  it("have no index below 0 in their dictionary, whatever stands under a null", () => {
    const [predicted] = scoreColumns(printed, ALL);
    expect(predicted.data).toEqual(Int32Array.of(1, 0, 0));
    expect(predicted.nullCount).toBe(1);
  });

  it("are repeated on each line where rows have a line for each class", async () => {
    const targets = { layout: "long" } as const;
    const written = await arrow([printed], { targets });
    expect(written.loss).toEqual([0.1, 0.1, Infinity, Infinity]);
    expect(await csv(printed, { targets })).toMatch(/^id,loss,row,class,weight\na,0.1,0,cat,0\n/u);
  });

  it("stay with their rows where batches are cut and joined", () => {
    const parts = [sliceBatch(printed, 0, 1), sliceBatch(printed, 1, 3)];
    expect(concatBatches(parts).scores).toEqual(printed.scores);
    expect(parts[1].loss).toEqual(Float64Array.of(Number.NaN, Infinity));
  });
});
