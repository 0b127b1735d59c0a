import type { DialectOptions } from "../../batch.js";
import type { Batch, Dialect } from "../../batch.js";
import { StepTransform } from "../../streams/step-transform.js";
import { byteChunk } from "../byte-chunk.js";
import { BatchDecoder, type BatchOptions } from "./batch-decoder.js";
import type { DecodeOptions } from "./decode-plan.js";
import { checkCsvDecoder } from "./decoder-options.js";
import { resolveDialect } from "./dialect.js";
import type { CsvHead } from "./head.js";
import type { RowBlock } from "./row-parser.js";
import { BLOCK_BYTES, openRowReader, type RowReader } from "./row-reader.js";

/** What a `CsvDecoder` decodes, and how. Everything has a default. */
export interface CsvDecoderOptions extends DialectOptions, BatchOptions {
  /** What the input is called in messages; default "input". */
  readonly file?: string;
  /** How many bytes are decoded at once, while rows are shorter than that; default 1 MiB. */
  readonly blockBytes?: number;
}

/**
 * Bytes of delimited text in, batches of typed columns out; at least one batch, so that the schema travels.
 * Types that are not given are guessed from the first MiB. Structure is checked as in RFC 4180, with
 * the file, line and byte of a fault in the error; so is UTF-8, and that values fit their column's type.
 *
 * @example
 * await pipeline(createReadStream("in.csv"), new CsvDecoder(), new ArrowEncoder(), createWriteStream("out.arrow"));
 */
export class CsvDecoder extends StepTransform<Uint8Array, Batch> {
  readonly #options: CsvDecoderOptions;
  readonly #dialect: Dialect;
  readonly #decoder: BatchDecoder;
  #reader?: RowReader;

  constructor(options: CsvDecoderOptions = {}) {
    // Before there is a stream: one that is made already would go on to open its reader, with nobody to hear of it.
    checkCsvDecoder(options);
    const dialect = resolveDialect(options);
    super({ readableObjectMode: true, writableObjectMode: true });
    this.#options = options;
    this.#dialect = dialect;
    this.#decoder = new BatchDecoder(options);
  }

  /** The header, as soon as there is a batch. */
  get head(): CsvHead | undefined {
    return this.#reader?.head;
  }

  /** Blank lines so far that are no rows. */
  get blankLines(): number {
    return this.#reader?.blankLines ?? 0;
  }

  /** Loads what the dialect needs; the first chunk waits for it. */
  override _construct(done: (error?: Error | null) => void): void {
    const { file = "input", blockBytes = BLOCK_BYTES } = this.#options;
    const firstBlockBytes = needsSample(this.#options) ? BLOCK_BYTES : blockBytes;
    openRowReader(this.#dialect, { file, blockBytes, firstBlockBytes }).then((reader) => {
      this.#reader = reader;
      done();
    }, done);
  }

  protected override *step(chunk: Uint8Array): Generator<Batch, void> {
    yield* this.#decode(this.#opened.push(byteChunk(chunk, "CsvDecoder")));
  }

  protected override *finish(): Generator<Batch, void> {
    yield* this.#decode(this.#opened.finish());
  }

  get #opened(): RowReader {
    if (this.#reader === undefined) {
      throw new TypeError("a decoder takes its chunks as a stream: write them to it");
    }
    return this.#reader;
  }

  *#decode(blocks: Iterable<RowBlock>): Generator<Batch, void> {
    for (const block of blocks) {
      yield* this.#decoder.decode(block);
    }
  }
}

/** Whether a type may have to be guessed. */
function needsSample({ types = {}, columns }: DecodeOptions): boolean {
  const given = new Map(Object.entries<unknown>(types));
  return columns === undefined
    ? given.size === 0
    : columns.some((key) => given.get(String(key)) === undefined);
}
