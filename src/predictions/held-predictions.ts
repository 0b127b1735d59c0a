import type { Batch } from "../batch.js";
import { dataError } from "../errors.js";
import { LabelTable } from "../kernels/label-table.js";
import { andList } from "../wording/and-list.js";
import type { BatchQueue } from "./batch-queue.js";
import { type KeyKind, keyKind, keyReader } from "./key-reader.js";
import { type PredictionColumns, readPredictions } from "./read-predictions.js";

/** About what the table of keys takes beside their bytes. */
const BYTES_PER_KEY = 24;

/** How many keys an error names. */
const NAMED_KEYS = 100;

/** All predictions of a stream, found by their keys. */
export class HeldPredictions {
  /** What sort of keys they have; undefined for none at all. */
  kind?: KeyKind;
  /** Whether they are from a text, where nothing has a type. */
  isText = false;
  file?: string;
  /** The first of the keys, to show what they look like. */
  sample?: string;
  readonly #key: string;
  readonly #columns: PredictionColumns;
  readonly #keys = new LabelTable();
  readonly #blocks: (Float32Array | Float64Array)[] = [];
  /** The first row of each block. */
  readonly #starts: number[] = [];
  readonly #repeated: string[] = [];
  #repeats = 0;
  #rows = 0;
  #keyBytes = 0;
  #valueBytes = 0;

  constructor(key: string, columns: PredictionColumns) {
    this.#key = key;
    this.#columns = columns;
  }

  /** The number of predictions. */
  get rows(): number {
    return this.#rows;
  }

  /** About how much memory they take. */
  get bytes(): number {
    return this.#valueBytes + this.#keyBytes + BYTES_PER_KEY * this.#rows;
  }

  /**
   * Reads all of a stream.
   * @throws {DatasetError} If a key is missing (`MISSING_KEY`) or there more than once (`REPEATED_KEY`).
   */
  async load(queue: BatchQueue): Promise<void> {
    for await (const batch of queue.rest()) {
      this.#add(batch);
    }
    if (this.#repeats > 0) {
      throw dataError(
        "REPEATED_KEY",
        `${this.#repeats} ${this.#repeats === 1 ? "row of predictions has" : "rows of predictions have"} a key that another one has: ${andList(this.#repeated)}`,
        { file: this.file, column: this.#key, hint: "Every key may be there once." },
      );
    }
  }

  /** The row of the key of these bytes, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#keys.find(bytes, start, end);
  }

  /** Copies the predictions of a row to the `width` values from `out[at]` on. */
  copy(row: number, out: Float64Array, at: number): void {
    const { width } = this.#columns;
    const block = this.#blockOf(row);
    const from = (row - this.#starts[block]) * width;
    const values = this.#blocks[block];
    for (let code = 0; code < width; code++) {
      out[at + code] = values[from + code];
    }
  }

  #add(batch: Batch): void {
    const values = new Float64Array(batch.rows * this.#columns.width);
    readPredictions(batch, this.#columns, {
      values,
      at: 0,
      start: 0,
      end: batch.rows,
      has: isWanted,
    });
    const block = this.#areShort(batch) ? new Float32Array(values) : values;
    this.#blocks.push(block);
    this.#valueBytes += block.byteLength;
    this.#starts.push(this.#rows);
    this.file ??= batch.origin?.file ?? batch.source?.file;
    this.isText ||= batch.source !== undefined;
    this.#addKeys(batch);
  }

  /** Whether all values are float32, which take half the memory. */
  #areShort(batch: Batch): boolean {
    return this.#columns.names.every((name) => {
      const { data, children } = batch.column(name);
      return (children?.[0].data ?? data) instanceof Float32Array;
    });
  }

  #addKeys(batch: Batch): void {
    const column = batch.column(this.#key);
    this.kind ??= keyKind(column.field);
    const add = keyReader(column, (bytes, start, end) => {
      if (this.#keys.find(bytes, start, end) !== -1) {
        this.#noteRepeated(decoder.decode(bytes.subarray(start, end)));
      } else {
        this.sample ??= decoder.decode(bytes.subarray(start, end));
        this.#keys.add(bytes.slice(start, end), this.#rows);
        this.#keyBytes += end - start;
      }
      return true;
    });
    for (let row = 0; row < batch.rows; row++) {
      if (add(row) === undefined) {
        throw dataError("MISSING_KEY", "the key of a row of predictions is missing", {
          file: this.file,
          row: this.#rows + 1,
          line: batch.source?.line(row),
          column: this.#key,
          hint: "Fill it in or drop the row.",
        });
      }
      this.#rows++;
    }
  }

  #noteRepeated(key: string): void {
    this.#repeats++;
    if (this.#repeated.length < NAMED_KEYS && !this.#repeated.includes(key)) {
      this.#repeated.push(key);
    }
  }

  /** The last block that begins at the row or before it. */
  #blockOf(row: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= row) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}

function isWanted(): boolean {
  return true;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
