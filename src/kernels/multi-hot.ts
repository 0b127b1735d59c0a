import { checkArray, checkClasses, checkLabel } from "./checks.js";
import { emptyRows } from "./empty-rows.js";
import type { Probabilities } from "./one-hot.js";

export function multiHot(
  labels: ArrayLike<ArrayLike<number>>,
  classes: number,
): Float32Array<ArrayBuffer>;
export function multiHot<Out extends Probabilities>(
  labels: ArrayLike<ArrayLike<number>>,
  classes: number,
  out: Out,
): Out;
/**
 * Spells sets of class indices out as multi-hot rows: `y[n, k] = 1` where `k` is among `labels[n]`, else 0. A row without
 * labels is 0 everywhere, and a label that is named twice counts once.
 *
 * @param labels The class indices of each row, [rows] of any length, each a whole number in [0, classes).
 * @param classes Row width, K; a positive whole number.
 * @param out Where the rows go, row-major [rows, classes]; overwritten. Default: a new Float32Array.
 * @returns `out`.
 * @throws {RangeError} If `classes` or a label is outside its domain (the row and the label are named),
 *   or `out` has another length than rows · classes.
 * @throws {TypeError} If `labels` is no array of arrays, or `out` neither of the two.
 * @example multiHot([[0, 2], []], 3) // Float32Array [1, 0, 1, 0, 0, 0]
 */
export function multiHot(
  labels: ArrayLike<ArrayLike<number>>,
  classes: number,
  out?: Probabilities,
): Probabilities {
  checkArray("labels", labels);
  checkClasses(classes);
  const targets = emptyRows(labels.length, classes, out);
  for (let row = 0; row < labels.length; row++) {
    const own = labels[row];
    checkArray(`labels[${row}]`, own);
    for (let at = 0; at < own.length; at++) {
      const label = own[at];
      checkLabel(label, classes, row);
      targets[row * classes + label] = 1;
    }
  }
  return targets;
}
