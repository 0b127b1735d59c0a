import { Batch, type Column } from "../batch.js";
import { countSet, sliceBits } from "./bitmap.js";
import { sliceScores } from "../loss/scores.js";
import { slicePredictions } from "../predictions/predictions.js";
import { layoutOf } from "./layout.js";

/**
 * Rows [start, end) of a column. Bitmaps are copied; everything else is a view of the same memory,
 * so that offsets need not begin at 0 and a dense union keeps its whole children.
 * @throws {RangeError} If the rows are not within the column.
 */
export function sliceColumn(column: Column, start: number, end: number): Column {
  if (!(start >= 0 && start <= end && end <= column.length)) {
    throw new RangeError(`rows ${start} to ${end} are not within a column of ${column.length}`);
  }
  if (start === 0 && end === column.length) {
    return column;
  }
  const length = end - start;
  return {
    ...column,
    length,
    ...slicedValidity(column, start, end),
    ...slicedParts(column, start, end),
  };
}

/** Rows [start, end) of a batch. The source bytes stay with the whole batch. */
export function sliceBatch(batch: Batch, start: number, end: number): Batch {
  if (start === 0 && end === batch.rows) {
    return batch;
  }
  const { origin } = batch;
  return new Batch({
    rows: end - start,
    firstRow: batch.firstRow + start,
    origin: origin && { ...origin, firstRow: origin.firstRow + start },
    columns: batch.columns.map((column) => sliceColumn(column, start, end)),
    metadata: batch.metadata,
    labelText: batch.labelText && sliceColumn(batch.labelText, start, end),
    targets: batch.targets?.slice(start, end),
    classNames: batch.classNames,
    predictions: batch.predictions && slicePredictions(batch.predictions, start, end),
    scores: batch.scores && sliceScores(batch.scores, start, end),
  });
}

function slicedValidity(
  { field, validity }: Column,
  start: number,
  end: number,
): Pick<Column, "validity" | "nullCount"> {
  if (validity === undefined) {
    return { nullCount: field.type.kind === "null" ? end - start : 0 };
  }
  const bits = sliceBits(validity, start, end);
  const nullCount = end - start - countSet(bits, end - start);
  return { nullCount, validity: nullCount === 0 ? undefined : bits };
}

function slicedParts(column: Column, start: number, end: number): Partial<Column> {
  const { data, offsets, children } = column;
  const layout = layoutOf(column.field.type);
  switch (layout.form) {
    case "null":
      return {};
    case "bits":
      return { data: sliceBits(data as Uint8Array, start, end) };
    case "fixed":
      return { data: data?.subarray(start * layout.perRow, end * layout.perRow) };
    case "view":
      return { data: data?.subarray(start * 16, end * 16) };
    case "bytes":
    case "list":
      return { offsets: offsets?.subarray(start, end + 1) };
    case "fixed-list":
      return {
        children: children?.map((child) =>
          sliceColumn(child, start * layout.size, end * layout.size),
        ),
      };
    case "struct":
      return { children: children?.map((child) => sliceColumn(child, start, end)) };
    case "union":
      return {
        data: data?.subarray(start, end),
        ...(layout.dense
          ? { offsets: offsets?.subarray(start, end) }
          : { children: children?.map((child) => sliceColumn(child, start, end)) }),
      };
  }
}
