import type { Field } from "../../batch.js";
import { columnIndex, type ColumnKey, columnPlace } from "../../selectors.js";
import type { ColumnRequest } from "./decode-column.js";
import type { RowBlock } from "./row-parser.js";
import { CsvTypeScan } from "./type-scan.js";
import { columnType, type CsvType } from "../../columns/csv-type.js";

/** Which columns to decode, as what. */
export interface DecodeOptions {
  /** Column types by name, or by place in the text; the others are guessed from the first MiB. */
  readonly types?: Readonly<Record<string, CsvType>> | readonly (CsvType | undefined)[];
  /** The places of types that were guessed from some rows beforehand: all other values must fit without loss. */
  readonly guessed?: readonly number[];
  /** The places of columns of numbers in which cells that are none are NaN, instead of a fault. */
  readonly numbers?: readonly number[];
  /** The columns to decode, in this order; default: all, in theirs. */
  readonly columns?: readonly ColumnKey[];
  /** A column whose cells are also kept as they are spelled, in `batch.labelText`. */
  readonly labelText?: ColumnKey;
}

/** A column of the text, and what it is decoded as. */
export interface ColumnPlan extends ColumnRequest {
  readonly index: number;
  readonly isGuessed: boolean;
}

/** What becomes of every block. */
export interface DecodePlan {
  readonly columns: readonly ColumnPlan[];
  readonly labelText?: ColumnPlan;
}

/**
 * Settles which columns are decoded as what. Types that are not given are guessed from the sample.
 * @throws {DatasetError} `UNKNOWN_COLUMN` or `DOUBLED_COLUMN`, for a column that is named in the options.
 */
export function planDecode(sample: RowBlock, options: DecodeOptions): DecodePlan {
  const { names } = sample.head;
  const indices = options.columns?.map((key) => columnPlace(key, names, "columns")) ?? [
    ...names.keys(),
  ];
  const given = givenTypes(names, options.types);
  const unknown = indices.filter((index) => given[index] === undefined);
  const scan = new CsvTypeScan(unknown);
  scan.add(sample.cells, sample.rows);
  const guessed = new Map(unknown.map((index, at) => [index, scan.types[at]]));
  const columns = indices.map((index): ColumnPlan => {
    const type = given[index] ?? guessed.get(index) ?? "text";
    const isGuessed = guessed.has(index) || options.guessed?.includes(index) === true;
    const anyCell = options.numbers?.includes(index) === true;
    return {
      index,
      isGuessed,
      type,
      field: fieldOf(names[index], type),
      exact: isGuessed,
      anyCell,
    };
  });
  const { labelText } = options;
  return {
    columns,
    labelText:
      labelText === undefined
        ? undefined
        : textPlan(columnPlace(labelText, names, "labelText"), names),
  };
}

/** The type given for each column of the text. */
export function givenTypes(
  names: readonly string[],
  types: DecodeOptions["types"] = [],
): readonly (CsvType | undefined)[] {
  if (isByPlace(types)) {
    return types;
  }
  const given: (CsvType | undefined)[] = [];
  for (const [name, type] of Object.entries(types)) {
    given[columnIndex(name, names, "types")] = type;
  }
  return given;
}

function isByPlace(
  types: NonNullable<DecodeOptions["types"]>,
): types is readonly (CsvType | undefined)[] {
  return Array.isArray(types);
}

function textPlan(index: number, names: readonly string[]): ColumnPlan {
  return {
    index,
    isGuessed: false,
    type: "text",
    field: fieldOf(names[index], "text"),
    exact: false,
    anyCell: false,
  };
}

function fieldOf(name: string, type: CsvType): Field {
  return { name, type: columnType(type), nullable: true };
}
