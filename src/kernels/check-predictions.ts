import { checkArray, shown } from "./checks.js";

/**
 * @returns The weights of the classes as an array of its own: 1 for each where none are given.
 * @throws {RangeError} If there is no finite, not negative weight for each class.
 */
export function checkWeights(
  weights: ArrayLike<number> | undefined,
  classes: number,
): Float64Array {
  if (weights === undefined) {
    return new Float64Array(classes).fill(1);
  }
  checkArray("weights", weights);
  if (weights.length !== classes) {
    throw new RangeError(
      `weights hold ${weights.length} values, expected ${classes}, one for each class`,
    );
  }
  for (let code = 0; code < classes; code++) {
    if (!(weights[code] >= 0 && weights[code] < Infinity)) {
      throw new RangeError(
        `weight ${shown(weights[code])} of class ${code} is outside its domain, expected a finite number from 0`,
      );
    }
  }
  return Float64Array.from(weights);
}

/** @throws {RangeError} If `clip` is given for logits, or is no number between 0 and a half. */
export function checkClip(clip: number | undefined, kind: "logits" | "probs"): void {
  if (clip !== undefined && kind === "logits") {
    throw new RangeError(`clip is ${shown(clip)}, expected none: logits are not clipped`);
  }
  if (clip !== undefined && !(typeof clip === "number" && clip > 0 && clip < 0.5)) {
    throw new RangeError(`clip is ${shown(clip)}, expected a number between 0 and 0.5`);
  }
}
