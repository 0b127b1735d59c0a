import type { Column, Values } from "../batch.js";
import { Arena } from "./arena.js";
import { bitmapBytes } from "./bitmap.js";
import { layoutOf, type ValuesConstructor } from "./layout.js";
import { type Offsets, offsetReader, offsetWriter } from "./offsets.js";
import { MAX_INT32, tooLarge } from "./too-large.js";

/** Up to this length a loop copies faster than a call. */
const SHORT = 24;

/**
 * The rows at these places of a column, in this order; a place may come several times. A dictionary, and the buffers of
 * views, are shared.
 *
 * @param arena Where values and offsets go.
 * @throws {DatasetError} If 32-bit offsets cannot span the bytes or child rows together (`COLUMN_TOO_LARGE`).
 */
export function takeRows(column: Column, places: Int32Array, arena = new Arena()): Column {
  const length = places.length;
  return {
    ...column,
    length,
    ...takenValidity(column, places),
    ...takenParts(column, places, arena),
  };
}

function takenValidity(
  { field, validity }: Column,
  places: Int32Array,
): Pick<Column, "validity" | "nullCount"> {
  if (validity === undefined) {
    return { nullCount: field.type.kind === "null" ? places.length : 0, validity };
  }
  const { bits, set } = takenBits(validity, places);
  const nullCount = places.length - set;
  return { nullCount, validity: nullCount === 0 ? undefined : bits };
}

function takenParts(column: Column, places: Int32Array, arena: Arena): Partial<Column> {
  const { data, children } = column;
  const layout = layoutOf(column.field.type);
  const takeChildren = (at: Int32Array): Column[] | undefined =>
    children?.map((child) => takeRows(child, at, arena));
  switch (layout.form) {
    case "null":
      return {};
    case "bits":
      return { data: takenBits(data as Uint8Array, places).bits };
    case "fixed":
      return { data: takenValues(data as Values, places, { ...layout, arena }) };
    case "view":
      return {
        data: takenValues(data as Values, places, { array: Uint8Array, perRow: 16, arena }),
      };
    case "bytes":
      return takenBytes(column, places, arena);
    case "list": {
      const offsets = takenOffsets(column, places, arena);
      return { offsets, children: takeChildren(spannedPlaces(column.offsets as Offsets, places)) };
    }
    case "fixed-list":
      return { children: takeChildren(itemPlaces(places, layout.size)) };
    case "struct":
      return { children: takeChildren(places) };
    case "union": {
      const ids = takenValues(data as Values, places, { array: Int8Array, perRow: 1, arena });
      return layout.dense
        ? { data: ids, offsets: places.map((row) => Number(column.offsets?.[row])) }
        : { data: ids, children: takeChildren(places) };
    }
  }
}

function takenBits(
  source: Uint8Array,
  places: Int32Array,
): { readonly bits: Uint8Array; readonly set: number } {
  const bits = new Uint8Array(bitmapBytes(places.length));
  let set = 0;
  for (let at = 0; at < places.length; at++) {
    const bit = (source[places[at] >> 3] >> (places[at] & 7)) & 1;
    bits[at >> 3] |= bit << (at & 7);
    set += bit;
  }
  return { bits, set };
}

interface Width {
  readonly array: ValuesConstructor;
  readonly perRow: number;
  readonly arena: Arena;
}

/** Copies bits, not numbers: a NaN keeps its payload, and no bigint is made. */
function takenValues(source: Values, places: Int32Array, { array, perRow, arena }: Width): Values {
  const taken = arena.take<Values>(array, places.length * perRow);
  const bytes = perRow * array.BYTES_PER_ELEMENT;
  const word = WORDS[array.BYTES_PER_ELEMENT];
  const from = asWords(source, word);
  const to = asWords(taken, word);
  const width = bytes / word.BYTES_PER_ELEMENT;
  let end = 0;
  for (let at = 0; at < places.length; at++) {
    const start = places[at] * width;
    for (let index = 0; index < width; index++) {
      to[end++] = from[start + index];
    }
  }
  return taken;
}

type Words = Uint8Array | Uint16Array | Uint32Array;

/** What values of so many bytes are copied as. */
const WORDS: Readonly<Record<number, ValuesConstructor>> = {
  1: Uint8Array,
  2: Uint16Array,
  4: Uint32Array,
  8: Uint32Array,
};

function asWords(values: Values, word: ValuesConstructor): Words {
  const { buffer, byteOffset, byteLength } = values;
  return new word(buffer, byteOffset, byteLength / word.BYTES_PER_ELEMENT) as Words;
}

function takenOffsets({ field, offsets }: Column, places: Int32Array, arena: Arena): Offsets {
  const source = offsets as Offsets;
  const wide = source instanceof BigInt64Array;
  const taken = wide
    ? arena.take(BigInt64Array, places.length + 1)
    : arena.take(Int32Array, places.length + 1);
  const offset = offsetReader(source);
  const write = offsetWriter(taken);
  let end = 0;
  write(0, 0);
  for (let at = 0; at < places.length; at++) {
    end += offset(places[at] + 1) - offset(places[at]);
    write(at + 1, end);
  }
  if (!wide && end > MAX_INT32) {
    throw tooLarge(field.name, end);
  }
  return taken;
}

function takenBytes(column: Column, places: Int32Array, arena: Arena): Partial<Column> {
  const offsets = takenOffsets(column, places, arena);
  const from = offsetReader(column.offsets as Offsets);
  const source = column.data as Uint8Array;
  const data = arena.take(Uint8Array, Number(offsets[places.length]));
  let end = 0;
  for (let at = 0; at < places.length; at++) {
    const first = from(places[at]);
    const last = from(places[at] + 1);
    if (last - first > SHORT) {
      data.set(source.subarray(first, last), end);
      end += last - first;
    } else {
      for (let byte = first; byte < last; byte++) {
        data[end++] = source[byte];
      }
    }
  }
  return { offsets, data };
}

/** The child rows of the lists at these places. */
function spannedPlaces(offsets: Offsets, places: Int32Array): Int32Array {
  const offset = offsetReader(offsets);
  const total = places.reduce((sum, row) => sum + offset(row + 1) - offset(row), 0);
  const spanned = new Int32Array(total);
  let end = 0;
  for (const row of places) {
    for (let item = offset(row); item < offset(row + 1); item++) {
      spanned[end++] = item;
    }
  }
  return spanned;
}

function itemPlaces(places: Int32Array, size: number): Int32Array {
  const items = new Int32Array(places.length * size);
  places.forEach((row, at) => {
    for (let item = 0; item < size; item++) {
      items[at * size + item] = row * size + item;
    }
  });
  return items;
}
