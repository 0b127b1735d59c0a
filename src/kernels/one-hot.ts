import { checkArray, checkClasses, checkLabel } from "./checks.js";
import { emptyRows } from "./empty-rows.js";

/** An array of probabilities, in either of the widths that kernels take and return. */
export type Probabilities = Float32Array | Float64Array;

export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array<ArrayBuffer>;
export function oneHot<Out extends Probabilities>(
  labels: ArrayLike<number>,
  classes: number,
  out: Out,
): Out;
/**
 * Spells class indices out as one-hot rows: `q[n, k] = 1` where `k = labels[n]`, else 0.
 *
 * @param labels Class indices, [rows], each a whole number in [0, classes).
 * @param classes Row width, K; a positive whole number.
 * @param out Where the rows go, row-major [rows, classes]; overwritten. Default: a new Float32Array.
 * @returns `out`.
 * @throws {RangeError} If `classes` or a label is outside its domain (the row and the label are named),
 *   or `out` has another length than rows · classes.
 * @throws {TypeError} If `labels` is no array, or `out` neither of the two.
 * @example oneHot([2, 0], 3) // Float32Array [0, 0, 1, 1, 0, 0]
 */
export function oneHot(
  labels: ArrayLike<number>,
  classes: number,
  out?: Probabilities,
): Probabilities {
  checkArray("labels", labels);
  checkClasses(classes);
  const targets = emptyRows(labels.length, classes, out);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    checkLabel(label, classes, row);
    targets[row * classes + label] = 1;
  }
  return targets;
}
