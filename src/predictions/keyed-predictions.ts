import type { Batch } from "../batch.js";
import { located, placeOf } from "../classes/labels.js";
import { dataError, type ErrorPlace, usageError } from "../errors.js";
import { andList } from "../wording/and-list.js";
import { option } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";
import type { BatchQueue } from "./batch-queue.js";
import { HeldPredictions } from "./held-predictions.js";
import type { HeldTotals } from "./join-totals.js";
import { keyKind, keyReader } from "./key-reader.js";
import {
  columnAt,
  type PredictionJoin,
  type PredictionReading,
  wantsRow,
} from "./prediction-join.js";

/** The columns that hold the same keys in the data and beside the predictions. */
export interface JoinKeys {
  readonly data: string;
  readonly predictions: string;
}

/** How many keys are kept to be named. */
const NAMED_KEYS = 100;

/** Predictions of another stream, found by a key. All of them are held in memory. */
export class KeyedPredictions implements PredictionJoin {
  readonly #held: HeldPredictions;
  readonly #keys: JoinKeys;
  readonly #reading: PredictionReading;
  readonly #missing = new NamedCount();
  readonly #repeated = new NamedCount();
  /** Where the first of them is. */
  #repeatedAt?: ErrorPlace;
  #used = new Uint8Array(0);
  #usedRows = 0;

  private constructor(held: HeldPredictions, keys: JoinKeys, reading: PredictionReading) {
    this.#held = held;
    this.#keys = keys;
    this.#reading = reading;
    this.#used = new Uint8Array(held.rows);
  }

  /**
   * Reads all predictions.
   * @throws {DatasetError} As `HeldPredictions.load`.
   */
  static async load(
    queue: BatchQueue,
    keys: JoinKeys,
    reading: PredictionReading,
  ): Promise<KeyedPredictions> {
    const held = new HeldPredictions(keys.predictions, reading.columns);
    await held.load(queue);
    return new KeyedPredictions(held, keys, reading);
  }

  /** What is held. */
  get totals(): HeldTotals {
    const { rows, bytes } = this.#held;
    return { rows, bytes, extra: rows - this.#usedRows };
  }

  fill(batch: Batch, values: Float64Array): Promise<boolean> {
    const { width } = this.#reading.columns;
    const column = batch.column(this.#keys.data);
    this.#checkKind(batch);
    const has = wantsRow(batch);
    const found = new Int32Array(batch.rows).fill(NONE);
    const find = keyReader(column, (bytes, start, end) => this.#find(bytes, start, end));
    for (let row = 0; row < batch.rows; row++) {
      found[row] = find(row) ?? NONE;
      if (this.#repeated.count > 0) {
        this.#repeatedAt ??= placeOf(batch, row);
      }
      if (found[row] >= 0) {
        this.#held.copy(found[row], values, row * width);
      } else {
        values.fill(Number.NaN, row * width, (row + 1) * width);
        this.#noteMissing(batch, row, has);
      }
    }
    if (this.#missing.count > 0 || this.#repeated.count > 0) {
      return Promise.resolve(false);
    }
    this.#check(found, values, has);
    return Promise.resolve(true);
  }

  finish(): Promise<void> {
    const { count: missing, names } = this.#missing;
    if (missing > 0) {
      const sample = this.#held.sample;
      throw dataError(
        "MISSING_KEY",
        `${missing} ${missing === 1 ? "row has" : "rows have"} no prediction: no key of the predictions is ${andList(names)}`,
        {
          file: this.#held.file,
          column: this.#keys.predictions,
          hint:
            sample === undefined
              ? "There are no predictions at all."
              : `The keys there are such as ${showValue(sample)}.`,
        },
      );
    }
    const { count: repeated } = this.#repeated;
    if (repeated > 0) {
      throw dataError(
        "REPEATED_KEY",
        `${repeated} ${repeated === 1 ? "row has a key" : "rows have keys"} that a row before ${repeated === 1 ? "it" : "them"} had: ${andList(this.#repeated.names)}`,
        {
          ...this.#repeatedAt,
          column: this.#keys.data,
          hint: "Every key may be there once.",
        },
      );
    }
    return Promise.resolve();
  }

  #find(bytes: Uint8Array, start: number, end: number): number {
    const row = this.#held.find(bytes, start, end);
    if (row === NONE) {
      this.#missing.last = decoder.decode(bytes.subarray(start, end));
    } else if (this.#used[row] === 0) {
      this.#used[row] = 1;
      this.#usedRows++;
    } else {
      this.#repeated.add(decoder.decode(bytes.subarray(start, end)));
    }
    return row;
  }

  #noteMissing(batch: Batch, row: number, has: (row: number) => boolean): void {
    const { last } = this.#missing;
    this.#missing.last = undefined;
    if (!has(row)) {
      return;
    }
    if (last === undefined) {
      const error = dataError("MISSING_KEY", "the key of the row is missing", {
        hint: "Without it there is no telling which prediction is for the row.",
      });
      throw located(error, batch, row, this.#keys.data);
    }
    this.#missing.add(last);
  }

  #checkKind(batch: Batch): void {
    const { kind, isText } = this.#held;
    const { data, predictions } = this.#keys;
    const found = keyKind(batch.column(data).field);
    if (kind !== undefined && found !== kind && !isText && batch.source === undefined) {
      throw usageError(
        "KEY_TYPE",
        `${option("on")}: the keys in ${JSON.stringify(data)} are ${KINDS[found]}, and those of the predictions in ${JSON.stringify(predictions)} are ${KINDS[kind]}; expected the same`,
        { file: batch.origin?.file, column: data },
      );
    }
  }

  #check(found: Int32Array, values: Float64Array, has: (row: number) => boolean): void {
    const { columns, check } = this.#reading;
    check.check({
      values,
      width: columns.width,
      start: 0,
      end: found.length,
      has,
      locate: (error, row, at) =>
        error.at({ file: this.#held.file, row: found[row] + 1, column: columnAt(columns, at) }),
    });
  }
}

const NONE = -1;

const KINDS = { integer: "whole numbers", text: "text" } as const;

/** A number of keys, and the first of them. */
class NamedCount {
  readonly names: string[] = [];
  count = 0;
  /** A key that may have to be added. */
  last?: string;

  add(name: string): void {
    this.count++;
    if (this.names.length < NAMED_KEYS) {
      this.names.push(name);
    }
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
