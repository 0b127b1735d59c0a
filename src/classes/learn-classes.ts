import { CodeMemory } from "./code-memory.js";
import type { Batch } from "../batch.js";
import { checkedBatch } from "../checked-batch.js";
import { ClassCounter } from "./class-counter.js";
import type { ClassList } from "./classes.js";
import { DictionaryOrder } from "./dictionary-order.js";
import { dataError } from "../errors.js";
import {
  checkIgnoreIndex,
  IgnoredLabels,
  type IgnoreOptions,
  refuseIgnoredClasses,
} from "./ignored-labels.js";
import { labelColumn, LabelEncoder } from "./labels.js";
import { MultiLabelReader } from "./multi-labels.js";
import {
  checkOptions,
  COUNT,
  FLAG,
  NUMBER,
  required,
  type Shapes,
  TEXT,
} from "../wording/shapes.js";
import { showFound } from "../wording/show-found.js";
import { option } from "../wording/option.js";

/** The classes of some data and its number of rows. */
export interface LearnedClasses {
  readonly classes: ClassList;
  readonly rows: number;
}

/** What a pass over the labels has counted. */
interface LabelPass {
  readonly rows: number;
  /** The order that dictionaries give the labels. */
  readonly order?: readonly string[];
}

/** How classes are learned from a stream of batches. */
export interface LearnClassesOptions extends IgnoreOptions {
  /** The label column. */
  readonly label: string;
  /** Rows have any number of labels: texts of several, or lists. */
  readonly multiLabel?: boolean;
  /** What stands between two labels of a text. Default `|`. */
  readonly separator?: string;
  /** Refuse more distinct labels; default 10,000. */
  readonly maxClasses?: number;
}

const SHAPES: Shapes<LearnClassesOptions> = {
  label: required(TEXT),
  multiLabel: FLAG,
  separator: TEXT,
  maxClasses: COUNT,
  ignoreIndex: NUMBER,
  ignoreLabel: TEXT,
};

/**
 * Reads batches to their end and gives their classes with counts: numbers by value, other labels by their UTF-8 bytes;
 * the values of a dictionary in its own order, as long as it stays the same.
 *
 * @example const { names } = await learnClasses(createReadStream("in.csv").compose(new CsvDecoder()), { label: "species" });
 * @example await learnClasses(batches, { label: "genres", multiLabel: true, separator: ";" })
 * @throws {DatasetError} For a missing label (`MISSING_LABEL`), too many distinct ones (`TOO_MANY_CLASSES`), or none at
 *   all (`NO_ROWS`).
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
  options: LearnClassesOptions,
): Promise<LearnedClasses> {
  const { maxClasses = 10_000, multiLabel = false } = options;
  checkIgnoreIndex(options.ignoreIndex);
  const counter = new ClassCounter(maxClasses);
  const pass = multiLabel
    ? await countSeveral(batches, options, counter)
    : await countSingle(batches, options, counter);
  const classes = counter.classes(pass.order);
  if (classes.names.length === 0) {
    throw noClasses(pass.rows, options);
  }
  refuseIgnoredClasses(classes.names, options, false);
  return { classes, rows: pass.rows };
}

/** Counts the labels of rows that have one each. */
async function countSingle(
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  options: LearnClassesOptions,
  counter: ClassCounter,
): Promise<LabelPass> {
  const ignored = new IgnoredLabels(options);
  const labels = new LabelEncoder({ resolve: counter.resolve, ignored });
  const order = new DictionaryOrder(ignored);
  const memory = new CodeMemory();
  let rows = 0;
  for await (const each of batches) {
    const batch = checkedBatch(each, "learnClasses");
    const column = labelColumn(batch, options.label);
    const codes = memory.take(batch.rows);
    counter.count(labels.encode(batch, column, codes));
    memory.giveBack(codes);
    order.add(column);
    rows += batch.rows;
    batch.release?.();
  }
  return { rows, order: order.names };
}

/** Counts in how many rows each label is. */
async function countSeveral(
  batches: AsyncIterable<Batch> | Iterable<Batch>,
  { label, separator = "|", ...options }: LearnClassesOptions,
  counter: ClassCounter,
): Promise<LabelPass> {
  const ignored = new IgnoredLabels(options);
  const { resolve } = counter;
  const labels = new MultiLabelReader({ resolve, ignored, separator });
  const order = new DictionaryOrder(ignored);
  let rows = 0;
  for await (const each of batches) {
    const batch = checkedBatch(each, "learnClasses");
    labels.read(batch, label, (_row, own) => counter.count(own ?? []));
    order.add(labelColumn(batch, label).children?.[0]);
    rows += batch.rows;
    batch.release?.();
  }
  return { rows, order: order.names };
}

function noClasses(rows: number, { label, ...options }: LearnClassesOptions): Error {
  const which = new IgnoredLabels(options).any ? "row that is not ignored" : "row with a label";
  const why = rows === 0 ? "there are no rows" : `there is no ${which}`;
  return dataError("NO_ROWS", `${why} to learn the classes from`, {
    column: label,
    hint: `Name the classes with ${option("classes")} or ${option("numClasses")}.`,
  });
}

function isIterable(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    (Symbol.asyncIterator in value || Symbol.iterator in value)
  );
}
