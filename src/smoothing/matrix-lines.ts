import { isNumber } from "../classes/classes.js";
import { usageError } from "../errors.js";
import { option } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";
import type { MatrixTable } from "./given-matrix.js";
import { checkMatrixClasses } from "./settle-matrix.js";

/** One line of a matrix as text. */
interface MatrixLine {
  /** The first cell, which may be a name. */
  readonly first: string;
  /** All cells as numbers, NaN where they are none. */
  readonly numbers: Float64Array;
  readonly line: number;
}

/**
 * Takes the lines of a matrix, one after another, and tells at the end whether the first line and the first column are
 * names: a line more than columns is a header, a column more than lines names the rows, and of a square both are there
 * if its first cell is no number.
 */
export class MatrixLines {
  readonly #file: string;
  readonly #lines: MatrixLine[] = [];
  /** The cells of the first line. */
  #head: readonly string[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * @throws {DatasetError} If a cell that can be no name is no number (`BAD_MATRIX`), or there are more classes than any
   *   matrix may have (`TOO_MANY_CLASSES`).
   */
  add(cells: readonly string[], line: number): void {
    const isFirst = this.#lines.length === 0;
    if (isFirst) {
      this.#head = cells;
    }
    checkMatrixClasses(Math.max(cells.length - 1, this.#lines.length));
    const numbers = Float64Array.from(cells, numberIn);
    const bad = numbers.findIndex((value, at) => at > 0 && Number.isNaN(value));
    if (!isFirst && bad !== -1) {
      throw noNumber(cells[bad], bad, line);
    }
    this.#lines.push({ first: cells[0], numbers, line });
  }

  /**
   * The matrix that all lines make.
   * @throws {DatasetError} If a cell where no name is expected is no number (`BAD_MATRIX`).
   */
  table(): MatrixTable {
    const { hasHeader, hasRowNames } = this.#names();
    const body = hasHeader ? this.#lines.slice(1) : this.#lines;
    const from = hasRowNames ? 1 : 0;
    for (const { first, numbers, line } of body) {
      const bad = numbers.findIndex((value, at) => at >= from && Number.isNaN(value));
      if (bad !== -1) {
        throw noNumber(bad === 0 ? first : this.#head[bad], bad, line);
      }
    }
    return {
      kind: "table",
      rows: body.map(({ numbers }) => numbers.subarray(from)),
      rowNames: hasRowNames ? body.map(({ first }) => first) : undefined,
      columnNames: hasHeader ? this.#head.slice(from) : undefined,
      file: this.#file,
      lines: body.map(({ line }) => line),
      headerLine: hasHeader ? this.#lines[0].line : undefined,
    };
  }

  #names(): { hasHeader: boolean; hasRowNames: boolean } {
    const [head, ...others] = this.#lines;
    const surplus = this.#lines.length - this.#head.length;
    if (Math.abs(surplus) === 1) {
      return { hasHeader: surplus === 1, hasRowNames: surplus === -1 };
    }
    if (surplus === 0) {
      const isNamed = Number.isNaN(head.numbers[0]);
      return { hasHeader: isNamed, hasRowNames: isNamed };
    }
    return {
      hasHeader: head.numbers.some((value, at) => at > 0 && Number.isNaN(value)),
      hasRowNames: others.some(({ numbers }) => Number.isNaN(numbers[0])),
    };
  }
}

function numberIn(text: string): number {
  const trimmed = text.trim();
  return isNumber(trimmed) ? Number(trimmed) : Number.NaN;
}

function noNumber(text: string, at: number, line: number): Error {
  return usageError(
    "BAD_MATRIX",
    `${option("matrix")}: the value in column ${at + 1} is ${showValue(text)}, which is no number`,
    { line },
  );
}
