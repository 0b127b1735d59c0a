import { usageError } from "../errors.js";
import { showValue } from "./show-value.js";
import { closest } from "./suggest.js";

/**
 * The value as one of a few names; undefined stays undefined.
 * @param option Where it was written, for messages: `--layout`.
 * @throws {DatasetError} If it is none of them (`UNKNOWN_VALUE`).
 */
export function oneOf<Name extends string>(
  value: string | undefined,
  names: readonly Name[],
  option: string,
): Name | undefined {
  const found = names.find((name) => name === value);
  if (value !== undefined && found === undefined) {
    const suggestion = closest(value, names);
    throw usageError(
      "UNKNOWN_VALUE",
      `${option}: ${showValue(value)} is none of ${names.join(", ")}`,
      {
        hint: suggestion === undefined ? undefined : `Did you mean ${suggestion}?`,
      },
    );
  }
  return found;
}
