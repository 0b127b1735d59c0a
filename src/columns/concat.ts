import { Batch, type Column, type Values } from "../batch.js";
import { dataError } from "../errors.js";
import { CodedTargets, DenseTargets, type Targets } from "../targets.js";
import { Arena } from "./arena.js";
import { appendBits, bitmapBytes } from "./bitmap.js";
import { compactOffsets, compactUnion } from "./compact.js";
import { option } from "../wording/option.js";
import { DictionaryUnion, type IndexType } from "./dictionaries.js";
import { layoutOf, type ValuesConstructor } from "./layout.js";
import { copyOffsets, type Offsets } from "./offsets.js";
import { concatViews } from "./views.js";

/**
 * The rows of all columns, one column after another, under the first one's field. Columns that share a dictionary
 * keep it; differing dictionaries are united, those of plain values without doubles.
 *
 * @param columns One or more columns of one type.
 * @param arena Where values and offsets go. Dictionaries have memory of their own.
 * @throws {DatasetError} If 32-bit offsets cannot span the bytes or child rows together (`COLUMN_TOO_LARGE`),
 *   or the index type cannot count the values of the united dictionary (`DICTIONARY_OVERFLOW`).
 */
export function concatColumns(columns: readonly Column[], arena = new Arena()): Column {
  const [first] = columns;
  const filled = columns.filter((column) => column.length > 0);
  if (filled.length < 2) {
    return filled[0] ?? first;
  }
  const length = sum(filled, (column) => column.length);
  const nullCount = sum(filled, (column) => column.nullCount);
  const base = { field: first.field, length, nullCount, validity: concatValidity(filled, length) };
  return { ...base, ...concatParts(filled, length, arena) };
}

/**
 * The rows of all batches, one batch after another: columns, label text and targets, not the source bytes.
 *
 * @param arena Where values, offsets and targets go.
 */
export function concatBatches(batches: readonly Batch[], arena = new Arena()): Batch {
  const [first] = batches;
  if (batches.length === 1) {
    return first;
  }
  const { labelText, targets } = first;
  return new Batch({
    rows: sum(batches, (batch) => batch.rows),
    firstRow: first.firstRow,
    columns: first.columns.map((_, at) =>
      concatColumns(
        batches.map((batch) => batch.columns[at]),
        arena,
      ),
    ),
    metadata: first.metadata,
    origin: first.origin,
    labelText:
      labelText &&
      concatColumns(
        batches.map((batch) => batch.labelText as Column),
        arena,
      ),
    targets:
      targets &&
      concatTargets(
        batches.map((batch) => batch.targets as Targets),
        arena,
      ),
    classNames: first.classNames,
  });
}

/** The targets of all rows; coded as long as all are and share their two numbers. */
export function concatTargets(parts: readonly Targets[], arena = new Arena()): Targets {
  const [first] = parts;
  if (parts.length === 1) {
    return first;
  }
  if (
    first.kind === "coded" &&
    parts.every((part) => part.kind === "coded" && alike(first, part))
  ) {
    const codes = (parts as CodedTargets[]).map((part) => part.codes);
    return new CodedTargets(
      first.classes,
      joined(codes, Int32Array, arena) as Int32Array,
      first.on,
      first.off,
    );
  }
  const rows = parts.map((part) => part.dense());
  return new DenseTargets(first.classes, joined(rows, Float64Array, arena) as Float64Array);
}

function alike(one: CodedTargets, other: CodedTargets): boolean {
  return one.classes === other.classes && one.on === other.on && one.off === other.off;
}

function concatParts(columns: readonly Column[], length: number, arena: Arena): Partial<Column> {
  const { type } = columns[0].field;
  if (type.kind === "dictionary") {
    return concatDictionaries(columns, type.index, arena);
  }
  const layout = layoutOf(type);
  switch (layout.form) {
    case "null":
      return {};
    case "bits":
      return { data: concatBits(columns, length) };
    case "fixed":
      return { data: joined(datas(columns), layout.array, arena) };
    case "view":
      return concatViews(columns);
    case "bytes":
    case "list":
      return concatSpans(columns.map(compactOffsets), { length, wide: layout.wide, arena });
    case "fixed-list":
    case "struct":
      return { children: concatChildren(columns, arena) };
    case "union":
      return layout.dense
        ? concatDenseUnions(columns.map(compactUnion), length, arena)
        : {
            data: joined(datas(columns), Int8Array, arena),
            children: concatChildren(columns, arena),
          };
  }
}

/** What concatenated dictionary columns have in common: indices into one dictionary. */
function concatDictionaries(
  columns: readonly Column[],
  index: IndexType,
  arena: Arena,
): Pick<Column, "data" | "dictionary"> {
  const union = new DictionaryUnion(columns[0].dictionary as Column, concatColumns);
  const parts = columns.map((column) => union.remap(column, index));
  const { array } = layoutOf(index) as { readonly array: ValuesConstructor };
  return { data: joined(parts, array, arena), dictionary: union.values };
}

function concatValidity(columns: readonly Column[], length: number): Uint8Array | undefined {
  if (columns.every((column) => column.validity === undefined)) {
    return undefined;
  }
  const bits = new Uint8Array(bitmapBytes(length));
  let at = 0;
  for (const column of columns) {
    appendBits(bits, at, column.length, column.validity);
    at += column.length;
  }
  return bits;
}

function concatBits(columns: readonly Column[], length: number): Uint8Array {
  const bits = new Uint8Array(bitmapBytes(length));
  let at = 0;
  for (const column of columns) {
    appendBits(bits, at, column.length, column.data as Uint8Array);
    at += column.length;
  }
  return bits;
}

/** Variable-width columns that are compact: each one's offsets begin where the last one's ended. */
function concatSpans(
  columns: readonly Column[],
  {
    length,
    wide,
    arena,
  }: { readonly length: number; readonly wide: boolean; readonly arena: Arena },
): Partial<Column> {
  const offsets = wide ? arena.take(BigInt64Array, length + 1) : arena.take(Int32Array, length + 1);
  let row = 0;
  let shift = 0;
  for (const column of columns) {
    const source = column.offsets as Offsets;
    const end = shift + Number(source[source.length - 1]);
    if (!wide && end > MAX_INT32) {
      throw tooLarge(column.field.name, end);
    }
    copyOffsets(source, offsets, row, shift);
    row += column.length;
    shift = end;
  }
  return columns[0].children === undefined
    ? { offsets, data: joined(datas(columns), Uint8Array, arena) }
    : { offsets, children: concatChildren(columns, arena) };
}

function concatDenseUnions(
  columns: readonly Column[],
  length: number,
  arena: Arena,
): Partial<Column> {
  const type = columns[0].field.type as { readonly typeIds: readonly number[] };
  const offsets = new Int32Array(length);
  const bases = new Int32Array(128);
  let at = 0;
  for (const column of columns) {
    const ids = column.data as Int8Array;
    const own = column.offsets as Int32Array;
    for (let row = 0; row < column.length; row++) {
      offsets[at++] = own[row] + bases[ids[row]];
    }
    column.children?.forEach((child, ordinal) => (bases[type.typeIds[ordinal]] += child.length));
  }
  return {
    data: joined(datas(columns), Int8Array, arena),
    offsets,
    children: concatChildren(columns, arena),
  };
}

function concatChildren(columns: readonly Column[], arena: Arena): Column[] | undefined {
  return columns[0].children?.map((_, at) =>
    concatColumns(
      columns.map((column) => (column.children as readonly Column[])[at]),
      arena,
    ),
  );
}

function datas(columns: readonly Column[]): Values[] {
  return columns.map((column) => column.data as Values);
}

function joined(parts: readonly Values[], array: ValuesConstructor, arena: Arena): Values {
  const length = sum(parts, (part) => part.length);
  const values = arena.take(array, length);
  let at = 0;
  for (const part of parts) {
    values.set(part as never, at);
    at += part.length;
  }
  return values;
}

function sum<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}

function tooLarge(name: string, end: number): Error {
  return dataError(
    "COLUMN_TOO_LARGE",
    `one batch would hold ${end} bytes or items, and 32-bit offsets end at ${MAX_INT32}`,
    { column: name, hint: `Use smaller batches (${option("chunkRows")}).` },
  );
}

const MAX_INT32 = 2 ** 31 - 1;
