import type { Batch } from "../../batch.js";
import { DatasetError } from "../../errors.js";
import { StepTransform } from "../../streams/step-transform.js";
import { checkOptions, type Shapes, TEXT } from "../../wording/shapes.js";
import type { ColumnKey } from "../../selectors.js";
import { byteChunk } from "../byte-chunk.js";
import { COLUMN_KEYS } from "../column-keys.js";
import { BatchBuilder } from "./batch-builder.js";
import { corrupt } from "./checked-bytes.js";
import { decodeFooter, footerLength, TRAILER_BYTES } from "./footer.js";
import { needsFooter } from "./framing-errors.js";
import { MessageFramer, type FramedMessage } from "./framing.js";

/** What an Arrow decoder is told. */
export interface ArrowDecoderOptions {
  /** What the input is called in messages. */
  readonly file?: string;
  /** The columns to decode, by name or place, in this order; default: all, in theirs. */
  readonly columns?: readonly ColumnKey[];
}

const SHAPES: Shapes<ArrowDecoderOptions> = { file: TEXT, columns: COLUMN_KEYS };

/**
 * Decodes Arrow IPC bytes, file or stream, told apart by their content: one batch for each record batch, and one
 * without rows where there is none. The input is checked before it is believed.
 *
 * @example
 * await pipeline(createReadStream("in.arrow"), new ArrowDecoder(), …);
 */
export class ArrowDecoder extends StepTransform<Uint8Array, Batch> {
  readonly #file?: string;
  readonly #columns?: readonly ColumnKey[];
  readonly #framer = new MessageFramer();
  readonly #recordOffsets: number[] = [];
  #builder?: BatchBuilder;

  constructor(options: ArrowDecoderOptions = {}) {
    super({ readableObjectMode: true, writableObjectMode: true });
    checkOptions("ArrowDecoder", options, SHAPES);
    this.#file = options.file;
    this.#columns = options.columns;
  }

  protected override step(chunk: Uint8Array): Iterable<Batch> {
    return located(this.#decode(byteChunk(chunk, "ArrowDecoder")), this.#file);
  }

  protected override finish(): Iterable<Batch> {
    return located(this.#end(), this.#file);
  }

  *#decode(chunk: Uint8Array): Iterable<Batch> {
    for (const framed of this.#framer.push(chunk)) {
      const batch = this.#receive(framed);
      if (batch !== undefined) {
        yield batch;
      }
    }
  }

  #receive({ message, body, offset }: FramedMessage): Batch | undefined {
    if (message.kind === "schema") {
      if (this.#builder !== undefined) {
        throw corrupt(`there is a second schema at byte ${offset}`);
      }
      this.#builder = new BatchBuilder(message.schema, this.#columns);
      return undefined;
    }
    if (this.#builder === undefined) {
      throw needsFooter("does not begin with its schema");
    }
    if (message.kind === "records") {
      this.#recordOffsets.push(offset);
    }
    return this.#builder.receive(message, body);
  }

  *#end(): Iterable<Batch> {
    const tail = this.#framer.end();
    if (this.#builder === undefined) {
      throw this.#framer.container === "file"
        ? needsFooter("does not begin with its schema")
        : corrupt("the Arrow stream ends without a schema");
    }
    if (tail !== undefined) {
      this.#checkFooter(tail);
    }
    if (this.#recordOffsets.length === 0) {
      yield this.#builder.empty();
    }
  }

  /** What the footer lists must be what was read, else another reader would see other rows. */
  #checkFooter(tail: Uint8Array): void {
    const most = tail.length - TRAILER_BYTES;
    const length = footerLength(tail, most, tail.length);
    const footer = decodeFooter(tail.subarray(most - length, most));
    const listed = footer.records.map((block) => block.offset);
    if (listed.join() !== this.#recordOffsets.join()) {
      throw needsFooter(
        `has ${this.#recordOffsets.length} record batches, and its footer lists ${listed.length}, not the same ones in this order`,
      );
    }
  }
}

/** The same items; a fault on the way learns the file's name. */
function* located(batches: Iterable<Batch>, file: string | undefined): Iterable<Batch> {
  try {
    yield* batches;
  } catch (error) {
    throw error instanceof DatasetError ? error.at({ file }) : error;
  }
}
