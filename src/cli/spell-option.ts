import type { OptionName, OptionValue } from "../wording/option.js";
import { OPTIONS } from "./option-table.js";

/** An option of the library as it is written on a command line: `--classes 1..5`, `--no-header`. */
export function spellOption(property: OptionName, value?: OptionValue): string {
  const name = OPTIONS.find((each) => each.property === property)?.name ?? property;
  const text = value === undefined || typeof value === "boolean" ? "" : ` ${argument(value)}`;
  return `--${name}${text}`;
}

function argument(value: string | number | Readonly<Record<string, string>>): string {
  const text =
    typeof value !== "object"
      ? String(value)
      : Object.entries(value)
          .map((pair) => pair.join("="))
          .join(",");
  return /^[\w%+,./:=@-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
