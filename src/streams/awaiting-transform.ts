import { Transform, type TransformCallback } from "node:stream";

/**
 * A Transform of objects whose work waits for something else, such as the rows of another stream: each input gives any
 * number of outputs, and between two of them it waits until the reader wants more. Both sides hold one chunk.
 */
export abstract class AwaitingTransform<In, Out> extends Transform {
  #resume?: () => void;

  constructor() {
    super({ objectMode: true, highWaterMark: 1 });
  }

  /** What one input becomes. */
  protected abstract step(input: In): AsyncIterable<Out>;

  /** What is to be done after the last input. */
  protected finish(): Promise<void> {
    return Promise.resolve();
  }

  override _transform(input: In, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#emitAll(input).then(() => done(), done);
  }

  override _flush(done: TransformCallback): void {
    this.finish().then(() => done(), done);
  }

  override _read(size: number): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#resume?.();
    super._destroy(error, done);
  }

  async #emitAll(input: In): Promise<void> {
    for await (const output of this.step(input)) {
      if (this.destroyed) {
        return;
      }
      if (!this.push(output)) {
        await new Promise<void>((resolve) => {
          this.#resume = resolve;
        });
      }
    }
  }
}
