import type { Batch } from "../batch.js";
import { located } from "../classes/labels.js";
import { columnNumbers } from "../columns/numbers.js";
import { dataError } from "../errors.js";
import type { Targets } from "../targets.js";
import { isShare } from "./smoothing.js";

/**
 * The epsilon of every row, from a column. What it says of a row without a target is of no account.
 * @throws {DatasetError} If a value is missing, no number or outside [0, 1] (`BAD_EPSILON`), with its row; or the column
 *   holds no numbers (`NOT_NUMERIC`).
 */
export function rowEpsilons(batch: Batch, targets: Targets, name: string): Float64Array {
  const epsilons = columnNumbers(batch.column(name));
  for (let row = 0; row < epsilons.length; row++) {
    if (!isShare(epsilons[row])) {
      if (targets.has(row)) {
        throw located(badEpsilon(epsilons[row]), batch, row, name);
      }
      epsilons[row] = 0;
    }
  }
  return epsilons;
}

function badEpsilon(value: number): Error {
  const found = Number.isNaN(value) ? "missing or no number" : String(value);
  return dataError("BAD_EPSILON", `epsilon is ${found}; expected a number from 0 to 1`);
}
