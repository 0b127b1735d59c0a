import { CodeMemory } from "./code-memory.js";
import type { Batch, Column } from "../batch.js";
import { isValid } from "../batch.js";
import { checkedBatch } from "../checked-batch.js";
import { ClassCounter } from "./class-counter.js";
import type { ClassList } from "./classes.js";
import { dataError } from "../errors.js";
import { labelColumn, LabelEncoder } from "./labels.js";
import { spellValue } from "./spell-value.js";
import type { Value } from "../columns/values.js";
import { valueReader } from "../columns/values.js";
import { checkOptions, COUNT, required, type Shapes, TEXT } from "../wording/shapes.js";
import { showFound } from "../wording/show-found.js";
import { option } from "../wording/option.js";

/** The classes of some data and its number of rows. */
export interface LearnedClasses {
  readonly classes: ClassList;
  readonly rows: number;
}

/** How classes are learned from a stream of batches. */
export interface LearnClassesOptions {
  /** The label column. */
  readonly label: string;
  /** Refuse more distinct labels; default 10,000. */
  readonly maxClasses?: number;
}

const SHAPES: Shapes<LearnClassesOptions> = { label: required(TEXT), maxClasses: COUNT };

/**
 * Reads batches to their end and gives their classes with counts: numbers by value, other labels by their UTF-8 bytes;
 * the values of a dictionary in its own order, as long as it stays the same.
 *
 * @example const { names } = await learnClasses(createReadStream("in.csv").compose(new CsvDecoder()), { label: "species" });
 * @throws {DatasetError} For a missing label (`MISSING_LABEL`), too many distinct ones (`TOO_MANY_CLASSES`), or no rows
 *   (`NO_ROWS`).
 */
export async function learnClasses(
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  options: LearnClassesOptions,
): Promise<ClassList> {
  if (!isIterable(batches)) {
    throw new TypeError(
      `learnClasses takes a stream of batches, but was given ${showFound(batches)}: compose a decoder with your stream of bytes`,
    );
  }
  checkOptions("learnClasses", options, SHAPES);
  return (await learn(batches, options)).classes;
}

/** The same, with the number of rows. */
export async function learn(
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  { label, maxClasses = 10_000 }: LearnClassesOptions,
): Promise<LearnedClasses> {
  const counter = new ClassCounter(maxClasses);
  const labels = new LabelEncoder({ resolve: counter.resolve });
  const order = new DictionaryOrder();
  const memory = new CodeMemory();
  let rows = 0;
  for await (const each of batches) {
    const batch = checkedBatch(each, "learnClasses");
    const column = labelColumn(batch, label);
    const codes = memory.take(batch.rows);
    counter.count(labels.encode(batch, column, codes));
    memory.giveBack(codes);
    order.add(column);
    rows += batch.rows;
    batch.release?.();
  }
  const classes = counter.classes(order.names);
  if (classes.names.length === 0) {
    throw dataError("NO_ROWS", "there are no rows to learn the classes from", {
      column: label,
      hint: `Name the classes with ${option("classes")} or ${option("numClasses")}.`,
    });
  }
  return { classes, rows };
}

function isIterable(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    (Symbol.asyncIterator in value || Symbol.iterator in value)
  );
}

/** The order that all dictionaries of a column give its values; none where they differ or one is missing. */
class DictionaryOrder {
  #last?: Column;
  #names?: readonly string[];
  #differs = false;

  get names(): readonly string[] | undefined {
    return this.#differs ? undefined : this.#names;
  }

  add({ dictionary }: Column): void {
    if (dictionary === undefined) {
      this.#differs = true;
    } else if (!this.#differs && dictionary !== this.#last) {
      const names = namesIn(dictionary);
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
