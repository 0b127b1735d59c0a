import {
  checkOptions,
  COUNT,
  FLAG,
  PLACES,
  type Shapes,
  TEXT,
  TYPES,
} from "../../wording/shapes.js";
import { COLUMN_KEY, COLUMN_KEYS } from "../column-keys.js";
import type { CsvDecoderOptions } from "./decode.js";
import { DIALECT_SHAPES } from "./dialect.js";
import { parseCsvType } from "../../columns/csv-type.js";

const SHAPES: Shapes<CsvDecoderOptions> = {
  file: TEXT,
  blockBytes: COUNT,
  source: FLAG,
  maxRows: COUNT,
  types: { ...TYPES, fits: (value) => TYPES.fits(value) || Array.isArray(value) },
  guessed: PLACES,
  numbers: PLACES,
  columns: COLUMN_KEYS,
  labelText: COLUMN_KEY,
  ...DIALECT_SHAPES,
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
