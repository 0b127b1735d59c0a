import { isNumber } from "./classes.js";
import { spellValue } from "./spell-value.js";

/** The code of the class that is a value, by the value's spelling (`1`, `0.5`, `true`); undefined where none is. */
export type CodeOfValue = (spelling: string) => number | undefined;

/**
 * How to find the class of a label that is a number or a boolean and not text: the class that is spelled like the value,
 * else the only one that stands for it, as `1.0` and `1e0` stand for 1, and `True` and `TRUE` for true.
 */
export function codesByValue(names: readonly string[]): CodeOfValue {
  // Labels of text never ask, and there may be millions of classes.
  let codes: ReadonlyMap<string, number | undefined> | undefined;
  return (spelling) => {
    codes ??= codesOf(names);
    return codes.get(spelling);
  };
}

function codesOf(names: readonly string[]): ReadonlyMap<string, number | undefined> {
  const codes = new Map<string, number | undefined>();
  const exact = new Set(names);
  names.forEach((name, code) => {
    const spelling = valueIn(name);
    if (spelling !== undefined && (spelling === name || !exact.has(spelling))) {
      codes.set(spelling, codes.has(spelling) ? undefined : code);
    }
  });
  return codes;
}

/** How the value is spelled that a class name stands for. */
function valueIn(name: string): string | undefined {
  if (/^(?:True|TRUE|true|False|FALSE|false)$/u.test(name)) {
    return spellValue(name.toLowerCase() === "true");
  }
  if (/^-?\d+$/u.test(name)) {
    return spellValue(BigInt(name));
  }
  return isNumber(name) && Number.isFinite(Number(name)) ? spellValue(Number(name)) : undefined;
}
