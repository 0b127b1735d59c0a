import type { Batch, Column, ColumnType } from "../batch.js";
import { isValid } from "../batch.js";
import type { CodeOfValue } from "./codes-by-value.js";
import { dataError, DatasetError, placed } from "../errors.js";
import { LabelTable } from "../kernels/label-table.js";
import { fromFloat16 } from "../kernels/float16.js";
import { spellValue } from "./spell-value.js";
import { option } from "../wording/option.js";

/** Gives the code of a label that was not met before; throws a DatasetError without a place where it has none. */
export type ResolveLabel = (label: string) => number;

/**
 * Turns label columns into integer codes. Each distinct label is resolved once and looked up from then on: text in
 * its bytes, numbers by value, a dictionary value by value instead of row by row.
 */
export class LabelEncoder {
  readonly #resolve: ResolveLabel;
  readonly #codeOfValue: CodeOfValue;
  readonly #texts = new LabelTable();
  readonly #values = new Map<number | bigint | boolean, number>();
  readonly #dictionaries = new WeakMap<Column, (number | undefined)[]>();

  /**
   * @param resolve What the code of a label is.
   * @param codeOfValue What the code of a number or a boolean is, asked first: `1.0` may be the class that 1 is.
   */
  constructor(resolve: ResolveLabel, codeOfValue: CodeOfValue = () => undefined) {
    this.#resolve = resolve;
    this.#codeOfValue = codeOfValue;
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
    const codes = memory.subarray(0, labels.length).fill(-1);
    if (labels.field.type.kind === "utf8" && labels.nullCount === 0) {
      this.#texts.findAll(labels.data as Uint8Array, labels.offsets as Int32Array, codes);
    }
    const codeAt = this.#readerIn(batch, labels);
    for (let row = codes.indexOf(-1); row !== -1; row = codes.indexOf(-1, row + 1)) {
      try {
        codes[row] = labels.nullCount > 0 && !isValid(labels, row) ? missingLabel() : codeAt(row);
      } catch (error) {
        throw located(error, batch, row, labels.field.name);
      }
    }
    return codes;
  }

  #readerIn(batch: Batch, labels: Column): (row: number) => number {
    try {
      return this.#reader(labels);
    } catch (error) {
      throw placed(error, { file: fileOf(batch) });
    }
  }

  #reader(labels: Column): (row: number) => number {
    const { type } = labels.field;
    switch (type.kind) {
      case "utf8":
      case "large-utf8":
        return this.#textReader(labels);
      case "utf8-view":
        return this.#viewReader(labels);
      case "int":
      case "float":
        return this.#numberReader(labels, type);
      case "bool":
        return (row) => this.#fromValue(bitAt(labels.data as Uint8Array, row));
      case "dictionary":
        return this.#dictionaryReader(labels);
      case "null":
        return missingLabel;
      default:
        throw dataError("LABEL_TYPE", `a column of type ${type.kind} cannot hold labels`, {
          column: labels.field.name,
          hint: "Labels are integers, whole floats, booleans, strings or a dictionary of these.",
        });
    }
  }

  #textReader({ data, offsets }: Column): (row: number) => number {
    const bytes = data as Uint8Array;
    if (offsets instanceof Int32Array) {
      return (row) => this.#fromBytes(bytes, offsets[row], offsets[row + 1]);
    }
    const wide = offsets as BigInt64Array;
    return (row) => this.#fromBytes(bytes, Number(wide[row]), Number(wide[row + 1]));
  }

  #viewReader({ data, buffers }: Column): (row: number) => number {
    const views = data as Uint8Array;
    const words = new DataView(views.buffer, views.byteOffset, views.byteLength);
    return (row) => {
      const length = words.getInt32(row * 16, true);
      if (length <= 12) {
        return this.#fromBytes(views, row * 16 + 4, row * 16 + 4 + length);
      }
      const start = words.getInt32(row * 16 + 12, true);
      return this.#fromBytes(
        (buffers as Uint8Array[])[words.getInt32(row * 16 + 8, true)],
        start,
        start + length,
      );
    };
  }

  #numberReader(
    { data }: Column,
    type: ColumnType & { kind: "int" | "float" },
  ): (row: number) => number {
    const values =
      type.kind === "float" && type.bits === 16
        ? fromFloat16(data as Uint16Array)
        : (data as Float64Array);
    return (row) => this.#fromValue(values[row]);
  }

  #dictionaryReader(labels: Column): (row: number) => number {
    const dictionary = labels.dictionary as Column;
    const indices = labels.data as Int32Array;
    const known = this.#dictionaries.get(dictionary) ?? [];
    this.#dictionaries.set(dictionary, known);
    const read = this.#reader(dictionary);
    return (row) => {
      const index = Number(indices[row]);
      known[index] ??= isValid(dictionary, index) ? read(index) : missingLabel();
      return known[index];
    };
  }

  #fromBytes(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#texts.find(bytes, start, end);
    return known >= 0 ? known : this.#fromText(bytes.slice(start, end));
  }

  /** Resolves the label and keeps its code. */
  #fromText(label: Uint8Array): number {
    if (label.length === 0) {
      return missingLabel();
    }
    const known = this.#texts.find(label, 0, label.length);
    if (known >= 0) {
      return known;
    }
    const code = this.#resolve(decoder.decode(label));
    this.#texts.add(label, code);
    return code;
  }

  #fromValue(value: number | bigint | boolean): number {
    const known = this.#values.get(value);
    if (known !== undefined) {
      return known;
    }
    if (Number.isNaN(value)) {
      return missingLabel();
    }
    const spelling = spellValue(value);
    const code = this.#codeOfValue(spelling) ?? this.#fromSpelling(spelling, value);
    this.#values.set(value, code);
    return code;
  }

  #fromSpelling(spelling: string, value: number | bigint | boolean): number {
    if (typeof value === "number" && !Number.isInteger(value)) {
      throw dataError("FRACTIONAL_LABEL", `the label ${spelling} is no whole number`, {
        hint: `A column of continuous values cannot be a label; name the label column with ${option("label")}.`,
      });
    }
    return this.#fromText(encoder.encode(spelling));
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The column a batch's labels are read from: as they were spelled where the decoder kept that. */
export function labelColumn(batch: Batch, label: string): Column {
  return batch.labelText ?? batch.column(label);
}

/** The same fault with the file, row and line of a row of this batch. */
export function located(error: unknown, batch: Batch, row: number, column: string): unknown {
  if (!(error instanceof DatasetError)) {
    return error;
  }
  return error.at({
    file: fileOf(batch),
    row: (batch.origin?.firstRow ?? batch.firstRow) + row + 1,
    line: batch.source?.line(row),
    column,
  });
}

function fileOf({ origin, source }: Batch): string | undefined {
  return origin?.file ?? source?.file;
}

function missingLabel(): never {
  throw dataError("MISSING_LABEL", "the label is missing", {
    hint: "Every row needs a label: fill it in or drop the row.",
  });
}

function bitAt(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3] >> (row & 7)) & 1) === 1;
}
