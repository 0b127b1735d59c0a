import type { Column, ColumnType } from "../../batch.js";
import { concatColumns, sliceColumn } from "../../columns.js";
import { DictionaryUnion } from "../../columns/dictionaries.js";
import type { ArrowContainer } from "./framing.js";

/** A dictionary message to be written. */
export interface DictionaryPart {
  readonly id: number;
  readonly values: Column;
  /** Whether these values go behind those that were written before. */
  readonly delta: boolean;
}

/**
 * Decides which dictionaries must be written before a record batch. In a stream a changed one is written again. A file
 * has one dictionary for each id: differing ones are united, and what comes in later is written as a delta for those who
 * read on from the start; for those who begin with the footer, whom not all readers follow through deltas, the whole
 * dictionary is written once more at the end.
 */
export class DictionaryWriter {
  readonly #written = new Map<number, Column>();
  readonly #unions = new Map<number, DictionaryUnion>();
  readonly #grown = new Set<number>();

  constructor(readonly container: ArrowContainer) {}

  /** The columns with the indices that will be right in the output. */
  united(columns: readonly Column[]): readonly Column[] {
    if (this.container === "stream") {
      return columns;
    }
    let outermost = 0;
    const unite = (column: Column): Column => {
      const { type } = column.field;
      if (type.kind === "dictionary") {
        return this.#unite(column, type, outermost++);
      }
      const children = column.children?.map(unite);
      const moved = children?.some((child, at) => child !== column.children?.[at]) ?? false;
      return moved ? { ...column, children } : column;
    };
    return columns.map(unite);
  }

  /** What has to be written before these columns, inner dictionaries before those that use them. */
  due(columns: readonly Column[]): DictionaryPart[] {
    const parts: DictionaryPart[] = [];
    dictionariesOf(columns).forEach((values, id) => {
      const written = this.#written.get(id);
      if (written === values) {
        return;
      }
      this.#written.set(id, values);
      if (this.container === "stream" || written === undefined) {
        parts.push({ id, values, delta: false });
      } else if (values.length > written.length) {
        this.#grown.add(id);
        parts.push({ id, values: sliceColumn(values, written.length, values.length), delta: true });
      }
    });
    return parts.toReversed();
  }

  /** The dictionaries that are to be written whole at the end of a file. */
  atEnd(): DictionaryPart[] {
    return [...this.#grown]
      .toSorted((one, other) => other - one)
      .map((id) => ({ id, values: this.#written.get(id) as Column, delta: false }));
  }

  #unite(
    column: Column,
    type: Extract<ColumnType, { kind: "dictionary" }>,
    outermost: number,
  ): Column {
    const known = this.#unions.get(outermost);
    const union = known ?? new DictionaryUnion(column.dictionary as Column, concatColumns);
    this.#unions.set(outermost, union);
    const data = union.remap(column, type.index);
    return { ...column, data, dictionary: union.values };
  }
}

/** The dictionaries of columns by their id: each column before its children, as the schema numbers them. */
function dictionariesOf(columns: readonly Column[]): Column[] {
  return columns.flatMap(({ dictionary, children }) =>
    dictionary === undefined
      ? dictionariesOf(children ?? [])
      : [dictionary, ...dictionariesOf(dictionary.children ?? [])],
  );
}
