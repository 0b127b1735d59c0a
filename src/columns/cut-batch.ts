import { Batch } from "../batch.js";
import type { RowSource } from "../row-source.js";
import { sliceBatch } from "./slice.js";

/** What the values made of a batch may take, in bytes: several batches are on their way at a time. */
const MOST_BYTES = 2 * 2 ** 20;

/** How many rows of so many float64 values may be in a batch, so that the memory it takes does not grow with the file. */
export function mostRows(valuesPerRow: number): number {
  return Math.max(1, Math.floor(MOST_BYTES / (8 * Math.max(1, valuesPerRow))));
}

/**
 * The batch in parts of so many rows at most, each with where its rows are from. The last one lets go of it.
 * @param rows A positive whole number.
 */
export function* cutBatch(batch: Batch, rows: number): Generator<Batch, void> {
  if (batch.rows <= rows) {
    yield batch;
    return;
  }
  const { release } = batch;
  for (let start = 0; start < batch.rows; start += rows) {
    const end = Math.min(start + rows, batch.rows);
    const part = located(batch, start, end);
    yield end === batch.rows && release !== undefined ? part.releasedBy(release) : part;
  }
}

function located(batch: Batch, start: number, end: number): Batch {
  const { origin, source } = batch;
  return new Batch({
    ...sliceBatch(batch, start, end),
    origin: origin && { ...origin, firstRow: origin.firstRow + start },
    source: source && sliceSource(source, start, end),
  });
}

function sliceSource(source: RowSource, start: number, end: number): RowSource {
  const { starts, ends, nexts, fieldEnds } = source;
  const width = fieldEnds === undefined ? 0 : fieldEnds.length / starts.length;
  return {
    dialect: source.dialect,
    header: source.header,
    bom: source.bom,
    file: source.file,
    bytes: source.bytes,
    starts: starts.subarray(start, end),
    ends: ends.subarray(start, end),
    nexts: nexts.subarray(start, end),
    fieldEnds: fieldEnds?.subarray(start * width, end * width),
    line: (row) => source.line(start + row),
  };
}
