import {
  checkOrder,
  type ClassOrder,
  codesOf,
  missingClasses,
} from "../classes/values-by-class.js";
import { usageError, type ErrorPlace } from "../errors.js";
import { option } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";
import { isMass, makeWhole, SUM_TOLERANCE, totalMass } from "./distribution.js";
import type { MatrixTable } from "./given-matrix.js";

/** A matrix of more classes is refused: it would take the memory of a large file. */
export const MOST_MATRIX_CLASSES = 2000;

/** @throws {DatasetError} If there are too many classes for a matrix (`TOO_MANY_CLASSES`). */
export function checkMatrixClasses(count: number): void {
  if (count > MOST_MATRIX_CLASSES) {
    throw usageError(
      "TOO_MANY_CLASSES",
      `${option("matrix")}: there are ${count} classes; expected at most ${MOST_MATRIX_CLASSES}`,
      { hint: `${option("method", "ordinal")} and ${option("method", "prior")} take any number.` },
    );
  }
}

/**
 * The matrix in class order, row-major; each row sums to 1.
 * @throws {DatasetError} If it is not square or of another size (`MATRIX_SIZE`), a value is negative or not finite or a row
 *   does not sum to 1 within 1e-6 (`BAD_MATRIX`), or as `codesOf` and `checkOrder`.
 */
export function settleMatrix(table: MatrixTable, classes: ClassOrder): Float64Array {
  const { count } = classes;
  checkMatrixClasses(count);
  const rowCodes = orderOf(table, classes, table.rowNames ?? table.columnNames);
  const columnCodes = orderOf(table, classes, table.columnNames ?? table.rowNames);
  checkSize(table, count);
  const matrix = new Float64Array(count * count);
  table.rows.forEach((row, at) => {
    const code = rowCodes[at];
    const place = placeOf(table, at);
    const values = matrix.subarray(code * count, (code + 1) * count);
    columnCodes.forEach((column, index) => {
      checkMass(row[index], { place, row: code, column, classes });
      values[column] = row[index];
    });
    settleRow(values, nameOf(code, classes), place);
  });
  return matrix;
}

/** The codes of the classes as they come in the table. */
function orderOf(
  { file, rowNames, lines, headerLine }: MatrixTable,
  { names, count, ...classes }: ClassOrder,
  given: readonly string[] | undefined,
): readonly number[] {
  if (given === undefined) {
    checkOrder({ count, ...classes }, "matrix", file);
    return Array.from({ length: count }, (_, code) => code);
  }
  if (names === undefined) {
    throw usageError(
      "CLASS_ORDER",
      `${option("matrix")}: the matrix has class names, and the targets have none`,
      { file, hint: "Give its rows in class order." },
    );
  }
  const places = given.map((_, at) => ({
    file,
    line: given === rowNames ? lines?.[at] : headerLine,
  }));
  const codes = codesOf(given, names, { asked: "matrix", places });
  const met = new Set(codes);
  const left = names.filter((_, code) => !met.has(code));
  if (left.length > 0) {
    throw missingClasses(left, "matrix", file);
  }
  return codes;
}

function checkSize(table: MatrixTable, count: number): void {
  const { rows, file } = table;
  const odd = rows.findIndex((row) => row.length !== count);
  if (rows.length === count && odd === -1) {
    return;
  }
  const expected = `expected ${count} by ${count}, a row and a column for each class`;
  const found =
    rows.length === count
      ? `row ${odd + 1} has ${rows[odd].length} values`
      : `found ${rows.length} rows`;
  throw usageError("MATRIX_SIZE", `${option("matrix")}: ${found}; ${expected}`, {
    file,
    ...(rows.length === count ? placeOf(table, odd) : {}),
  });
}

interface Entry {
  readonly place: ErrorPlace;
  readonly row: number;
  readonly column: number;
  readonly classes: ClassOrder;
}

function checkMass(value: number, { place, row, column, classes }: Entry): void {
  if (!isMass(value)) {
    throw usageError(
      "BAD_MATRIX",
      `${option("matrix")}: the row of class ${nameOf(row, classes)} has ${value} for class ${nameOf(column, classes)}; expected a finite number that is not negative`,
      place,
    );
  }
}

function settleRow(values: Float64Array, name: string, place: ErrorPlace): void {
  const { sum, isWhole } = totalMass(values);
  if (!isWhole) {
    throw usageError(
      "BAD_MATRIX",
      `${option("matrix")}: the row of class ${name} adds up to ${sum}; expected 1 within ${SUM_TOLERANCE}`,
      place,
    );
  }
  makeWhole(values, sum);
}

function nameOf(code: number, { names }: ClassOrder): string {
  return showValue(names?.[code] ?? String(code));
}

function placeOf({ file, lines }: MatrixTable, row: number): ErrorPlace {
  return { file, line: lines?.[row] };
}
