import {
  checkOptions,
  COUNT,
  FLAG,
  PLACES,
  type Shape,
  type Shapes,
  TEXT,
  TYPES,
} from "../../wording/shapes.js";
import type { CsvDecoderOptions } from "./decode.js";
import { parseCsvType } from "../../columns/csv-type.js";

const COLUMN: Shape = {
  expected: "a column's name, or its place from 0 on",
  fits: (value) => typeof value === "string" || PLACES.fits([value]),
};

const COLUMNS: Shape = {
  expected: "an array of column names, or of their places from 0 on",
  fits: (value) => Array.isArray(value) && value.every(COLUMN.fits),
};

const SHAPES: Shapes<CsvDecoderOptions> = {
  file: TEXT,
  blockBytes: COUNT,
  source: FLAG,
  maxRows: COUNT,
  types: { ...TYPES, fits: (value) => TYPES.fits(value) || Array.isArray(value) },
  guessed: PLACES,
  columns: COLUMNS,
  labelText: COLUMN,
  delimiter: TEXT,
  quote: TEXT,
  escape: TEXT,
  comment: TEXT,
  header: FLAG,
  nullText: TEXT,
};

/** @throws {DatasetError} As `checkOptions`, and for a column type that there is not (`UNKNOWN_TYPE`). */
export function checkCsvDecoder(options: CsvDecoderOptions): void {
  checkOptions("CsvDecoder", options, SHAPES);
  for (const type of Object.values<string | undefined>({ ...options.types })) {
    if (type !== undefined) {
      parseCsvType(type);
    }
  }
}
