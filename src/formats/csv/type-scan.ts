import type { Values } from "../../batch.js";
import { Arena } from "../../columns/arena.js";
import { type CellSpans, CellLocator, stripQuotes } from "./cell-spans.js";
import { cellText } from "./cell-text.js";
import { parseCells, valuesFor } from "./decode-column.js";
import { evidenceOf, isText, SEEN, typeOf } from "./evidence.js";
import type { CellGrid } from "./row-indexer.js";
import type { CsvType } from "../../columns/csv-type.js";

/** No byte is this quote. */
const AS_IT_IS = -1;

/** What a column's cells showed. */
interface ColumnState {
  readonly column: number;
  seen: number;
  isFractional: boolean;
}

/**
 * Narrows the types of columns, row by row. Each column is read as what it seems to be; only a cell that
 * does not fit is looked at closely.
 */
export class CsvTypeScan {
  readonly #states: readonly ColumnState[];
  readonly #locator = new CellLocator();
  readonly #arena = new Arena();

  /** @param columns The columns to look at, by place. */
  constructor(columns: readonly number[]) {
    this.#states = columns.map((column) => ({ column, seen: 0, isFractional: false }));
  }

  /** The narrowest type of each column that fits all rows so far; text where nothing was seen. */
  get types(): readonly CsvType[] {
    return this.#states.map(({ seen }) => typeOf(seen));
  }

  /** Whether each column is numeric and holds a number that is not whole. */
  get fractional(): readonly boolean[] {
    return this.#states.map(({ seen, isFractional }) => isFractional && typeOf(seen) === "float64");
  }

  /** Looks at the first `rows` rows. */
  add(grid: CellGrid, rows: number): void {
    for (const state of this.#states) {
      if (!isText(state.seen)) {
        const cells = this.#locator.locate(grid, state.column, [0, rows]);
        if (cells.quoted) {
          stripQuotes(grid.bytes, cells, grid.quote);
        }
        addCells(state, grid, { cells, arena: this.#arena });
        this.#arena.reset();
      }
    }
  }
}

function addCells(
  state: ColumnState,
  { bytes }: CellGrid,
  { cells, arena }: { readonly cells: CellSpans; readonly arena: Arena },
): void {
  const { rows, from, to } = cells;
  let row = 0;
  while (row < rows && !isText(state.seen)) {
    const type = typeOf(state.seen);
    if (type !== "text") {
      const data = valuesFor(type, rows, arena);
      const misfit = parseCells(bytes, cells, { type, data, exact: true, start: row });
      noteValues(state, data, [row, misfit]);
      row = misfit;
    }
    if (row < rows && from[row] < to[row]) {
      const text = cellText(bytes, from[row], to[row], AS_IT_IS);
      state.seen |= evidenceOf(text);
      state.isFractional ||= hasFraction(Number(text));
    }
    row++;
  }
}

/** Notes what the values of rows [start, end) say beyond the type that they fit. */
function noteValues(
  state: ColumnState,
  data: Values,
  [start, end]: readonly [number, number],
): void {
  if (data instanceof Float64Array) {
    for (let row = start; row < end && !state.isFractional; row++) {
      state.isFractional = hasFraction(data[row]);
    }
  } else if (data instanceof BigInt64Array && hasLarge(data, [start, end], typeOf(state.seen))) {
    state.seen |= typeOf(state.seen) === "int64" ? SEEN.longInteger : SEEN.farTimestamp;
  }
}

/** Whether an integer is past 2^53, or a count of microseconds too large to be one of nanoseconds. */
function hasLarge(
  data: BigInt64Array,
  [start, end]: readonly [number, number],
  type: CsvType,
): boolean {
  const limit = type === "int64" ? 2n ** 53n : (2n ** 63n - 1n) / 1000n;
  const upperLimit = Number(limit >> 32n) - 1;
  const halves = new Int32Array(data.buffer, data.byteOffset, 2 * data.length);
  for (let row = start; row < end; row++) {
    // The upper halves tell most values apart without a BigInt for each.
    const upper = halves[2 * row + 1];
    const value = upper >= -upperLimit && upper <= upperLimit ? 0n : data[row];
    if (value > limit || value < -limit) {
      return !type.startsWith("timestamp-ns");
    }
  }
  return false;
}

function hasFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value);
}
