/** @throws {RangeError} If `classes` is no positive whole number. */
export function checkClasses(classes: number): void {
  if (!(Number.isInteger(classes) && classes > 0)) {
    throw new RangeError(`classes is ${shown(classes)}, expected a positive whole number`);
  }
}

/** @throws {RangeError} If the label of the row is no whole number in [0, classes). */
export function checkLabel(label: number, classes: number, row: number): void {
  if (!(label >= 0 && label < classes && Number.isInteger(label))) {
    throw new RangeError(
      `label ${shown(label)} in row ${row} is no class index, expected a whole number from 0 to ${classes - 1}`,
    );
  }
}

/** @throws {RangeError} If `epsilon` is no number in [0, 1]. */
export function checkEpsilon(epsilon: number): void {
  if (!(typeof epsilon === "number" && epsilon >= 0 && epsilon <= 1)) {
    throw new RangeError(`epsilon is ${shown(epsilon)}, expected a number from 0 to 1`);
  }
}

/** @throws {RangeError} If `classes` is no positive whole number, or `length` values are no whole rows of it. */
export function checkRows(length: number, classes: number): void {
  checkWholeRows("targets", length, classes);
}

/** @throws {RangeError} If `classes` is no positive whole number, or `length` values are no whole rows of it. */
export function checkWholeRows(name: string, length: number, classes: number): void {
  checkClasses(classes);
  if (length % classes !== 0) {
    throw new RangeError(`${name} hold ${length} values, expected whole rows of ${classes}`);
  }
}

/** @throws {TypeError} If the array is neither a Float32Array nor a Float64Array. */
export function checkProbabilities(name: string, array: unknown): void {
  if (!/^\[object Float(?:32|64)Array\]$/u.test(tagOf(array))) {
    throw new TypeError(
      `${name} is ${shown(array)}, expected a Float32Array or Float64Array: Float64Array.from makes one`,
    );
  }
}

/** @throws {TypeError} If it is nothing with a length and numbers at its places. */
export function checkArray(name: string, array: unknown): void {
  const { length } = Object(array) as { length?: unknown };
  if (typeof array !== "object" || typeof length !== "number") {
    throw new TypeError(`${name} is ${shown(array)}, expected an array of numbers`);
  }
}

/** @throws {TypeError} If the value is no number. */
export function checkNumber(name: string, value: unknown): void {
  if (typeof value !== "number") {
    throw new TypeError(`${name} is ${shown(value)}, expected a number`);
  }
}

/** A value as it stands in a message: numbers as they are, text in quotes, objects by their class. */
export function shown(value: unknown): string {
  if (typeof value === "string" || typeof value === "bigint") {
    return typeof value === "string" ? JSON.stringify(value) : `${value}n`;
  }
  return typeof value === "object" && value !== null
    ? tagOf(value).replace(/^\[object ([AEIO]?)(.*)\]$/u, (_, vowel: string, rest: string) =>
        vowel === "" ? `a ${rest}` : `an ${vowel}${rest}`,
      )
    : String(value);
}

/** Known by its tag, not by its constructor, which every frame and realm has its own of. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}
