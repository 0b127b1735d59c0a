import { addAbortSignal, type Readable } from "node:stream";
import { usageError } from "../errors.js";
import { type ByteReader, readBlocks } from "./byte-reader.js";
import type { Input, RandomAccess } from "./input.js";
import { errorCode, systemError } from "./system-error.js";

/** Bytes that come once: standard input, a FIFO, a device, somebody's stream. */
export class StreamInput implements Input {
  readonly path?: string;
  readonly seekable = false;
  readonly #signal?: AbortSignal;
  readonly #chunks: AsyncIterator<unknown>;
  readonly #head: Uint8Array[] = [];
  #taken = false;

  /** @param options.signal Destroys the stream, so that nobody waits for it any more. */
  constructor(
    readonly name: string,
    readonly stream: Readable,
    { path, signal }: { readonly path?: string; readonly signal?: AbortSignal } = {},
  ) {
    this.path = path;
    this.#signal = signal;
    this.#chunks = stream[Symbol.asyncIterator]();
    if (signal !== undefined) {
      addAbortSignal(signal, stream);
    }
  }

  async peek(count: number): Promise<Uint8Array> {
    let known = this.#head.reduce((sum, chunk) => sum + chunk.length, 0);
    while (known < count) {
      const chunk = await this.#next();
      if (chunk === undefined) {
        break;
      }
      this.#head.push(chunk);
      known += chunk.length;
    }
    return new Uint8Array(Buffer.concat(this.#head).subarray(0, count));
  }

  async reader(signal?: AbortSignal): Promise<ByteReader> {
    if (this.#taken) {
      throw new TypeError(`${this.name} can be read only once`);
    }
    this.#taken = true;
    if (signal !== undefined) {
      addAbortSignal(signal, this.stream);
    }
    return {
      read: async (target) => {
        try {
          return await this.#fill(target);
        } catch (error) {
          signal?.throwIfAborted();
          throw error;
        }
      },
      close: () => this.close(),
    };
  }

  async *bytes(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    yield* readBlocks(this.reader(signal), signal);
  }

  access(): Promise<RandomAccess> {
    return Promise.reject(new TypeError(`${this.name} cannot be read at any place`));
  }

  async assertUnchanged(): Promise<void> {}

  async close(): Promise<void> {
    this.stream.destroy();
  }

  /** Copies as many bytes as there is room for, and keeps what is left of the last chunk. */
  async #fill(target: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      const chunk = this.#head.shift() ?? (await this.#next());
      if (chunk === undefined) {
        break;
      }
      const part = chunk.subarray(0, target.length - filled);
      target.set(part, filled);
      filled += part.length;
      if (part.length < chunk.length) {
        this.#head.unshift(chunk.subarray(part.length));
      }
    }
    return filled;
  }

  async #next(): Promise<Uint8Array | undefined> {
    let result: IteratorResult<unknown>;
    try {
      result = await this.#chunks.next();
    } catch (error) {
      this.#signal?.throwIfAborted();
      throw errorCode(error) === undefined ? error : systemError(error, "cannot read", this.name);
    }
    if (result.done === true) {
      return undefined;
    }
    if (!(result.value instanceof Uint8Array)) {
      throw usageError(
        "INPUT_NOT_BYTES",
        `${this.name} gives values of type ${typeof result.value}, expected bytes (Buffer or Uint8Array)`,
        { file: this.name, hint: "Give a stream without an encoding and not in object mode." },
      );
    }
    return result.value;
  }
}
