import type { Batch } from "../batch.js";
import { checkedBatch } from "../checked-batch.js";

/** Takes the batches of a stream one by one, when they are wanted. */
export class BatchQueue {
  readonly #iterator: AsyncIterator<Batch>;
  readonly #owner: string;
  #next?: Promise<Batch | undefined>;

  /** @param owner Who takes them, for messages. */
  constructor(source: AsyncIterable<Batch>, owner: string) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#owner = owner;
  }

  /** The next batch, which stays the next one; undefined at the end. */
  peek(): Promise<Batch | undefined> {
    if (this.#next === undefined) {
      this.#next = this.#take();
      this.#next.catch(() => {}); // Whoever stops before it comes does not ask for it again.
    }
    return this.#next;
  }

  /** Goes on behind the batch that `peek` gave, whose memory may be used again. */
  async skip(): Promise<void> {
    const done = await this.peek();
    this.#next = undefined;
    done?.release?.();
  }

  /** All batches that are left, each let go of before the next. */
  async *rest(): AsyncGenerator<Batch, void, undefined> {
    for (let batch = await this.peek(); batch !== undefined; batch = await this.peek()) {
      yield batch;
      await this.skip();
    }
  }

  /** Nothing more is wanted. Does not wait for a source that is at work. */
  close(): void {
    const closing = this.#iterator.return?.();
    closing?.catch(() => {}); // What it has to say is of no interest any more.
  }

  async #take(): Promise<Batch | undefined> {
    const next = await this.#iterator.next();
    return next.done === true ? undefined : checkedBatch(next.value, this.#owner);
  }
}
