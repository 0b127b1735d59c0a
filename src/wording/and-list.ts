import { showValue } from "./show-value.js";

/** Values as they stand in a sentence: `"a"`, `"a" and "b"`, `"a", "b", "c" and 7 more`. */
export function andList(values: readonly string[], most = 4): string {
  // "and 1 more" takes as much room as the one it leaves out.
  const shown = values.length > most ? values.slice(0, most - 1) : values.slice(0, -1);
  const last =
    values.length > most
      ? `${values.length - shown.length} more`
      : values.slice(-1).map(showValue).join("");
  return shown.length === 0 ? last : `${shown.map(showValue).join(", ")} and ${last}`;
}
