import type { Batch, Column } from "../../batch.js";
import { checkedBatch } from "../../checked-batch.js";
import { Arena } from "../../columns/arena.js";
import { chunkRowsOf } from "../../columns/chunk-rows.js";
import { sum } from "../../columns/joined.js";
import { typeBytes } from "../../columns/type-name.js";
import { usageError } from "../../errors.js";
import { resolveScoreOutput, scoreColumns, type ScoreOutput } from "../../loss/score-columns.js";
import { StepTransform } from "../../streams/step-transform.js";
import { resolveTargetOutput, type TargetOutput } from "../../targets.js";
import {
  CALLBACK,
  checkOptions,
  MAP,
  NUMBER,
  OBJECT,
  oneOfShape,
  type Shapes,
  TEXTS,
} from "../../wording/shapes.js";
import { OutputBlocks } from "../output-blocks.js";
import { BlockFiller } from "./block-filler.js";
import type { ArrowContainer } from "./framing.js";
import { LineChunker } from "./line-chunker.js";
import { outputMetadata } from "./output-metadata.js";
import { RowChunker } from "./row-chunker.js";
import { spellTargets } from "./spell-targets.js";
import { ArrowWriter } from "./writer.js";

/** What an Arrow encoder is told. */
export interface ArrowEncoderOptions {
  /** Default: "file". */
  readonly container?: ArrowContainer;
  /** How targets go out. Default: a fixed-size list of float32 named soft_target. */
  readonly targets?: Partial<TargetOutput>;
  /** What of a loss goes out, between the columns and the targets. Default: the loss, as `loss`. */
  readonly scores?: ScoreOutput;
  /** The names of the columns that go out. Default: all. */
  readonly columns?: readonly string[];
  /**
   * Rows in each record batch, the last one fewer. Default: one record batch for each batch; in the layout `long`
   * as many lines as make 4 MiB.
   */
  readonly chunkRows?: number;
  /**
   * Bytes of text in each record batch: it ends before the row that would make them more, though never without any row.
   * Default: as many as its rows have.
   */
  readonly chunkBytes?: number;
  /** Set in the schema, over the input's metadata. */
  readonly metadata?: ReadonlyMap<string, string>;
  /**
   * Asked for at the end of a file, and set over the metadata in its footer, which readers of files take: for what is
   * not known before. A reader of streams sees `metadata` alone.
   */
  readonly footerMetadata?: () => ReadonlyMap<string, string>;
}

const SHAPES: Shapes<ArrowEncoderOptions> = {
  container: oneOfShape(["file", "stream"]),
  targets: OBJECT,
  scores: OBJECT,
  columns: TEXTS,
  chunkRows: NUMBER,
  chunkBytes: NUMBER,
  metadata: MAP,
  footerMetadata: CALLBACK,
};

/**
 * Encodes batches as Arrow IPC bytes, file or stream. Targets are spelled out here, one record batch at a time.
 *
 * @example
 * await pipeline(batches, new ArrowEncoder({ container: "stream" }), createWriteStream("out.arrows"));
 */
export class ArrowEncoder extends StepTransform<Batch, Uint8Array> {
  readonly #options: ArrowEncoderOptions;
  /** What is made for one record batch, until it is written. */
  readonly #arena = new Arena();
  #chunker?: RowChunker | LineChunker;
  readonly #filler: BlockFiller;
  readonly #scores: ScoreOutput;
  readonly #keeps: (name: string) => boolean;
  #targets?: TargetOutput;
  #writer?: ArrowWriter;

  /**
   * @param blocks Memory for the output; default: its own, which nothing is written to twice.
   * @throws {DatasetError} If `chunkRows` or `chunkBytes` is no positive whole number (`INVALID_CHUNK_ROWS`,
   *   `INVALID_CHUNK_BYTES`).
   */
  constructor(options: ArrowEncoderOptions = {}, blocks = new OutputBlocks()) {
    super({ writableObjectMode: true });
    checkOptions("ArrowEncoder", options, SHAPES);
    const { chunkRows, chunkBytes } = options;
    checkCount("chunkRows", chunkRows, "INVALID_CHUNK_ROWS");
    checkCount("chunkBytes", chunkBytes, "INVALID_CHUNK_BYTES");
    const names = options.columns && new Set(options.columns);
    this.#options = options;
    this.#scores = resolveScoreOutput(options.scores);
    this.#keeps = (name) => names === undefined || names.has(name);
    this.#filler = new BlockFiller(blocks);
  }

  protected override step(batch: Batch): Iterable<Uint8Array> {
    return this.#filler.fill(this.#encode(checkedBatch(batch, "ArrowEncoder")));
  }

  protected override finish(): Iterable<Uint8Array> {
    return this.#filler.fill(this.#end());
  }

  *#encode(whole: Batch): Iterable<Uint8Array> {
    const kept = whole.columns.filter(({ field }) => this.#keeps(field.name));
    const batch = whole.withWritten([...kept, ...scoreColumns(whole, this.#scores)]);
    if (this.#writer === undefined || this.#chunker === undefined) {
      this.#targets = this.#targetOutput(batch);
      this.#chunker = this.#chunkerFor(batch);
      this.#writer = this.#begin(batch, this.#chunker);
      yield* this.#writer.start();
    }
    for (const chunk of this.#chunker.push(batch)) {
      yield* this.#writer.records(this.#columns(chunk), chunk.rows);
    }
  }

  *#end(): Iterable<Uint8Array> {
    if (this.#writer === undefined || this.#chunker === undefined) {
      throw usageError(
        "NO_BATCHES",
        "not one batch came, expected at least one, which may be without rows",
        {
          hint: "Without a batch the columns are not known.",
        },
      );
    }
    for (const chunk of this.#chunker.rest()) {
      yield* this.#writer.records(this.#columns(chunk), chunk.rows);
    }
    const last = this.#options.footerMetadata?.() ?? [];
    yield* this.#writer.end(new Map([...this.#writer.schema.metadata, ...last]));
  }

  #targetOutput({ targets, classNames }: Batch): TargetOutput | undefined {
    const asked = this.#options.targets ?? {};
    return (
      targets && resolveTargetOutput(asked, { classes: targets.classes, classNames }, "fixed-list")
    );
  }

  #chunkerFor(batch: Batch): RowChunker | LineChunker {
    const { chunkRows, chunkBytes } = this.#options;
    return this.#targets?.layout === "long"
      ? new LineChunker(this.#targets, chunkRows ?? linesOfChunk(batch), this.#arena)
      : new RowChunker({ rows: chunkRows, bytes: chunkBytes }, this.#arena);
  }

  #begin(batch: Batch, chunker: RowChunker | LineChunker): ArrowWriter {
    const { container = "file", metadata } = this.#options;
    return new ArrowWriter(container, {
      fields: this.#columns(chunker.empty(batch)).map(({ field }) => field),
      metadata: outputMetadata(batch.metadata, metadata, this.#targets),
    });
  }

  #columns(batch: Batch): Column[] {
    const { columns, targets } = batch;
    return targets === undefined || this.#targets === undefined
      ? [...columns]
      : [...columns, ...spellTargets(targets, this.#targets, this.#arena)];
  }
}

/** As many lines as make a record batch of the usual size, whatever the targets add. */
function linesOfChunk({ columns }: Batch): number {
  return chunkRowsOf(LINE_BYTES + sum(columns, ({ field }) => typeBytes(field.type)));
}

/** About what row, class, weight and class index take. */
const LINE_BYTES = 40;

function checkCount(name: string, value: number | undefined, code: string): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
    throw usageError(code, `${name} is ${value}, expected a whole number above 0`);
  }
}
