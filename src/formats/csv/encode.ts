import type { DialectOptions } from "../../batch.js";
import type { TransformCallback } from "node:stream";
import type { Batch, Dialect } from "../../batch.js";
import { checkedBatch } from "../../checked-batch.js";
import { resolveScoreOutput, type ScoreOutput } from "../../loss/score-columns.js";
import { StepTransform } from "../../streams/step-transform.js";
import { resolveTargetOutput, type TargetOutput } from "../../targets.js";
import { checkOptions, OBJECT, PLACES, type Shapes, TEXTS } from "../../wording/shapes.js";
import { OutputBlocks } from "../output-blocks.js";
import type { FieldStyle } from "./cell-writer.js";
import { DIALECT_SHAPES, isPlainDialect } from "./dialect.js";
import { PlainQuoting } from "./field-quoting.js";
import { OutputBytes } from "./output-bytes.js";
import { TextEncoding, type TextOutput } from "./text-encoding.js";
import { writtenDialect } from "./written-dialect.js";

/** What a CSV output looks like. Everything has a default. */
export interface CsvEncoderOptions {
  /**
   * Where the output differs from the dialect that the rows came in. For rows that came from no text: from commas, double
   * quotes and a header; an empty `quote` then means none.
   */
  readonly dialect?: DialectOptions;
  /** The targets' place; default: a column `soft_target_<class>` for each class, in float32. */
  readonly targets?: Partial<TargetOutput>;
  /** What of a loss goes out, between the columns and the targets. Default: the loss, as `loss`. */
  readonly scores?: ScoreOutput;
  /** Of rows copied from their source only these fields go out, by place, from 0. Default: whole rows. */
  readonly fields?: readonly number[];
  /** Of rows printed from columns only the columns of these names go out. Default: all. */
  readonly columns?: readonly string[];
}

const SHAPES: Shapes<CsvEncoderOptions> = {
  dialect: OBJECT,
  targets: OBJECT,
  scores: OBJECT,
  fields: PLACES,
  columns: TEXTS,
};

/**
 * Writes batches as delimited text, the targets after the columns.
 *
 * Rows that carry their source, in the dialect of the output, are copied byte for byte, quotes and line ends included.
 * All others are printed from their columns, with a line feed after each row: null is an empty field, the empty text
 * `""`; numbers are the shortest decimals that read back to the same value of their type; dates, times and durations
 * are ISO 8601; lists, structs and maps are JSON. Binary columns are refused (`BINARY_COLUMN`).
 *
 * ```ts
 * await pipeline(source, new CsvDecoder(), new OneHotEncoder({ label, classes }), new CsvEncoder(), process.stdout);
 * ```
 */
export class CsvEncoder extends StepTransform<Batch, Uint8Array> {
  readonly #options: CsvEncoderOptions;
  readonly #out: OutputBytes;
  #encoding?: TextEncoding;

  /** @param blocks Memory for the output; default: its own, which nothing is written to twice. */
  constructor(options: CsvEncoderOptions = {}, blocks = new OutputBlocks()) {
    super({ writableObjectMode: true });
    checkOptions("CsvEncoder", options, SHAPES);
    resolveScoreOutput(options.scores);
    checkOptions("dialect", options.dialect ?? {}, DIALECT_SHAPES);
    this.#options = options;
    this.#out = new OutputBytes(blocks);
  }

  override _transform(batch: Batch, encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#encoding !== undefined) {
      super._transform(batch, encoding, done);
      return;
    }
    decideOutput(batch, this.#options).then((output) => {
      this.#encoding = new TextEncoding(output, this.#out);
      super._transform(batch, encoding, done);
    }, done);
  }

  protected override step(batch: Batch): Iterable<Uint8Array> {
    return (this.#encoding as TextEncoding).blocks(checkedBatch(batch, "CsvEncoder"));
  }

  protected override finish(): Iterable<Uint8Array> {
    return this.#encoding?.rest() ?? [];
  }
}

/** Decides what the first batch leaves open. */
async function decideOutput(batch: unknown, options: CsvEncoderOptions): Promise<TextOutput> {
  const { source, targets: made, classNames } = checkedBatch(batch, "CsvEncoder");
  const { dialect = {}, targets = {}, fields, columns } = options;
  return {
    style: await fieldStyle(writtenDialect(dialect, source?.dialect)),
    targets: made && resolveTargetOutput(targets, { classes: made.classes, classNames }, "columns"),
    scores: resolveScoreOutput(options.scores),
    fields,
    columns: columns && new Set(columns),
  };
}

/** csv-stringify is loaded for the dialects that need it, and for no others. */
async function fieldStyle(dialect: Dialect): Promise<FieldStyle> {
  if (isPlainDialect(dialect)) {
    return { dialect, quoting: new PlainQuoting(dialect) };
  }
  const { StringifyQuoting } = await import("./stringify-quoting.js");
  return { dialect, quoting: new StringifyQuoting(dialect) };
}
