import type { Batch, Column, ColumnType } from "../batch.js";
import { columnFromValues } from "../columns/from-values.js";
import { bitmapBytes } from "../columns/bitmap.js";
import { checkOptions, type Shapes, TEXT } from "../wording/shapes.js";
import type { Scores } from "./scores.js";

/** What an encoder writes of the scores, under which names. What has no name is not written. */
export interface ScoreOutput {
  /** The loss of each row, null where it is not counted. */
  readonly loss?: string;
  /** The name of the class with the greatest prediction. */
  readonly predicted?: string;
  /** Its probability. */
  readonly confidence?: string;
}

/** What an encoder writes where nobody says otherwise. */
export const DEFAULT_SCORES = { loss: "loss" };

/** What an encoder writes where predictions are scored. */
export const ALL_SCORES = { predicted: "predicted", confidence: "confidence", loss: "loss" };

const FLOAT64: ColumnType = { kind: "float", bits: 64 };
const CLASS_INDEX = { kind: "int", bits: 32, signed: true } as const;

const SHAPES: Shapes<ScoreOutput> = { loss: TEXT, predicted: TEXT, confidence: TEXT };

/**
 * What was asked for, checked; the loss alone where nothing was.
 * @throws {DatasetError} If there is no such part, or it is of another type.
 */
export function resolveScoreOutput(asked: ScoreOutput = DEFAULT_SCORES): ScoreOutput {
  checkOptions("scores", asked, SHAPES);
  return asked;
}

/** The names of the columns that scores become, in their order. */
export function scoreNames({ predicted, confidence, loss }: ScoreOutput): string[] {
  return [predicted, confidence, loss].filter((name) => name !== undefined);
}

/** The columns that the scores of a batch become; none where it has no scores. */
export function scoreColumns(
  { scores, classNames = [] }: Pick<Batch, "scores" | "classNames">,
  output: ScoreOutput,
): Column[] {
  if (scores === undefined) {
    return [];
  }
  const names = { predicted: output.predicted, confidence: output.confidence, loss: output.loss };
  return [
    predictedColumn(names.predicted, scores, classNames),
    numberColumn(names.confidence, scores.confidence),
    numberColumn(names.loss, scores.loss),
  ].filter((column) => column !== undefined);
}

/** Null where there is no number. */
function numberColumn(
  name: string | undefined,
  data: Float64Array | undefined,
): Column | undefined {
  return name === undefined || data === undefined
    ? undefined
    : nullable(name, FLOAT64, data, (row) => !Number.isNaN(data[row]));
}

/** The classes as a dictionary, so that no name is written twice. */
function predictedColumn(
  name: string | undefined,
  { predicted }: Scores,
  classNames: readonly string[],
): Column | undefined {
  if (name === undefined || predicted === undefined) {
    return undefined;
  }
  const dictionary = dictionaryOf(classNames);
  const values = dictionary.field.type;
  const type: ColumnType = { kind: "dictionary", index: CLASS_INDEX, values, ordered: false };
  const data = predicted.map((code) => Math.max(0, code));
  return { ...nullable(name, type, data, (row) => predicted[row] !== -1), dictionary };
}

function nullable(
  name: string,
  type: ColumnType,
  data: Float64Array | Int32Array,
  isThere: (row: number) => boolean,
): Column {
  const { length } = data;
  const validity = new Uint8Array(bitmapBytes(length));
  let nullCount = 0;
  for (let row = 0; row < length; row++) {
    if (isThere(row)) {
      validity[row >> 3] |= 1 << (row & 7);
    } else {
      nullCount++;
    }
  }
  const field = { name, type, nullable: true };
  return { field, length, nullCount, validity: nullCount === 0 ? undefined : validity, data };
}

/** One for each list of names, because a dictionary that stays the same is written once. */
const DICTIONARIES = new WeakMap<readonly string[], Column>();

function dictionaryOf(classNames: readonly string[]): Column {
  let dictionary = DICTIONARIES.get(classNames);
  if (dictionary === undefined) {
    const type: ColumnType = { kind: "utf8" };
    const request = { name: "item", type, firstRow: 0, origin: "declared" } as const;
    dictionary = columnFromValues(request, classNames);
    DICTIONARIES.set(classNames, dictionary);
  }
  return dictionary;
}
