import type { Column, ColumnType } from "../batch.js";
import { isValid } from "../batch.js";
import type { CodeOfValue } from "./codes-by-value.js";
import { dataError } from "../errors.js";
import { IgnoredLabels } from "./ignored-labels.js";
import { fromFloat16 } from "../kernels/float16.js";
import { LabelTable } from "../kernels/label-table.js";
import { spellValue } from "./spell-value.js";
import { type ReadBytes, textReader } from "./text-spans.js";
import { option } from "../wording/option.js";

/** Gives the code of a label that was not met before; throws a DatasetError without a place where it has none. */
export type ResolveLabel = (label: string) => number;

/** Stands for a label that is to be ignored, beside the codes from 0 on. */
export const IGNORED = -2;

/** What labels mean. */
export interface LabelMeaning {
  /** What the code of a label is. */
  readonly resolve: ResolveLabel;
  /** What the code of a number or a boolean is, asked first: `1.0` may be the class that 1 is. */
  readonly codeOfValue?: CodeOfValue;
  readonly ignored?: IgnoredLabels;
}

/**
 * Reads the labels in columns as codes, or as `IGNORED`. Each distinct label is resolved once and looked up from then on:
 * text in its bytes, numbers by value, a dictionary value by value instead of row by row.
 */
export class LabelReader {
  readonly #resolve: ResolveLabel;
  readonly #codeOfValue: CodeOfValue;
  readonly #ignored: IgnoredLabels;
  readonly #texts = new LabelTable();
  readonly #values = new Map<number | bigint | boolean, number>();
  readonly #dictionaries = new WeakMap<Column, (number | undefined)[]>();

  constructor({ resolve, codeOfValue, ignored }: LabelMeaning) {
    this.#resolve = resolve;
    this.#codeOfValue = codeOfValue ?? (() => undefined);
    this.#ignored = ignored ?? new IgnoredLabels();
  }

  /** Looks up labels that lie one behind the other; gives -1 for each that was not met before. */
  findAll(bytes: Uint8Array, offsets: Int32Array, out: Int32Array): void {
    this.#texts.findAll(bytes, offsets, out);
  }

  /**
   * What reads the label of a row of the column.
   * @throws {DatasetError} If the column cannot hold labels (`LABEL_TYPE`); the reader, for labels that are missing
   *   (`MISSING_LABEL`) or that `resolve` refuses.
   */
  rows(labels: Column): (row: number) => number {
    const read = this.#present(labels);
    return labels.nullCount === 0
      ? read
      : (row) => (isValid(labels, row) ? read(row) : this.missing());
  }

  #present(labels: Column): (row: number) => number {
    const { type } = labels.field;
    switch (type.kind) {
      case "utf8":
      case "large-utf8":
      case "utf8-view":
        return textReader(labels, this.text);
      case "int":
      case "float":
        return this.#numberReader(labels, type);
      case "bool":
        return (row) => this.#fromValue(bitAt(labels.data as Uint8Array, row));
      case "dictionary":
        return this.#dictionaryReader(labels);
      case "null":
        return () => this.missing();
      default:
        throw dataError("LABEL_TYPE", `a column of type ${type.kind} cannot hold labels`, {
          column: labels.field.name,
          hint: isList(type)
            ? `Where rows have several labels, say ${option("multiLabel", true)}.`
            : "Labels are integers, whole floats, booleans, strings or a dictionary of these.",
        });
    }
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
    const read = this.rows(dictionary);
    return (row) => {
      const index = Number(indices[row]);
      known[index] ??= read(index);
      return known[index];
    };
  }

  /** The code of the label of these bytes. */
  readonly text: ReadBytes<number> = (bytes, start, end) => {
    const known = this.#texts.find(bytes, start, end);
    return known === UNKNOWN ? this.#fromText(bytes.slice(start, end)) : known;
  };

  /** The code of a label that is not there. */
  missing(): number {
    if (this.#ignored.missing) {
      return IGNORED;
    }
    throw dataError("MISSING_LABEL", "the label is missing", {
      hint: `Every row needs a label: fill it in or drop the row, or keep such rows without targets with ${option("ignoreLabel", "")}.`,
    });
  }

  /** Resolves the label and keeps its code. */
  #fromText(label: Uint8Array): number {
    if (label.length === 0) {
      return this.missing();
    }
    const known = this.#texts.find(label, 0, label.length);
    if (known !== UNKNOWN) {
      return known;
    }
    const text = decoder.decode(label);
    const code = this.#ignored.has(text) ? IGNORED : this.#resolve(text);
    this.#texts.add(label, code);
    return code;
  }

  #fromValue(value: number | bigint | boolean): number {
    const known = this.#values.get(value);
    if (known !== undefined) {
      return known;
    }
    if (Number.isNaN(value)) {
      return this.missing();
    }
    const code = this.#fromSpelling(spellValue(value), value);
    this.#values.set(value, code);
    return code;
  }

  #fromSpelling(spelling: string, value: number | bigint | boolean): number {
    if (this.#ignored.hasValue(spelling)) {
      return IGNORED;
    }
    const code = this.#codeOfValue(spelling);
    if (code === undefined && typeof value === "number" && !Number.isInteger(value)) {
      throw dataError("FRACTIONAL_LABEL", `the label ${spelling} is no whole number`, {
        hint: `A column of continuous values cannot be a label; name the label column with ${option("label")}.`,
      });
    }
    return code ?? this.#fromText(encoder.encode(spelling));
  }
}

/** What the table of labels gives for one that is not in it. */
const UNKNOWN = -1;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Whether a column of this type holds lists. */
export function isList(
  type: ColumnType,
): type is Extract<ColumnType, { kind: "list" | "large-list" | "fixed-list" }> {
  return type.kind.endsWith("list");
}

function bitAt(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3] >> (row & 7)) & 1) === 1;
}
