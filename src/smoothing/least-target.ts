import { CodedTargets } from "../targets.js";
import { Smoother } from "./smoother.js";
import type { Smoothing } from "./smoothing.js";

/** About how many numbers are looked at; of more, some rows stand for all. */
const MOST_VALUES = 2 ** 22;

/** The least positive number in the smoothed one-hot rows of so many classes; Infinity where each row has an epsilon of its own. */
export function leastTarget(smoothing: Smoothing, classes: number): number {
  if (smoothing.epsilonColumn !== undefined) {
    return Infinity;
  }
  const step = Math.max(1, Math.ceil((classes * classes) / MOST_VALUES));
  const codes = Int32Array.from({ length: Math.ceil(classes / step) }, (_, at) => at * step);
  const targets = new CodedTargets(classes, codes);
  const smoothed = new Smoother(smoothing, targets).apply(targets);
  const row = new Float64Array(classes);
  let least = Infinity;
  for (let index = 0; index < smoothed.rows; index++) {
    smoothed.write(index, row, 0);
    for (const value of row) {
      least = value > 0 && value < least ? value : least;
    }
  }
  return least;
}
