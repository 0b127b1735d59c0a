import type { Batch, Column } from "../batch.js";
import { DatasetError, type ErrorPlace, placed } from "../errors.js";
import { IGNORED, type LabelMeaning, LabelReader } from "./label-reader.js";
import { NO_TARGET } from "../targets.js";

/** Turns columns of one label a row into integer codes, with `NO_TARGET` for a row whose label is to be ignored. */
export class LabelEncoder {
  readonly #reader: LabelReader;
  readonly #ignores: boolean;

  constructor(meaning: LabelMeaning) {
    this.#reader = new LabelReader(meaning);
    this.#ignores = meaning.ignored?.any === true;
  }

  /**
   * The code of every row of the batch.
   * @param labels The column that holds the labels of this batch's rows.
   * @param memory Where the codes go; at least as long as the column.
   * @throws {DatasetError} For a missing label (`MISSING_LABEL`) or one that `resolve` refuses, with its row and line.
   */
  encode(
    batch: Batch,
    labels: Column,
    memory: Int32Array = new Int32Array(labels.length),
  ): Int32Array {
    const codes = memory.subarray(0, labels.length).fill(UNKNOWN);
    if (labels.field.type.kind === "utf8" && labels.nullCount === 0) {
      this.#reader.findAll(labels.data as Uint8Array, labels.offsets as Int32Array, codes);
    }
    const codeAt = rowsIn(batch, () => this.#reader.rows(labels));
    for (let row = codes.indexOf(UNKNOWN); row !== -1; row = codes.indexOf(UNKNOWN, row + 1)) {
      try {
        codes[row] = codeAt(row);
      } catch (error) {
        throw located(error, batch, row, labels.field.name);
      }
    }
    if (this.#ignores) {
      replaceAll(codes, IGNORED, NO_TARGET);
    }
    return codes;
  }
}

/** A row that no code is known of yet. */
const UNKNOWN = -1;

function replaceAll(codes: Int32Array, from: number, to: number): void {
  for (let row = codes.indexOf(from); row !== -1; row = codes.indexOf(from, row + 1)) {
    codes[row] = to;
  }
}

/** What `open` gives; what is wrong with a column as a whole is said of the batch's file. */
export function rowsIn<Read>(batch: Batch, open: () => Read): Read {
  try {
    return open();
  } catch (error) {
    throw placed(error, { file: fileOf(batch) });
  }
}

/** The column a batch's labels are read from: as they were spelled where the decoder kept that. */
export function labelColumn(batch: Batch, label: string): Column {
  return batch.labelText ?? batch.column(label);
}

/** The same fault with the file, row and line of a row of this batch. */
export function located(error: unknown, batch: Batch, row: number, column?: string): unknown {
  if (!(error instanceof DatasetError)) {
    return error;
  }
  return error.at(placeOf(batch, row, column));
}

/** Where a row of a batch is from. */
export function placeOf(batch: Batch, row: number, column?: string): ErrorPlace {
  return {
    file: fileOf(batch),
    row: (batch.origin?.firstRow ?? batch.firstRow) + row + 1,
    line: batch.source?.line(row),
    column,
  };
}

function fileOf({ origin, source }: Batch): string | undefined {
  return origin?.file ?? source?.file;
}
