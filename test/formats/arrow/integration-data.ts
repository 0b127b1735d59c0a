import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const ROOT = join(import.meta.dirname, "../../../../shared/data/arrow");

/** Whether the Arrow project's test files are beside this checkout. */
export const HAS_ARROW_DATA = existsSync(ROOT);

/** The Arrow files of a folder, with their bytes. */
export function arrowFiles(folder: string): { name: string; bytes: Buffer }[] {
  const files = HAS_ARROW_DATA
    ? readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    : [];
  return files
    .filter((name) => /\.(stream|arrow|arrow_file)$/.test(name))
    .toSorted()
    .map((name) => ({ name, bytes: readFileSync(join(ROOT, folder, name)) }));
}

interface JsonField {
  readonly name: string;
  readonly type: { readonly name: string; readonly unit?: string; readonly bitWidth?: number };
  readonly dictionary?: { readonly id: number };
  readonly children: readonly JsonField[];
}

interface JsonColumn {
  readonly count: number;
  readonly VALIDITY?: readonly number[];
  readonly OFFSET?: readonly (number | string)[];
  readonly DATA?: readonly unknown[];
  readonly VIEWS?: readonly JsonView[];
  readonly VARIADIC_DATA_BUFFERS?: readonly string[];
  readonly children?: readonly JsonColumn[];
}

interface JsonView {
  readonly SIZE: number;
  readonly INLINED?: string;
  readonly BUFFER_INDEX?: number;
  readonly OFFSET?: number;
}

interface JsonFile {
  readonly schema: { readonly fields: readonly JsonField[] };
  readonly batches: readonly { readonly columns: readonly JsonColumn[] }[];
  readonly dictionaries?: readonly { id: number; data: { columns: readonly JsonColumn[] } }[];
}

/** The rows that the description beside an Arrow file gives, column by column, as plain values. */
export function describedValues(name: string): unknown[][] {
  const described = join(ROOT, "integration", name.replace(/\.(stream|arrow_file)$/, ".json.gz"));
  const text = gunzipSync(readFileSync(described)).toString();
  // Quoted, numbers past 2^53 keep their digits.
  const file = JSON.parse(text.replace(/("nanoseconds": ?)(-?\d+)/g, '$1"$2"')) as JsonFile;
  return file.schema.fields.map((field, at) =>
    file.batches.flatMap((batch) => columnValues(field, batch.columns[at], file)),
  );
}

function columnValues(field: JsonField, column: JsonColumn, file: JsonFile): unknown[] {
  return Array.from({ length: column.count }, (_, row) =>
    column.VALIDITY?.[row] === 0 ? null : rowValue(field, column, { row, file }),
  );
}

function rowValue(
  field: JsonField,
  column: JsonColumn,
  { row, file }: { row: number; file: JsonFile },
): unknown {
  const value = column.DATA?.[row];
  if (field.dictionary !== undefined) {
    const { id } = field.dictionary;
    const values = file.dictionaries?.find((dictionary) => dictionary.id === id);
    const plain = { ...field, dictionary: undefined };
    return columnValues(plain, values?.data.columns[0] as JsonColumn, file)[Number(value)];
  }
  switch (field.type.name) {
    case "list": {
      const [start, end] = [column.OFFSET?.[row], column.OFFSET?.[row + 1]].map(Number);
      const child = column.children?.[0] as JsonColumn;
      return columnValues(field.children[0], child, file).slice(start, end);
    }
    case "struct":
      return field.children.map(
        (child, at) => columnValues(child, column.children?.[at] as JsonColumn, file)[row],
      );
    case "utf8view":
      return Buffer.from(viewDigits(column, row, "utf8"), "hex").toString();
    case "binaryview":
      return viewDigits(column, row, "hex");
    default:
      return scalarValue(field.type, value);
  }
}

function viewDigits(column: JsonColumn, row: number, inlined: "utf8" | "hex"): string {
  const view = column.VIEWS?.[row] as JsonView;
  if (view.INLINED !== undefined) {
    return Buffer.from(view.INLINED, inlined).toString("hex").toUpperCase();
  }
  const buffer = column.VARIADIC_DATA_BUFFERS?.[view.BUFFER_INDEX as number] as string;
  const start = view.OFFSET as number;
  return buffer.slice(start * 2, (start + view.SIZE) * 2);
}

function scalarValue(type: JsonField["type"], value: unknown): unknown {
  switch (type.name) {
    case "bool":
      return Boolean(value);
    case "decimal":
      return littleEndian(BigInt(value as string), (type.bitWidth ?? 128) / 8);
    case "interval":
      return intervalDigits(value);
    case "floatingpoint":
      return Number(value);
    default:
      return is64Bit(type) ? BigInt(value as string) : value;
  }
}

function is64Bit({ name, bitWidth, unit }: JsonField["type"]): boolean {
  return (
    bitWidth === 64 ||
    name === "timestamp" ||
    name === "duration" ||
    (name === "date" && unit === "MILLISECOND")
  );
}

function intervalDigits(value: unknown): string {
  if (typeof value === "number") {
    return littleEndian(BigInt(value), 4);
  }
  const parts = value as Record<string, number>;
  const { months, days, milliseconds, nanoseconds } = parts;
  return months === undefined
    ? littleEndian(BigInt(days), 4) + littleEndian(BigInt(milliseconds), 4)
    : littleEndian(BigInt(months), 4) +
        littleEndian(BigInt(days), 4) +
        littleEndian(BigInt(nanoseconds), 8);
}

function littleEndian(value: bigint, bytes: number): string {
  const digits = BigInt.asUintN(bytes * 8, value)
    .toString(16)
    .padStart(bytes * 2, "0");
  return Buffer.from(Buffer.from(digits, "hex").toReversed()).toString("hex").toUpperCase();
}
