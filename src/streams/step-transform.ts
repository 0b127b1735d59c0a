import { Transform, type TransformCallback, type TransformOptions } from "node:stream";

/**
 * A Transform whose work is a pure step: each input gives any number of outputs, one at a time.
 * Between two outputs it waits until the reader wants more, so that a step with a large yield
 * never piles it up. Both sides hold one chunk: with Node's default of sixteen, a chain of five
 * holds hundreds of megabytes.
 */
export abstract class StepTransform<In, Out> extends Transform {
  #resume?: () => void;

  constructor(options: Pick<TransformOptions, "readableObjectMode" | "writableObjectMode">) {
    super({ ...options, readableHighWaterMark: 1, writableHighWaterMark: 1 });
  }

  /** What one input becomes. */
  protected abstract step(input: In): Iterable<Out>;

  /** What is still to come after the last input. */
  protected finish(): Iterable<Out> {
    return [];
  }

  override _transform(input: In, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#start(() => this.step(input), done);
  }

  override _flush(done: TransformCallback): void {
    this.#start(() => this.finish(), done);
  }

  override _read(size: number): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
    // A step that has just ended gave no output of its own here: without the next input this read would never end.
    if (this.#resume === undefined) {
      super._read(size);
    }
  }

  #start(outputs: () => Iterable<Out>, done: TransformCallback): void {
    let iterator: Iterator<Out>;
    try {
      iterator = outputs()[Symbol.iterator]();
    } catch (error) {
      done(error as Error);
      return;
    }
    this.#emitFrom(iterator, done);
  }

  #emitFrom(outputs: Iterator<Out>, done: TransformCallback): void {
    try {
      for (let next = outputs.next(); next.done !== true; next = outputs.next()) {
        if (!this.push(next.value)) {
          this.#resume = () => this.#emitFrom(outputs, done);
          return;
        }
      }
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  }
}
