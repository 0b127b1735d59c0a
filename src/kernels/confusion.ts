import { checkClasses } from "./checks.js";

/** Up to here, a cell for every pair of classes takes half a megabyte at most. */
const MOST_CLASSES_OF_A_TABLE = 256;

/** How often one class was predicted where another was true. */
export interface ConfusionCell {
  readonly actual: number;
  readonly predicted: number;
  readonly rows: number;
}

/**
 * The confusion matrix: rows are true classes, columns predicted ones. Of many classes only cells that occur are
 * kept, so that ten thousand of them do not need the room of a hundred million cells.
 *
 * @throws {RangeError} If `classes` is no positive whole number.
 * @example
 * const confusion = new Confusion(3);
 * confusion.add(2, 0);
 * confusion.cells() // [{ actual: 2, predicted: 0, rows: 1 }]
 */
export class Confusion {
  readonly classes: number;
  /** Row-major [classes, classes], where that is small. */
  readonly #table: Float64Array | undefined;
  /** By true class otherwise, for a Map alone holds no more than 2^24 cells. */
  readonly #rows = new Map<number, Map<number, number>>();

  constructor(classes: number) {
    checkClasses(classes);
    this.classes = classes;
    this.#table =
      classes <= MOST_CLASSES_OF_A_TABLE ? new Float64Array(classes * classes) : undefined;
  }

  /**
   * @param actual The true class, a class index.
   * @param predicted The predicted one.
   * @param rows How many rows had the two. Default: 1.
   */
  add(actual: number, predicted: number, rows = 1): void {
    if (this.#table !== undefined) {
      this.#table[actual * this.classes + predicted] += rows;
      return;
    }
    let cells = this.#rows.get(actual);
    if (cells === undefined) {
      cells = new Map();
      this.#rows.set(actual, cells);
    }
    cells.set(predicted, (cells.get(predicted) ?? 0) + rows);
  }

  /**
   * Adds all that another matrix counted, which stays as it is.
   *
   * @throws {RangeError} If it is of another size.
   */
  merge(other: Confusion): void {
    if (other.classes !== this.classes) {
      throw new RangeError(
        `confusion matrices of ${this.classes} and ${other.classes} classes cannot be merged`,
      );
    }
    for (const { actual, predicted, rows } of other.cells()) {
      this.add(actual, predicted, rows);
    }
  }

  /** How often `predicted` was predicted where `actual` was true. */
  count(actual: number, predicted: number): number {
    return this.#table === undefined
      ? (this.#rows.get(actual)?.get(predicted) ?? 0)
      : this.#table[actual * this.classes + predicted];
  }

  /** The cells that occur, by true class and then by predicted class. */
  cells(): ConfusionCell[] {
    return this.#table === undefined ? cellsOfRows(this.#rows) : cellsOfTable(this.#table);
  }
}

function cellsOfTable(table: Float64Array): ConfusionCell[] {
  const classes = Math.sqrt(table.length);
  const cells: ConfusionCell[] = [];
  table.forEach((rows, index) => {
    if (rows > 0) {
      cells.push({ actual: Math.floor(index / classes), predicted: index % classes, rows });
    }
  });
  return cells;
}

function cellsOfRows(matrix: ReadonlyMap<number, ReadonlyMap<number, number>>): ConfusionCell[] {
  return byClass(matrix).flatMap(([actual, cells]) =>
    byClass(cells).map(([predicted, rows]) => ({ actual, predicted, rows })),
  );
}

function byClass<Value>(entries: ReadonlyMap<number, Value>): [number, Value][] {
  return [...entries].toSorted(([left], [right]) => left - right);
}
