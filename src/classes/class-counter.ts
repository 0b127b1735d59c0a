import type { ClassList } from "./classes.js";
import { isNumber } from "./classes.js";
import { dataError } from "../errors.js";
import type { ResolveLabel } from "./label-reader.js";
import { NO_TARGET } from "../targets.js";
import { option } from "../wording/option.js";

/** Collects the distinct labels of a dataset with their counts, in the order they are met. */
export class ClassCounter {
  readonly #names: string[] = [];
  readonly #codes = new Map<string, number>();
  #counts = new Float64Array(64);

  /** @param most Refuse more distinct labels than this: the column is probably continuous. */
  constructor(readonly most: number) {}

  /** The code of a label, a new one for a label that was not met before. */
  readonly resolve: ResolveLabel = (label) => {
    const known = this.#codes.get(label);
    if (known !== undefined) {
      return known;
    }
    if (this.#names.length === this.most) {
      throw this.#tooMany();
    }
    this.#codes.set(label, this.#names.length);
    this.#names.push(label);
    return this.#names.length - 1;
  };

  /** Counts the rows of these codes; of those without one, none. */
  count(codes: ArrayLike<number>): void {
    if (this.#names.length > this.#counts.length) {
      const grown = new Float64Array(this.#names.length * 2);
      grown.set(this.#counts);
      this.#counts = grown;
    }
    for (let at = 0; at < codes.length; at++) {
      if (codes[at] !== NO_TARGET) {
        this.#counts[codes[at]]++;
      }
    }
  }

  /** The classes that rows were counted of: in the given order where there is one, else numbers by value, or texts by their UTF-8 bytes. */
  classes(order?: readonly string[]): ClassList {
    const names = order ?? sortClassNames(this.#names.filter((_, code) => this.#counts[code] > 0));
    if (names.length > this.most) {
      throw this.#tooMany();
    }
    return {
      names,
      counts: names.map((name) => this.#counts[this.#codes.get(name) ?? -1] ?? 0),
    };
  }

  #tooMany(): Error {
    return dataError("TOO_MANY_CLASSES", `there are more than ${this.most} distinct labels`, {
      hint: `Is the label column a continuous one? Name another with ${option("label")}, or allow more with ${option("maxClasses")}.`,
    });
  }
}

/** Class names in the order classes are learned in: by value where all are numbers, else by their UTF-8 bytes. */
export function sortClassNames(names: readonly string[]): string[] {
  const keyed = names.map((name) => ({ name, value: Number(name), bytes: Buffer.from(name) }));
  const numeric = names.every((name) => isNumber(name));
  return keyed
    .toSorted((a, b) =>
      numeric && a.value !== b.value ? a.value - b.value : Buffer.compare(a.bytes, b.bytes),
    )
    .map(({ name }) => name);
}
