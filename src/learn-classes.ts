import type { Batch, Column } from "./batch.js";
import { isValid } from "./batch.js";
import { ClassCounter } from "./class-counter.js";
import type { ClassList } from "./classes.js";
import { dataError } from "./errors.js";
import { labelColumn, LabelEncoder } from "./labels.js";
import { valueReader } from "./values.js";

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

/**
 * Reads batches to their end and gives their classes with counts: numbers by value, other labels by their UTF-8 bytes;
 * the values of a dictionary in its own order, as long as it stays the same.
 *
 * @example const { names } = await learnClasses(createReadStream("in.csv").pipe(new CsvDecoder()), { label: "species" });
 * @throws {DatasetError} For a missing label, too many distinct ones, or none at all.
 */
export async function learnClasses(
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  options: LearnClassesOptions,
): Promise<ClassList> {
  return (await learn(batches, options)).classes;
}

/** The same, with the number of rows. */
export async function learn(
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  { label, maxClasses = 10_000 }: LearnClassesOptions,
): Promise<LearnedClasses> {
  const counter = new ClassCounter(maxClasses);
  const labels = new LabelEncoder(counter.resolve);
  const dictionaries = new Set<Column | undefined>();
  let rows = 0;
  for await (const batch of batches) {
    const column = labelColumn(batch, label);
    counter.count(labels.encode(batch, column));
    dictionaries.add(column.dictionary);
    rows += batch.rows;
  }
  const [dictionary] = dictionaries;
  const classes = counter.classes(
    dictionaries.size === 1 && dictionary !== undefined ? namesIn(dictionary) : undefined,
  );
  if (classes.names.length === 0) {
    throw dataError("NO_ROWS", "there are no rows to learn the classes from", {
      column: label,
      hint: "Name the classes with --classes or --num-classes.",
    });
  }
  return { classes, rows };
}

/** The distinct values of a dictionary in its order. */
function namesIn(dictionary: Column): string[] {
  const read = valueReader(dictionary);
  const rows = Array.from({ length: dictionary.length }, (_, row) => row);
  const names = rows.filter((row) => isValid(dictionary, row)).map((row) => String(read(row)));
  return [...new Set(names)].filter((name) => name !== "");
}
