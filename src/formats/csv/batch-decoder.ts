import type { Batch } from "../../batch.js";
import { BlockDecoder } from "./decode-block.js";
import { type DecodeOptions, planDecode } from "./decode-plan.js";
import type { RowBlock } from "./row-parser.js";

/** What is decoded, and into which batches. Everything has a default. */
export interface BatchOptions extends DecodeOptions {
  /** Whether batches carry the bytes of their rows; default true. */
  readonly source?: boolean;
  /** The most rows in a batch; default: as many as a block of bytes holds. */
  readonly maxRows?: number;
}

/** Makes batches of blocks of rows. The first block decides what the options leave open. */
export class BatchDecoder {
  readonly #options: BatchOptions;
  #decoder?: BlockDecoder;

  constructor(options: BatchOptions) {
    this.#options = options;
  }

  /**
   * One batch at least. They live in the memory of the block.
   * @param release What gives that memory back: the last batch gets it, for batches are done with in their order.
   */
  *decode(block: RowBlock, release?: () => void): Generator<Batch, void> {
    const { source = true, maxRows = block.rows } = this.#options;
    this.#decoder ??= new BlockDecoder(planDecode(block, this.#options), source);
    const size = Math.max(1, maxRows);
    for (let start = 0; start === 0 || start < block.rows; start += size) {
      const end = Math.min(start + size, block.rows);
      const batch = this.#decoder.decode(block, start, end);
      yield release !== undefined && end === block.rows ? batch.releasedBy(release) : batch;
    }
  }
}
