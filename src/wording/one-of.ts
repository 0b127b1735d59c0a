import { usageError } from "../errors.js";
import { option, type OptionName } from "./option.js";
import { showValue } from "./show-value.js";
import { closest } from "./suggest.js";

/**
 * The value as one of a few names; undefined stays undefined.
 * @param asked Where it was written, for messages.
 * @throws {DatasetError} If it is none of them (`UNKNOWN_VALUE`).
 */
export function oneOf<Name extends string>(
  value: string | undefined,
  names: readonly Name[],
  asked: OptionName,
): Name | undefined {
  const found = names.find((name) => name === value);
  if (value !== undefined && found === undefined) {
    const suggestion = closest(value, names);
    throw usageError(
      "UNKNOWN_VALUE",
      `${option(asked)}: ${showValue(value)} is none of ${names.join(", ")}`,
      {
        hint: suggestion === undefined ? undefined : `Did you mean ${suggestion}?`,
      },
    );
  }
  return found;
}
