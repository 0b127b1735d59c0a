import { checkProbabilities } from "./checks.js";
import type { Probabilities } from "./one-hot.js";

/**
 * Rows of zeros: `out`, cleared, or where there is none a new Float32Array.
 * @throws {RangeError} If `out` has another length than rows · classes.
 * @throws {TypeError} If it is no Float32Array or Float64Array.
 */
export function emptyRows(rows: number, classes: number, out?: Probabilities): Probabilities {
  if (out === undefined) {
    return new Float32Array(rows * classes);
  }
  checkProbabilities("out", out);
  if (out.length !== rows * classes) {
    throw new RangeError(`out holds ${out.length} values, expected ${rows} rows of ${classes}`);
  }
  return out.fill(0);
}
