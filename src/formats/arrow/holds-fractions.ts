import type { Batch, ColumnType } from "../../batch.js";
import { columnNumbers } from "../../columns/numbers.js";

/** So many rows are enough to tell. */
const ENOUGH_ROWS = 2 ** 16;

/** Whether numbers of this type may be fractional. */
export function mayBeFractional(type: ColumnType): boolean {
  return type.kind === "dictionary" ? mayBeFractional(type.values) : type.kind === "float";
}

/** Whether there is a fractional number in the only column of some batches, as far as the first ones tell. */
export async function holdsFractions(batches: AsyncIterable<Batch>): Promise<boolean> {
  let rows = 0;
  for await (const { columns, rows: more } of batches) {
    const [column] = columns;
    if (columnNumbers(column.dictionary ?? column).some(isFraction)) {
      return true;
    }
    rows += more;
    if (rows >= ENOUGH_ROWS) {
      break;
    }
  }
  return false;
}

function isFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value);
}
