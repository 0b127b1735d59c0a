import type { Field } from "../batch.js";
import { spellValue } from "../classes/spell-value.js";

/** The columns of a text, those among them whose types were guessed, and its labels. */
export interface LabelledColumns {
  readonly columns: readonly Field[];
  readonly guessed: readonly number[];
  /** The place of the label column. */
  readonly label: number;
  readonly classes: readonly string[];
}

/**
 * The columns with a label column of text, if another type was guessed from which the classes could not be read again as
 * they are spelled: as numbers `1.0` and `1` would be one class, and dates or fractions none.
 */
export function labelAsSpelled({
  columns,
  guessed,
  label,
  classes,
}: LabelledColumns): readonly Field[] {
  const field = columns[label];
  return !guessed.includes(label) || classes.every((name) => isSpelledBy(field, name))
    ? columns
    : columns.with(label, { ...field, type: { kind: "utf8" } });
}

/** Whether labels of this type would be read as the class of this name. */
function isSpelledBy({ type }: Field, name: string): boolean {
  switch (type.kind) {
    case "utf8":
      return true;
    case "bool":
      return name === "true" || name === "false";
    case "int":
      return /^-?\d+$/u.test(name) && spellValue(BigInt(name)) === name;
    default:
      return false;
  }
}
