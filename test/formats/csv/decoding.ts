import { Readable } from "node:stream";
import { type Batch, type Column, isValid } from "../../../src/batch.js";
import { DatasetError } from "../../../src/errors.js";
import { CsvDecoder, type CsvDecoderOptions } from "../../../src/formats/csv/decode.js";

/** The text as bytes, cut into chunks of `size`. */
export function* cut(text: string | Uint8Array, size: number): Generator<Uint8Array> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

/** All batches of a text that arrives in chunks of `size`. */
export async function decode(
  text: string | Uint8Array,
  options: CsvDecoderOptions = {},
  size = 1 << 16,
): Promise<Batch[]> {
  const decoder = new CsvDecoder(options);
  const batches: Batch[] = [];
  for await (const batch of Readable.from(cut(text, size), { objectMode: false }).compose(
    decoder,
  )) {
    batches.push(batch as Batch);
  }
  return batches;
}

/** The error that decoding the text ends in. */
export async function faultOf(
  text: string | Uint8Array,
  options: CsvDecoderOptions = {},
  size = 1 << 16,
): Promise<DatasetError> {
  try {
    await decode(text, options, size);
  } catch (error) {
    if (error instanceof DatasetError) {
      return error;
    }
    throw error;
  }
  throw new Error("expected an error, but the text was decoded");
}

/** The values of one column over all batches. */
export function values(batches: readonly Batch[], column: number): unknown[] {
  return batches.flatMap((batch) => columnValues(batch.columns[column]));
}

/** All rows as arrays of values. */
export function rows(batches: readonly Batch[]): unknown[][] {
  return batches.flatMap((batch) => {
    const columns = batch.columns.map(columnValues);
    return Array.from({ length: batch.rows }, (_, row) => columns.map((column) => column[row]));
  });
}

/** The values of a column: null, text, number, bigint or boolean. */
export function columnValues(column: Column): unknown[] {
  return Array.from({ length: column.length }, (_, row) =>
    isValid(column, row) ? valueOf(column, row) : null,
  );
}

function valueOf({ field, data, offsets }: Column, row: number): unknown {
  if (field.type.kind === "utf8") {
    const bytes = (data as Uint8Array).subarray(Number(offsets?.[row]), Number(offsets?.[row + 1]));
    return Buffer.from(bytes).toString();
  }
  if (field.type.kind === "bool") {
    return (((data as Uint8Array)[row >> 3] >> (row & 7)) & 1) === 1;
  }
  return data?.[row];
}
