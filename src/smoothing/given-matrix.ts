import { usageError } from "../errors.js";
import { option } from "../wording/option.js";
import { showFound } from "../wording/show-found.js";
import type { Shape } from "../wording/shapes.js";

/**
 * A number for each pair of classes as a program gives it: rows in class order (also one after another in one typed
 * array), or by class name, where what is left out is 0.
 */
export type MatrixByClass =
  | readonly (readonly number[])[]
  | Float64Array
  | Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The rows of a matrix as they are written. */
export interface MatrixTable {
  readonly kind: "table";
  readonly rows: readonly ArrayLike<number>[];
  /** The class of each row; absent: in the order of the columns. */
  readonly rowNames?: readonly string[];
  /** The class of each column; absent: in the order of the rows. Neither: in class order. */
  readonly columnNames?: readonly string[];
  readonly file?: string;
  /** The lines of the file that the names of the columns and each row are on. */
  readonly headerLine?: number;
  readonly lines?: readonly number[];
}

/** A matrix before the classes are known. */
export type GivenMatrix =
  | MatrixTable
  /** It is in this file, which nobody has read yet. */
  | { readonly kind: "file"; readonly file: string };

export const MATRIX: Shape = {
  expected:
    'an array with an array of numbers for each class, or an object such as { "a": { "a": 0.9, "b": 0.1 }, … }',
  fits: isMatrix,
};

export const TEXT_OR_MATRIX: Shape = {
  expected: `a path, a file: URL, ${MATRIX.expected}`,
  fits: (value) => typeof value === "string" || value instanceof URL || isMatrix(value),
};

/** What was asked for, in whatever form. A text is the path of a file, also with an @ before it. */
export function givenMatrix(asked: string | MatrixByClass | undefined): GivenMatrix | undefined {
  if (asked === undefined) {
    return undefined;
  }
  return typeof asked === "string"
    ? { kind: "file", file: asked.replace(/^@/u, "") }
    : tableOf(asked);
}

/**
 * What a JSON file says: an array of rows, or an object of objects by class name.
 * @throws {DatasetError} If it is neither (`BAD_MATRIX`).
 */
export function matrixFromJson(content: unknown, file: string): MatrixTable {
  if (!isMatrix(content)) {
    throw usageError("BAD_MATRIX", `${option("matrix")}: ${file} holds ${showFound(content)}`, {
      file,
      hint: 'Expected an array of rows such as [[0.9, 0.1], [0.2, 0.8]], or an object such as {"a": {"a": 0.9, "b": 0.1}}.',
    });
  }
  return { ...tableOf(content as MatrixByClass), file };
}

function tableOf(matrix: MatrixByClass): MatrixTable {
  if (matrix instanceof Float64Array) {
    return { kind: "table", rows: rowsOf(matrix) };
  }
  if (Array.isArray(matrix)) {
    return { kind: "table", rows: matrix as readonly (readonly number[])[] };
  }
  const named = matrix as Readonly<Record<string, Readonly<Record<string, number>>>>;
  const rowNames = Object.keys(named);
  const columnNames = [...new Set(Object.values(named).flatMap((row) => Object.keys(row)))];
  const names = [...new Set([...rowNames, ...columnNames])];
  return {
    kind: "table",
    rows: rowNames.map((row) => names.map((column) => ownValue(named[row], column))),
    rowNames,
    columnNames: names,
  };
}

/** A class may be named like something that every object has. */
function ownValue(row: Readonly<Record<string, number>>, name: string): number {
  return Object.hasOwn(row, name) ? row[name] : 0;
}

/** As square as it can be cut. */
function rowsOf(matrix: Float64Array): Float64Array[] {
  const width = Math.max(1, Math.floor(Math.sqrt(matrix.length)));
  return Array.from({ length: Math.ceil(matrix.length / width) }, (_, row) =>
    matrix.subarray(row * width, (row + 1) * width),
  );
}

function isMatrix(value: unknown): boolean {
  if (value instanceof Float64Array) {
    return true;
  }
  return (
    typeof value === "object" &&
    value !== null &&
    !ArrayBuffer.isView(value) &&
    Object.values(value).every((row) => isRow(row, Array.isArray(value)))
  );
}

function isRow(row: unknown, inOrder: boolean): boolean {
  return (
    typeof row === "object" &&
    row !== null &&
    Array.isArray(row) === inOrder &&
    !ArrayBuffer.isView(row) &&
    Object.values(row).every((each) => typeof each === "number")
  );
}
