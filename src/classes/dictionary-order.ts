import type { Column } from "../batch.js";
import { isValid } from "../batch.js";
import type { IgnoredLabels } from "./ignored-labels.js";
import { spellValue } from "./spell-value.js";
import type { Value } from "../columns/values.js";
import { valueReader } from "../columns/values.js";

/** The order that all dictionaries of a column give its values; none where they differ or one is missing. */
export class DictionaryOrder {
  #last?: Column;
  #names?: readonly string[];
  #differs = false;

  /** @param ignored What is no class. */
  constructor(readonly ignored: IgnoredLabels) {}

  get names(): readonly string[] | undefined {
    return this.#differs ? undefined : this.#names;
  }

  add(column: Column | undefined): void {
    const dictionary = column?.dictionary;
    if (dictionary === undefined) {
      this.#differs = true;
    } else if (!this.#differs && dictionary !== this.#last) {
      const names = namesIn(dictionary).filter((name) => !this.ignored.hasValue(name));
      this.#differs = this.#names !== undefined && !isSame(names, this.#names);
      this.#names = names;
      this.#last = dictionary;
    }
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

/** The distinct values of a dictionary in its order. */
function namesIn(dictionary: Column): string[] {
  const read = valueReader(dictionary);
  const rows = Array.from({ length: dictionary.length }, (_, row) => row);
  const names = rows.filter((row) => isValid(dictionary, row)).map((row) => nameOf(read(row)));
  return [...new Set(names)].filter((name) => name !== "");
}

function nameOf(value: Value): string {
  return typeof value === "number" ? spellValue(value) : String(value);
}
