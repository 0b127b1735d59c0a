import type { Scores } from "./loss/scores.js";
import type { Predictions } from "./predictions/predictions.js";
import type { BatchOrigin, RowSource } from "./row-source.js";
import type { Targets } from "./targets.js";
import { unknownColumn } from "./selectors.js";

/** Any array a column keeps its fixed-width values in. */
export type Values =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

export type TimeUnit = "s" | "ms" | "us" | "ns";

/** A column's type, after Arrow's logical types. Nested types carry the fields of their children. */
export type ColumnType =
  | {
      readonly kind:
        | "null"
        | "bool"
        | "utf8"
        | "large-utf8"
        | "utf8-view"
        | "binary"
        | "large-binary"
        | "binary-view";
    }
  | { readonly kind: "int"; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  /** float16 keeps its raw bits in a Uint16Array. */
  | { readonly kind: "float"; readonly bits: 16 | 32 | 64 }
  | {
      readonly kind: "decimal";
      readonly bits: 32 | 64 | 128 | 256;
      readonly precision: number;
      readonly scale: number;
    }
  | { readonly kind: "date"; readonly unit: "day" | "ms" }
  | { readonly kind: "time"; readonly bits: 32 | 64; readonly unit: TimeUnit }
  | { readonly kind: "timestamp"; readonly unit: TimeUnit; readonly timezone?: string }
  | { readonly kind: "duration"; readonly unit: TimeUnit }
  | { readonly kind: "interval"; readonly unit: "year-month" | "day-time" | "month-day-nano" }
  | { readonly kind: "fixed-binary"; readonly width: number }
  | { readonly kind: "list" | "large-list"; readonly child: Field }
  | { readonly kind: "fixed-list"; readonly child: Field; readonly size: number }
  | { readonly kind: "struct"; readonly children: readonly Field[] }
  | { readonly kind: "map"; readonly child: Field; readonly sorted: boolean }
  | {
      readonly kind: "union";
      readonly mode: "sparse" | "dense";
      readonly children: readonly Field[];
      readonly typeIds: readonly number[];
    }
  | {
      readonly kind: "dictionary";
      readonly index: {
        readonly kind: "int";
        readonly bits: 8 | 16 | 32 | 64;
        readonly signed: boolean;
      };
      readonly values: ColumnType;
      readonly ordered: boolean;
    }
  /** A type that is not read: a column of it can be left out, and nothing else. */
  | {
      readonly kind: "unsupported";
      readonly name: string;
      /** How many buffers come before those of its children. */
      readonly buffers: number;
      readonly children: readonly Field[];
    };

/** A name and a type. `metadata` travels with the field, as Arrow's does (extension types live there). */
export interface Field {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly metadata?: ReadonlyMap<string, string>;
}

/**
 * The values of one column for the rows of one batch, in Arrow's memory layout, so that nothing is
 * copied on the way from or to Arrow. Which of the parts are there follows from the type. A column
 * starts at its first value: slicing copies bitmaps and takes views of everything else.
 * Arrays may be read-only views of somebody else's memory: never write into a column.
 */
export interface Column {
  readonly field: Field;
  readonly length: number;
  readonly nullCount: number;
  /** One bit a row, lowest bit first, 1 = valid. Absent: every row is valid. */
  readonly validity?: Uint8Array;
  /** length + 1 offsets (utf8, binary, list, map; 64-bit for the large ones); for a dense union one offset a row. */
  readonly offsets?: Int32Array | BigInt64Array;
  /**
   * Fixed-width values; the bytes of utf8 and binary; for bool one bit a row; for decimals, intervals and
   * fixed binaries the raw bytes; for dictionaries the indices; for views the 16-byte view structs; for unions the type ids.
   */
  readonly data?: Values;
  /** The variable-length buffers behind utf8-view and binary-view. */
  readonly buffers?: readonly Uint8Array[];
  readonly children?: readonly Column[];
  /** The values a dictionary's indices point to; the same object as long as the dictionary stays the same. */
  readonly dictionary?: Column;
}

/** How a delimited text is written. Absent `quote`: quotes are data. `escape` equal to `quote`: doubled quotes. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote?: string;
  readonly escape?: string;
  /** Lines that start with it are skipped. */
  readonly comment?: string;
  /** Whether the first row holds the column names; else they are "1", "2", … */
  readonly header: boolean;
  /** An unquoted field of exactly these characters is null, as an empty one is; null is written like this. */
  readonly nullText?: string;
}

/** What a caller may say about how a text is delimited. Everything has a default. */
export interface DialectOptions {
  /** Between two fields; any characters but line breaks. */
  readonly delimiter?: string;
  /** Around a field; default `"`. The empty string: quotes are data. */
  readonly quote?: string;
  /** What makes a quote inside a quoted field data; default: the quote itself, doubled. */
  readonly escape?: string;
  /** Lines that start with it are skipped; default: no line is. */
  readonly comment?: string;
  /** Whether the first row holds the column names; default true. */
  readonly header?: boolean;
  /** An unquoted field of exactly these characters is null, as an empty one is. */
  readonly nullText?: string;
}

interface BatchParts {
  readonly rows: number;
  /** How many data rows came before this batch's first one. */
  readonly firstRow: number;
  readonly columns: readonly Column[];
  readonly metadata?: ReadonlyMap<string, string>;
  readonly origin?: BatchOrigin;
  readonly source?: RowSource;
  readonly labelText?: Column;
  readonly targets?: Targets;
  readonly classNames?: readonly string[];
  readonly predictions?: Predictions;
  readonly scores?: Scores;
  readonly release?: () => void;
}

/**
 * Some thousand rows in columnar form: what the stages hand to each other. Immutable.
 *
 * @example
 * for await (const batch of stream) {
 *   const lengths = batch.column("petal_length").data; // Float64Array [rows]
 *   const targets = batch.targets.dense(); // Float64Array, row-major [rows, classes]
 * }
 */
export class Batch implements BatchParts {
  readonly rows: number;
  readonly firstRow: number;
  readonly columns: readonly Column[];
  /** The schema metadata of the input, where it has one. */
  readonly metadata?: ReadonlyMap<string, string>;
  /** Where the rows are from, for messages. */
  readonly origin?: BatchOrigin;
  readonly source?: RowSource;
  /** The label cells as they were spelled (`007`, `1.0`), where the decoder typed the label column as something else. */
  readonly labelText?: Column;
  /** What the encoders write beside the columns: one target row for each row, once a stage has made them. */
  readonly targets?: Targets;
  /** The names of the classes the targets are for, in their order. */
  readonly classNames?: readonly string[];
  /** What a model said of each row, once a stage has read it. */
  readonly predictions?: Predictions;
  /** What its predictions cost each row, once a stage has reckoned it. */
  readonly scores?: Scores;
  /**
   * Gives the batch's memory back, for another batch: whoever calls it is the last to look at this one, and at those
   * before it. Absent: the memory is the batch's own for ever.
   */
  readonly release?: () => void;

  constructor(parts: BatchParts) {
    this.rows = parts.rows;
    this.firstRow = parts.firstRow;
    this.columns = parts.columns;
    this.metadata = parts.metadata;
    this.origin = parts.origin;
    this.source = parts.source;
    this.labelText = parts.labelText;
    this.targets = parts.targets;
    this.classNames = parts.classNames;
    this.predictions = parts.predictions;
    this.scores = parts.scores;
    this.release = parts.release;
  }

  /** The loss of each row, once a stage has reckoned it; NaN for a row that is not counted. */
  get loss(): Float64Array | undefined {
    return this.scores?.loss;
  }

  /**
   * The column of this name.
   * @throws {DatasetError} If there is none (`UNKNOWN_COLUMN`).
   */
  column(name: string): Column {
    const found = this.columns.find((column) => column.field.name === name);
    if (found === undefined) {
      const names = this.columns.map((column) => column.field.name);
      throw unknownColumn(name, names);
    }
    return found;
  }

  /**
   * The same rows with these targets.
   * @param classNames The names of their classes; default: the names there were.
   */
  withTargets(targets: Targets, classNames = this.classNames): Batch {
    return new Batch({ ...this.parts(), targets, classNames });
  }

  /** The same rows with what a model said of them. */
  withPredictions(predictions: Predictions): Batch {
    return new Batch({ ...this.parts(), predictions });
  }

  /** The same rows with what their predictions cost. */
  withScores(scores: Scores): Batch {
    return new Batch({ ...this.parts(), scores });
  }

  /** The same rows with other columns. The bytes they came from are left behind: they no longer say the same. */
  withColumns(columns: readonly Column[]): Batch {
    return new Batch({ ...this.parts(), columns, source: undefined });
  }

  /** The same rows with the columns that are written of them: what made these is left behind, bytes and scores alike. */
  withWritten(columns: readonly Column[]): Batch {
    const parts = { ...this.parts(), predictions: undefined, scores: undefined };
    return new Batch({ ...parts, columns, source: undefined });
  }

  /** The same rows, counted on from `firstRow`. */
  renumbered(firstRow: number): Batch {
    return new Batch({ ...this.parts(), firstRow });
  }

  /** The same rows, known to be from this input. */
  withOrigin(origin: BatchOrigin): Batch {
    return new Batch({ ...this.parts(), origin });
  }

  /** The same rows in memory that `release` gives back; it is called once at most. */
  releasedBy(release: () => void): Batch {
    let isReleased = false;
    const releaseOnce = (): void => {
      if (!isReleased) {
        isReleased = true;
        release();
      }
    };
    return new Batch({ ...this.parts(), release: releaseOnce });
  }

  private parts(): BatchParts {
    const { rows, firstRow, columns, metadata, origin, source, labelText } = this;
    const { targets, classNames, predictions, scores, release } = this;
    const made = { targets, classNames, predictions, scores, release };
    return { rows, firstRow, columns, metadata, origin, source, labelText, ...made };
  }
}

/** Whether a row of the column holds a value. */
export function isValid(column: Column, row: number): boolean {
  const { validity } = column;
  return (
    column.field.type.kind !== "null" &&
    (validity === undefined || ((validity[row >> 3] >> (row & 7)) & 1) === 1)
  );
}
