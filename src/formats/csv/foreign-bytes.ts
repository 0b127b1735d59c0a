import { dataError } from "../../errors.js";

/** What often comes where text is expected. */
interface ForeignFormat {
  readonly start: readonly number[];
  readonly name: string;
  readonly hint: string;
}

const FOREIGN: readonly ForeignFormat[] = [
  {
    start: [0x1f, 0x8b],
    name: "gzip-compressed",
    hint: "Unpack it first, for instance: gzip -dc.",
  },
  {
    start: [0x28, 0xb5, 0x2f, 0xfd],
    name: "compressed with Zstandard",
    hint: "Unpack it first, for instance: zstd -dc.",
  },
  {
    start: [0x50, 0x4b, 0x03, 0x04],
    name: "a zip archive",
    hint: "Unpack it first, for instance: unzip -p. Save a workbook (.xlsx) as CSV.",
  },
  {
    // "PAR1" alone may be a column name; what Thrift begins with may not.
    start: [0x50, 0x41, 0x52, 0x31, 0x15],
    name: "a Parquet file",
    hint: "Convert it to Arrow or CSV first, for instance with pyarrow or DuckDB.",
  },
];

/**
 * Refuses bytes that no text begins with, of formats that are known by them.
 * @throws {DatasetError} If they are such (`UNSUPPORTED_FORMAT`).
 */
export function refuseForeignBytes(sample: Uint8Array, file: string): void {
  const found = FOREIGN.find(({ start }) => start.every((byte, at) => sample[at] === byte));
  if (found !== undefined) {
    throw dataError(
      "UNSUPPORTED_FORMAT",
      `the input is ${found.name}; expected CSV, TSV or Arrow`,
      {
        file,
        hint: found.hint,
      },
    );
  }
}
