import type { Batch, Column } from "../batch.js";
import { isValid } from "../batch.js";
import { IGNORED, isList, type LabelMeaning, LabelReader } from "./label-reader.js";
import { labelColumn, located, rowsIn } from "./labels.js";
import { type ReadBytes, textReader } from "./text-spans.js";

/** What the labels of rows mean, and what stands between them in a text. */
export interface MultiLabelMeaning extends LabelMeaning {
  readonly separator: string;
}

/** The codes of a row's labels, each once; undefined for a row of which one is to be ignored. */
export type RowLabels = readonly number[] | undefined;

/**
 * Reads columns of any number of labels a row: texts that are split, lists, or single labels. A text or a list without
 * labels stands for no label at all, and so does an empty field of a text file; a null is a missing label.
 */
export class MultiLabelReader {
  readonly #reader: LabelReader;
  readonly #separator: Uint8Array;
  readonly #ignoresMissing: boolean;
  readonly #dictionaries = new WeakMap<Column, RowLabels[]>();

  constructor(meaning: MultiLabelMeaning) {
    this.#reader = new LabelReader(meaning);
    this.#separator = new TextEncoder().encode(meaning.separator);
    this.#ignoresMissing = meaning.ignored?.missing === true;
  }

  /**
   * Hands over the labels of one row after the other.
   * @param label The label column.
   * @throws {DatasetError} For a missing label (`MISSING_LABEL`) or one that has no code, with its row and line.
   */
  read(batch: Batch, label: string, take: (row: number, labels: RowLabels) => void): void {
    const column = labelColumn(batch, label);
    const labelsAt = rowsIn(batch, () => this.#rows(column));
    const emptyIsNone = !this.#ignoresMissing && isEmptyNull(batch);
    for (let row = 0; row < batch.rows; row++) {
      try {
        const isNone = emptyIsNone && !isValid(column, row);
        take(row, isNone ? [] : labelsAt(row));
      } catch (error) {
        throw located(error, batch, row, label);
      }
    }
  }

  #rows(labels: Column): (row: number) => RowLabels {
    const read = this.#present(labels);
    return (row) => (isValid(labels, row) ? read(row) : single(this.#reader.missing()));
  }

  #present(labels: Column): (row: number) => RowLabels {
    const { type } = labels.field;
    if (isList(type)) {
      return this.#listReader(labels, type.kind === "fixed-list" ? type.size : 0);
    }
    switch (type.kind) {
      case "utf8":
      case "large-utf8":
      case "utf8-view":
        return textReader(labels, this.#split);
      case "dictionary":
        return this.#dictionaryReader(labels);
      default: {
        const read = this.#reader.rows(labels);
        return (row) => single(read(row));
      }
    }
  }

  #dictionaryReader(labels: Column): (row: number) => RowLabels {
    const dictionary = labels.dictionary as Column;
    const indices = labels.data as Int32Array;
    const known = this.#dictionaries.get(dictionary) ?? [];
    this.#dictionaries.set(dictionary, known);
    const read = this.#rows(dictionary);
    return (row) => {
      const index = Number(indices[row]);
      if (!(index in known)) {
        known[index] = read(index);
      }
      return known[index];
    };
  }

  #listReader({ children, offsets }: Column, size: number): (row: number) => RowLabels {
    const [child] = children as readonly Column[];
    const read = this.#itemReader(child);
    return (row) => {
      const start = offsets === undefined ? row * size : Number(offsets[row]);
      const end = offsets === undefined ? start + size : Number(offsets[row + 1]);
      const labels = new LabelSet();
      for (let at = start; at < end; at++) {
        labels.add(() => read(at));
      }
      return labels.codes();
    };
  }

  /** Items of lists; one of text without characters is what splitting an empty text gives, and no label. */
  #itemReader(items: Column): (row: number) => number {
    if (!isText(items)) {
      return this.#reader.rows(items);
    }
    const read = textReader(items, this.#part);
    return (row) => (isValid(items, row) ? read(row) : this.#reader.missing());
  }

  readonly #part: ReadBytes<number> = (bytes, start, end) =>
    start === end ? NONE : this.#reader.text(bytes, start, end);

  readonly #split: ReadBytes<RowLabels> = (bytes, start, end) => {
    const labels = new LabelSet();
    let from = start;
    while (from <= end) {
      const first = from;
      const to = this.#nextSeparator(bytes, first, end);
      labels.add(() => this.#part(bytes, first, to));
      from = to + this.#separator.length;
    }
    return labels.codes();
  };

  /** Where the next separator begins, or the end. */
  #nextSeparator(bytes: Uint8Array, from: number, end: number): number {
    const separator = this.#separator;
    const last = end - separator.length;
    for (let at = from; at <= last; at++) {
      let same = 0;
      while (same < separator.length && bytes[at + same] === separator[same]) {
        same++;
      }
      if (same === separator.length) {
        return at;
      }
    }
    return end;
  }
}

/** The labels of one row. One that is to be ignored outweighs whatever is wrong with another. */
class LabelSet {
  readonly #codes = new Set<number>();
  #fault: unknown;

  add(read: () => number): void {
    try {
      this.#codes.add(read());
    } catch (error) {
      this.#fault ??= error;
    }
  }

  /** Each label once. */
  codes(): RowLabels {
    if (this.#codes.has(IGNORED)) {
      return undefined;
    }
    if (this.#fault !== undefined) {
      throw this.#fault;
    }
    this.#codes.delete(NONE);
    return [...this.#codes];
  }
}

/** Stands for a part of a text or a list in which there is no label. */
const NONE = -3;

/** A single label of a row. */
function single(code: number): RowLabels {
  return code === IGNORED ? undefined : [code];
}

function isText({ field }: Column): boolean {
  return /utf8/u.test(field.type.kind);
}

/** Whether a null is nothing but an empty field of a text. With a text for null there is another way to say that. */
function isEmptyNull({ source }: Batch): boolean {
  return source !== undefined && source.dialect.nullText === undefined;
}
