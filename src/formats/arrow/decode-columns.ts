import type { Column, Field, Values } from "../../batch.js";
import { bitmapBytes, countSet } from "../../columns/bitmap.js";
import { layoutOf, type Layout, type ValuesConstructor } from "../../columns/layout.js";
import { emptyOffsets, type Offsets } from "../../columns/offsets.js";
import { sliceColumn } from "../../columns/slice.js";
import { DatasetError, dataError } from "../../errors.js";
import { corrupt } from "./checked-bytes.js";
import { checkIndices, checkOffsets, checkText, checkUnion } from "./check-columns.js";
import { soundViews } from "./check-views.js";
import type { RecordLayout } from "./decode-message.js";
import { decompress } from "./decompress.js";
import { emptyColumn, valuesField, type DictionaryLookup } from "./empty-column.js";
import { skipColumn, viewBuffers, type RecordPosition } from "./skip-column.js";

/** A record batch as it lies in a message. */
export interface RecordBody {
  readonly layout: RecordLayout;
  readonly body: Uint8Array;
}

/**
 * The columns of a record batch, over the memory of its body where nothing forbids it.
 * All that the metadata claims is checked against the bytes.
 *
 * @param isWanted Whether a column is to be read; the others are stepped over.
 * @throws {DatasetError} If anything contradicts anything (`CORRUPT_ARROW`), or text is not UTF-8 (`INVALID_UTF8`).
 */
export function decodeColumns(
  fields: readonly Field[],
  records: RecordBody,
  dictionaryOf: DictionaryLookup,
  isWanted: (field: Field) => boolean = () => true,
): Column[] {
  const reader = new ColumnReader(records, dictionaryOf);
  const columns = fields.flatMap((field) => {
    if (!isWanted(field)) {
      reader.skip(field);
      return [];
    }
    const column = placed(field, () => reader.read(field));
    if (column.length !== records.layout.rows) {
      throw wrongLength(field, column.length, records.layout.rows);
    }
    return column;
  });
  reader.finish();
  return columns;
}

/** What `read` returns; a fault within the children of a column is told by the column, not by their rows. */
function placed(field: Field, read: () => Column): Column {
  try {
    return read();
  } catch (error) {
    const nested = NESTED.has(layoutOf(field.type).form);
    if (error instanceof DatasetError && nested) {
      const { code, message, hint, cause } = error;
      throw dataError(code, message, { column: field.name, hint, cause });
    }
    throw error;
  }
}

const NESTED = new Set<Layout["form"]>(["list", "fixed-list", "struct", "union"]);

class ColumnReader {
  readonly #at: RecordPosition = { node: 0, buffer: 0, variadic: 0 };

  constructor(
    readonly records: RecordBody,
    readonly dictionaryOf: DictionaryLookup,
  ) {}

  read(field: Field): Column {
    const node = this.records.layout.nodes[this.#at.node++];
    if (node === undefined) {
      throw corrupt(`the record batch has too few columns: none for "${field.name}"`);
    }
    const layout = layoutOf(field.type);
    const base = { field, length: node.length, ...this.#validity(field, layout, node) };
    const column = { ...base, ...this.#parts(field, layout, base) };
    if (field.type.kind !== "dictionary") {
      return column;
    }
    const dictionary =
      this.dictionaryOf(field) ?? emptyColumn(valuesField(field), this.dictionaryOf);
    checkIndices(column, dictionary.length);
    return { ...column, dictionary };
  }

  skip(field: Field): void {
    skipColumn(field, this.records.layout, this.#at);
  }

  finish(): void {
    const { nodes, buffers } = this.records.layout;
    const { node, buffer } = this.#at;
    if (node !== nodes.length || buffer !== buffers.length) {
      throw corrupt(
        `the record batch has ${nodes.length} columns in ${buffers.length} buffers, expected ${node} in ${buffer}`,
      );
    }
  }

  #validity(
    field: Field,
    layout: Layout,
    { length, nullCount }: { length: number; nullCount: number },
  ): Pick<Column, "validity" | "nullCount"> {
    if (layout.form === "null") {
      return { nullCount: length };
    }
    if (layout.form === "union") {
      if (this.records.layout.unionBitmaps) {
        this.#bytes(field, 0);
      }
      return { nullCount: 0 };
    }
    const bits = this.#bytes(field, nullCount === 0 ? 0 : bitmapBytes(length));
    if (nullCount === 0) {
      return { nullCount };
    }
    const nulls = length - countSet(bits, length);
    if (nulls !== nullCount) {
      throw corrupt(`column "${field.name}" claims ${nullCount} nulls and has ${nulls}`, {
        column: field.name,
      });
    }
    return { nullCount, validity: bits.subarray(0, bitmapBytes(length)) };
  }

  #parts(field: Field, layout: Layout, base: Column): Partial<Column> {
    const { length } = base;
    switch (layout.form) {
      case "null":
        return {};
      case "bits":
        return { data: this.#bytes(field, bitmapBytes(length)).subarray(0, bitmapBytes(length)) };
      case "fixed":
        return { data: this.#values(field, layout.array, length * layout.perRow) };
      case "view":
        return soundViews({ ...base, ...this.#views(field, length) });
      case "bytes": {
        const offsets = this.#offsets(field, length, layout.wide);
        const data = this.#bytes(field, 0);
        checkOffsets(field, offsets, data.length);
        checkText({ ...base, offsets, data });
        return { offsets, data };
      }
      case "list": {
        const offsets = this.#offsets(field, length, layout.wide);
        const child = this.read(layout.child);
        checkOffsets(field, offsets, child.length);
        return { offsets, children: [child] };
      }
      case "fixed-list":
        return { children: [this.#child(field, layout.child, length * layout.size)] };
      case "struct":
        return { children: layout.children.map((child) => this.#child(field, child, length)) };
      case "union":
        return this.#union(field, layout, length);
    }
  }

  #union(
    field: Field,
    layout: Extract<Layout, { form: "union" }>,
    length: number,
  ): Partial<Column> {
    const data = this.#values(field, Int8Array, length) as Int8Array;
    if (!layout.dense) {
      const children = layout.children.map((child) => this.#child(field, child, length));
      checkUnion(field, { data });
      return { data, children };
    }
    const offsets = this.#values(field, Int32Array, length) as Int32Array;
    const children = layout.children.map((child) => this.read(child));
    checkUnion(field, { data, offsets, children });
    return { data, offsets, children };
  }

  #views(field: Field, length: number): Pick<Column, "data" | "buffers"> {
    const data = this.#values(field, Uint8Array, length * 16);
    const count = viewBuffers(field.name, this.records.layout, this.#at);
    return { data, buffers: Array.from({ length: count }, () => this.#bytes(field, 0)) };
  }

  /** A child that must have at least `length` rows; those past them are dropped. */
  #child(field: Field, child: Field, length: number): Column {
    const column = this.read(child);
    if (column.length < length) {
      throw wrongLength(field, column.length, length);
    }
    return sliceColumn(column, 0, length);
  }

  #offsets(field: Field, length: number, wide: boolean): Offsets {
    // The only offset of a column without rows may be left out, and points to nothing where it is there.
    if (length === 0) {
      this.#bytes(field, 0);
      return emptyOffsets(1, wide);
    }
    return this.#values(field, wide ? BigInt64Array : Int32Array, length + 1) as Offsets;
  }

  #values(field: Field, array: ValuesConstructor, length: number): Values {
    const width = array.BYTES_PER_ELEMENT;
    const bytes = this.#bytes(field, length * width);
    if (bytes.byteOffset % width === 0) {
      return new array(bytes.buffer, bytes.byteOffset, length);
    }
    const aligned = bytes.slice(0, length * width);
    return new array(aligned.buffer, 0, length);
  }

  /** The next buffer, of at least `least` bytes. */
  #bytes(field: Field, least: number): Uint8Array {
    const { layout, body } = this.records;
    const place = layout.buffers[this.#at.buffer++];
    if (place === undefined || place.offset + place.length > body.length) {
      throw corrupt(
        `a buffer of column "${field.name}" is not within the ${body.length} bytes of its record batch`,
        {
          column: field.name,
        },
      );
    }
    const stored = body.subarray(place.offset, place.offset + place.length);
    const bytes =
      layout.codec === undefined || stored.length === 0 ? stored : decompress(stored, layout.codec);
    if (bytes.length < least) {
      throw corrupt(
        `a buffer of column "${field.name}" has ${bytes.length} bytes, expected ${least}`,
        {
          column: field.name,
        },
      );
    }
    return bytes;
  }
}

function wrongLength(field: Field, found: number, expected: number): Error {
  return corrupt(`column "${field.name}" has ${found} rows, expected ${expected}`, {
    column: field.name,
  });
}
