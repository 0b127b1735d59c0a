import type { Batch, Column } from "../batch.js";
import { located } from "../classes/labels.js";
import { dataError } from "../errors.js";
import type { DenseTargets } from "../targets.js";
import { option } from "../wording/option.js";

/** How far from 1 the probabilities of a row may add up. */
const SUM_TOLERANCE = 1e-3;

/** What adding up may round away, so that 1.001 itself is within the tolerance. */
const ROUNDING = 1e-9;

/**
 * Refuses rows that are no distribution, or where rows have several labels, no probabilities.
 * @param columns Where they are from: one for each class, or a single list column.
 * @throws {DatasetError} For the first such row (`BAD_DISTRIBUTION`), with its column.
 */
export function checkSoftTargets(
  targets: DenseTargets,
  batch: Batch,
  columns: readonly Column[],
): void {
  for (let row = 0; row < batch.rows; row++) {
    const fault = targets.has(row) ? faultOf(targets, row) : undefined;
    if (fault !== undefined) {
      const { code, message, hint } = fault;
      const { name } = columns[Math.min(code, columns.length - 1)].field;
      throw located(dataError("BAD_DISTRIBUTION", message, { hint }), batch, row, name);
    }
  }
}

/** What there is to do about rows whose probabilities are missing. */
export function missingHint(): string {
  return `Rows without probabilities stay, without targets, with ${option("ignoreLabel", "")}.`;
}

/** What is wrong, in which class, and what to do. */
interface Fault {
  readonly code: number;
  readonly message: string;
  readonly hint?: string;
}

function faultOf({ classes, values, multi }: DenseTargets, row: number): Fault | undefined {
  const most = multi ? 1 : Number.MAX_VALUE;
  let sum = 0;
  for (let code = 0; code < classes; code++) {
    const value = values[row * classes + code];
    if (!(value >= 0 && value <= most)) {
      return badValue(value, code, multi);
    }
    sum += value;
  }
  return multi || Math.abs(sum - 1) <= SUM_TOLERANCE + ROUNDING
    ? undefined
    : {
        code: 0,
        message: `the probabilities of the row add up to ${sum}; expected 1 within ${SUM_TOLERANCE}`,
      };
}

function badValue(value: number, code: number, multi: boolean): Fault {
  const isMissing = Number.isNaN(value);
  const found = isMissing ? "is missing or no number" : `is ${value}`;
  const expected = multi ? "one from 0 to 1" : "a finite number that is not negative";
  return {
    code,
    message: `a probability ${found}; expected ${expected}`,
    hint: isMissing ? missingHint() : undefined,
  };
}
