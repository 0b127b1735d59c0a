import { isValid, type Column, type ColumnType, type Values } from "../batch.js";
import { dataError } from "../errors.js";
import { layoutOf } from "./layout.js";
import type { Offsets } from "./offsets.js";
import { sliceColumn } from "./slice.js";
import { viewBytes } from "./views.js";

/** The type of a dictionary's indices. */
export type IndexType = Extract<ColumnType, { kind: "dictionary" }>["index"];

/**
 * A dictionary that takes in others. Values that are there already are found by their bytes; nested values are
 * appended as they are. What is in keeps its index for ever.
 */
export class DictionaryUnion {
  #parts: Column[];
  #length: number;
  #places?: Map<string, number>;
  /** Where each dictionary taken in has its values now; the first one's are where they were. */
  readonly #maps = new WeakMap<Column, Int32Array | "same">();

  /**
   * @param first The dictionary that all begins with.
   * @param join Puts columns one after another.
   */
  constructor(
    first: Column,
    readonly join: (columns: readonly Column[]) => Column,
  ) {
    this.#parts = [first];
    this.#length = first.length;
    this.#maps.set(first, "same");
  }

  get length(): number {
    return this.#length;
  }

  /** All values so far: the same object as long as none comes in. */
  get values(): Column {
    if (this.#parts.length > 1) {
      this.#parts = [this.join(this.#parts)];
    }
    return this.#parts[0];
  }

  /**
   * The indices of a dictionary column, as indices into the union, which takes in the column's dictionary.
   * @throws {DatasetError} If the index type cannot count so many values (`DICTIONARY_OVERFLOW`).
   */
  remap(column: Column, index: IndexType): Values {
    const map = this.#mapOf(column.dictionary as Column);
    const limit = 2 ** (index.signed ? index.bits - 1 : index.bits);
    if (this.#length > limit) {
      throw overflow(column.field.name, this.#length, index);
    }
    const indices = column.data as Values;
    if (map === "same") {
      return indices;
    }
    const moved = indices.slice();
    for (let row = 0; row < moved.length; row++) {
      const place = isValid(column, row) ? map[Number(indices[row])] : 0;
      moved[row] = typeof indices[row] === "bigint" ? BigInt(place) : place;
    }
    return moved;
  }

  #mapOf(dictionary: Column): Int32Array | "same" {
    const known = this.#maps.get(dictionary);
    if (known !== undefined) {
      return known;
    }
    const map = new Int32Array(dictionary.length);
    const keyOf = keysOf(dictionary);
    if (keyOf === undefined) {
      map.forEach((_, row) => (map[row] = this.#length + row));
      this.#append(dictionary);
    } else {
      this.#takeIn(dictionary, keyOf, map);
    }
    this.#maps.set(dictionary, map);
    return map;
  }

  #takeIn(dictionary: Column, keyOf: (row: number) => string, map: Int32Array): void {
    const places = (this.#places ??= placesOf(this.values));
    let runStart = 0;
    let length = this.#length;
    for (let row = 0; row < map.length; row++) {
      const key = keyOf(row);
      const place = places.get(key);
      map[row] = place ?? length++;
      if (place === undefined) {
        places.set(key, map[row]);
      } else {
        this.#append(sliceColumn(dictionary, runStart, row));
        runStart = row + 1;
      }
    }
    this.#append(sliceColumn(dictionary, runStart, map.length));
  }

  #append(values: Column): void {
    if (values.length > 0) {
      this.#parts.push(values);
      this.#length += values.length;
    }
  }
}

function placesOf(dictionary: Column): Map<string, number> {
  const places = new Map<string, number>();
  const keyOf = keysOf(dictionary) as (row: number) => string;
  for (let row = 0; row < dictionary.length; row++) {
    const key = keyOf(row);
    if (!places.has(key)) {
      places.set(key, row);
    }
  }
  return places;
}

/** A function that tells values apart; absent for nested types. Two equal values have equal keys. */
function keysOf(column: Column): ((row: number) => string) | undefined {
  const bytesOf = bytesReader(column);
  return bytesOf && ((row) => (isValid(column, row) ? keyOfBytes(bytesOf(row)) : "null"));
}

function bytesReader(column: Column): ((row: number) => Uint8Array) | undefined {
  const layout = layoutOf(column.field.type);
  const data = column.data as Values;
  const bytes = new Uint8Array(data?.buffer ?? 0, data?.byteOffset ?? 0, data?.byteLength ?? 0);
  if (layout.form === "bytes") {
    const offsets = column.offsets as Offsets;
    return (row) => bytes.subarray(Number(offsets[row]), Number(offsets[row + 1]));
  }
  if (layout.form === "fixed" && column.field.type.kind !== "dictionary") {
    const width = layout.perRow * layout.array.BYTES_PER_ELEMENT;
    return (row) => bytes.subarray(row * width, (row + 1) * width);
  }
  return layout.form === "view" ? (row) => viewBytes(column, row) : undefined;
}

// This decoder gives each byte a character of its own; the mark tells an empty value from null.
function keyOfBytes(bytes: Uint8Array): string {
  return `=${LATIN.decode(bytes)}`;
}

const LATIN = new TextDecoder("latin1");

function overflow(name: string, values: number, index: IndexType): Error {
  const type = `${index.signed ? "int" : "uint"}${index.bits}`;
  return dataError(
    "DICTIONARY_OVERFLOW",
    `the dictionaries of column "${name}" hold ${values} values together, more than its ${type} indices can count`,
    {
      column: name,
      hint: "Write a stream (.arrows), where each record batch may have its own dictionary.",
    },
  );
}
