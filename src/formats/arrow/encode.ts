import type { Batch, Column } from "../../batch.js";
import { checkedBatch } from "../../checked-batch.js";
import { sliceBatch } from "../../columns.js";
import { Arena } from "../../columns/arena.js";
import { usageError } from "../../errors.js";
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
  /** The names of the columns that go out. Default: all. */
  readonly columns?: readonly string[];
  /** Rows in each record batch, the last one fewer. Default: one record batch for each batch. */
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
  readonly #chunker: RowChunker;
  readonly #filler: BlockFiller;
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
    this.#keeps = (name) => names === undefined || names.has(name);
    this.#chunker = new RowChunker({ rows: chunkRows, bytes: chunkBytes }, this.#arena);
    this.#filler = new BlockFiller(blocks);
  }

  protected override step(batch: Batch): Iterable<Uint8Array> {
    return this.#filler.fill(this.#encode(checkedBatch(batch, "ArrowEncoder")));
  }

  protected override finish(): Iterable<Uint8Array> {
    return this.#filler.fill(this.#end());
  }

  *#encode(whole: Batch): Iterable<Uint8Array> {
    const batch = whole.withColumns(whole.columns.filter(({ field }) => this.#keeps(field.name)));
    if (this.#writer === undefined) {
      this.#writer = this.#begin(batch);
      yield* this.#writer.start();
    }
    for (const chunk of this.#chunker.push(batch)) {
      yield* this.#writer.records(this.#columns(chunk), chunk.rows);
    }
  }

  *#end(): Iterable<Uint8Array> {
    if (this.#writer === undefined) {
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

  #begin(batch: Batch): ArrowWriter {
    const { container = "file", metadata } = this.#options;
    if (batch.targets !== undefined) {
      const { classes } = batch.targets;
      const { classNames } = batch;
      const asked = this.#options.targets ?? {};
      this.#targets = resolveTargetOutput(asked, { classes, classNames }, "fixed-list");
    }
    return new ArrowWriter(container, {
      fields: this.#columns(sliceBatch(batch, 0, 0)).map(({ field }) => field),
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

function checkCount(name: string, value: number | undefined, code: string): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
    throw usageError(code, `${name} is ${value}, expected a whole number above 0`);
  }
}
