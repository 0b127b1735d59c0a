import { usageError } from "../errors.js";
import { listed } from "../selectors.js";
import { option } from "../wording/option.js";
import { closest } from "../wording/suggest.js";

/**
 * The place of the class whose probability alone is written, of two.
 * @throws {DatasetError} If there are not two classes (`POSITIVE_CLASSES`), or none of this name (`UNKNOWN_CLASS`).
 */
export function positivePlace(positive: string, classes: readonly string[]): number {
  const place = classes.indexOf(positive);
  const named = listed(classes);
  if (classes.length !== 2) {
    throw usageError(
      "POSITIVE_CLASSES",
      `${option("positive")} is for two classes, and there ${classes.length === 1 ? "is 1" : `are ${classes.length}`} (${named})`,
      {
        hint: `For more, ${option("layout", "long")} writes a weighted line for each class of a row.`,
      },
    );
  }
  if (place === -1) {
    const near = closest(positive, classes);
    throw usageError(
      "UNKNOWN_CLASS",
      `${option("positive")}: ${JSON.stringify(positive)} is none of the 2 classes (${named})`,
      { hint: near === undefined ? undefined : `Did you mean ${JSON.stringify(near)}?` },
    );
  }
  return place;
}
