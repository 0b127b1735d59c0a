/** @throws {RangeError} If `classes` is no positive whole number. */
export function checkClasses(classes: number): void {
  if (!(Number.isInteger(classes) && classes > 0)) {
    throw new RangeError(`classes is ${classes}, expected a positive whole number`);
  }
}

/** @throws {RangeError} If `epsilon` is outside [0, 1]. */
export function checkEpsilon(epsilon: number): void {
  if (!(epsilon >= 0 && epsilon <= 1)) {
    throw new RangeError(`epsilon is ${epsilon}, expected a number from 0 to 1`);
  }
}

/** @throws {RangeError} If `classes` is no positive whole number, or `length` values are no whole rows of it. */
export function checkRows(length: number, classes: number): void {
  checkClasses(classes);
  if (length % classes !== 0) {
    throw new RangeError(`targets hold ${length} values, expected whole rows of ${classes}`);
  }
}
