import { Readable } from "node:stream";
import { Batch, type Column } from "../../../src/batch.js";
import { CsvEncoder, type CsvEncoderOptions } from "../../../src/formats/csv/encode.js";
import { CodedTargets, type Targets, TwoValues } from "../../../src/targets.js";

/** The text that batches become. */
export async function encode(
  batches: readonly Batch[],
  options: CsvEncoderOptions = {},
): Promise<string> {
  const blocks: Uint8Array[] = [];
  for await (const block of Readable.from(batches).compose(new CsvEncoder(options))) {
    blocks.push(block as Uint8Array);
  }
  return Buffer.concat(blocks).toString();
}

/** A batch of columns that came from no text. */
export function batchOf(columns: readonly Column[], targets?: Targets): Batch {
  return new Batch({ rows: columns[0].length, firstRow: 0, columns, targets });
}

/** The same batches with one-hot targets of two classes: each row's class is its number modulo 2. */
export function withClasses(batches: readonly Batch[], on = 1, off = 0): Batch[] {
  return batches.map((batch) => {
    const codes = Int32Array.from({ length: batch.rows }, (_, row) => (batch.firstRow + row) % 2);
    return batch.withTargets(new CodedTargets(2, codes, new TwoValues(2, on, off)));
  });
}
