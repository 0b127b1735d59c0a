import type { BigIntStats } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { DatasetError } from "../errors.js";
import { type ByteReader, fillAt, readAt, readBlocks } from "./byte-reader.js";
import type { Input, RandomAccess } from "./input.js";
import { systemError } from "./system-error.js";

/** A regular file. It is opened for each reading alone, so that thousands of inputs need no thousands of handles. */
export class FileInput implements Input {
  readonly name: string;
  readonly size: number;
  readonly seekable = true;

  /** @param opened What the file was when the run began. */
  constructor(
    readonly path: string,
    readonly opened: BigIntStats,
  ) {
    this.name = path;
    this.size = Number(opened.size);
  }

  async peek(count: number): Promise<Uint8Array> {
    const access = await this.access();
    try {
      return await access.read(0, count);
    } finally {
      await access.close();
    }
  }

  async reader(signal?: AbortSignal): Promise<ByteReader> {
    const handle = await this.#open();
    let position = 0;
    return {
      read: async (target) => {
        signal?.throwIfAborted();
        try {
          const filled = await fillAt(handle, position, target);
          position += filled;
          if (filled < target.length) {
            this.#compare(await handle.stat({ bigint: true }));
          }
          return filled;
        } catch (error) {
          throw systemError(error, "cannot read", this.name);
        }
      },
      close: () => handle.close(),
    };
  }

  async *bytes(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    yield* readBlocks(this.reader(signal), signal);
  }

  async access(): Promise<RandomAccess> {
    const handle = await this.#open();
    return {
      size: this.size,
      read: (offset, length) =>
        readAt(handle, offset, Math.min(length, this.size - offset)).catch((error: unknown) => {
          throw systemError(error, "cannot read", this.name);
        }),
      close: () => handle.close(),
    };
  }

  async assertUnchanged(): Promise<void> {
    let now: BigIntStats;
    try {
      now = await stat(this.path, { bigint: true });
    } catch (error) {
      throw changed(this.name, error);
    }
    this.#compare(now);
  }

  async close(): Promise<void> {}

  async #open(): Promise<FileHandle> {
    let handle: FileHandle;
    try {
      handle = await open(this.path, "r");
    } catch (error) {
      throw systemError(error, "cannot open", this.name);
    }
    try {
      this.#compare(await handle.stat({ bigint: true }));
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  #compare(now: BigIntStats): void {
    const { dev, ino, size, mtimeNs } = this.opened;
    if (now.dev !== dev || now.ino !== ino || now.size !== size || now.mtimeNs !== mtimeNs) {
      throw changed(this.name);
    }
  }
}

function changed(file: string, cause?: unknown): DatasetError {
  return new DatasetError(`the input ${JSON.stringify(file)} changed while it was read`, {
    kind: "system",
    code: "INPUT_CHANGED",
    file,
    hint: "Run again when nothing writes to it.",
    cause,
  });
}
