import { Buffer } from "node:buffer";
import type { Batch, Column } from "../../batch.js";
import type { RowSource } from "../../row-source.js";
import { DatasetError } from "../../errors.js";
import { type CellWriter, cellWriter, type FieldStyle } from "./cell-writer.js";
import type { OutputBytes } from "./output-bytes.js";

/** Writes the rows of one batch, in two steps, so that something can come between them. */
export interface RowWriter {
  /** Appends the fields of a row. */
  readonly writeFields: CellWriter;
  /** Appends what ends the row. False: nothing does, it is the last of a text without a final line end. */
  readonly writeLineEnd: (row: number, out: OutputBytes) => boolean;
}

/** Copies whole rows as they stand in their source. */
export function copyRows(source: RowSource): RowWriter {
  const { bytes, starts, ends } = source;
  return {
    writeFields: (row, out) => out.push(bytes, starts[row], ends[row]),
    writeLineEnd: lineEndCopier(source),
  };
}

/** Copies some fields of each row as they stand in their source, quotes included. */
export function copyFields(source: RowSource, fields: readonly number[]): RowWriter {
  const { bytes, starts, dialect } = source;
  const fieldEnds = source.fieldEnds as Uint32Array;
  const width = fieldEnds.length / starts.length;
  const delimiter = Buffer.from(dialect.delimiter);
  return {
    writeFields: (row, out) => {
      for (let index = 0; index < fields.length; index++) {
        if (index > 0) {
          out.push(delimiter);
        }
        const at = row * width + fields[index];
        const start = fields[index] === 0 ? starts[row] : fieldEnds[at - 1] + delimiter.length;
        out.push(bytes, start, fieldEnds[at]);
      }
    },
    writeLineEnd: lineEndCopier(source),
  };
}

/**
 * The same rows with cells of these columns behind their fields.
 * @param style.hasFields Whether there are any fields.
 */
export function withCells(
  { writeFields, writeLineEnd }: RowWriter,
  columns: readonly Column[],
  style: FieldStyle & { readonly hasFields: boolean },
): RowWriter {
  const delimiter = Buffer.from(style.dialect.delimiter);
  const writers = columns.map((column) => cellWriter(column, style));
  return {
    writeFields: (row, out) => {
      writeFields(row, out);
      for (let index = 0; index < writers.length; index++) {
        if (index > 0 || style.hasFields) {
          out.push(delimiter);
        }
        writers[index](row, out);
      }
    },
    writeLineEnd,
  };
}

/** Prints columns, each row ended by these bytes. */
export function printColumns(
  batch: Batch,
  columns: readonly Column[],
  style: FieldStyle & { readonly lineEnd: Uint8Array },
): RowWriter {
  const delimiter = Buffer.from(style.dialect.delimiter);
  const writers = columns.map((column) => cellWriter(column, style));
  const writeCell = (index: number, row: number, out: OutputBytes): void => {
    try {
      writers[index](row, out);
    } catch (error) {
      throw error instanceof DatasetError
        ? error.at({ row: batch.firstRow + row + 1, column: columns[index].field.name })
        : error;
    }
  };
  return {
    writeFields: (row, out) => {
      for (let index = 0; index < writers.length; index++) {
        if (index > 0) {
          out.push(delimiter);
        }
        writeCell(index, row, out);
      }
    },
    writeLineEnd: (_row, out) => {
      out.push(style.lineEnd);
      return true;
    },
  };
}

function lineEndCopier({ bytes, ends, nexts }: RowSource): RowWriter["writeLineEnd"] {
  return (row, out) => {
    out.push(bytes, ends[row], nexts[row]);
    return nexts[row] > ends[row];
  };
}
