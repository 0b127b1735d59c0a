import { randomUUID } from "node:crypto";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { type ByteReader, fillAt, readAt, readBlocks } from "./byte-reader.js";
import type { Input, RandomAccess } from "./input.js";
import { isMissing, noSuchFolder, systemError } from "./system-error.js";
import { option } from "../wording/option.js";

/**
 * Copies an input that comes once to a temporary file, so that it can be read any number of times. The file has no
 * name from the start and is gone with its handle, however the process ends. A seekable input is given back as it is.
 *
 * @param folder Where the temporary file is made.
 * @throws {DatasetError} If there is no such folder (`NO_SUCH_FOLDER`) or the system refuses (kind "system").
 */
export async function spool(input: Input, folder: string, signal?: AbortSignal): Promise<Input> {
  if (input.seekable) {
    return input;
  }
  const handle = await openUnnamed(folder);
  try {
    let size = 0;
    for await (const block of input.bytes(signal)) {
      await writeBlock(handle, block, folder);
      size += block.length;
    }
    return new SpooledInput(input, handle, size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

class SpooledInput implements Input {
  readonly name: string;
  readonly path?: string;
  readonly seekable = true;

  constructor(
    origin: Input,
    readonly handle: FileHandle,
    readonly size: number,
  ) {
    this.name = origin.name;
    this.path = origin.path;
  }

  peek(count: number): Promise<Uint8Array> {
    return this.#read(0, count);
  }

  async reader(signal?: AbortSignal): Promise<ByteReader> {
    let position = 0;
    return {
      read: async (target) => {
        signal?.throwIfAborted();
        const filled = await fillAt(this.handle, position, target);
        position += filled;
        return filled;
      },
      close: async () => {},
    };
  }

  async *bytes(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    yield* readBlocks(this.reader(signal), signal);
  }

  async access(): Promise<RandomAccess> {
    return {
      size: this.size,
      read: (offset, length) => this.#read(offset, length),
      close: async () => {},
    };
  }

  async assertUnchanged(): Promise<void> {}

  close(): Promise<void> {
    return this.handle.close();
  }

  #read(offset: number, length: number): Promise<Uint8Array> {
    return readAt(this.handle, offset, Math.min(length, this.size - offset));
  }
}

async function openUnnamed(folder: string): Promise<FileHandle> {
  const path = join(folder, `.smooth-dataset.${randomUUID()}.tmp`);
  try {
    const handle = await open(path, "wx+", 0o600);
    await unlink(path);
    return handle;
  } catch (error) {
    if (isMissing(error)) {
      throw await noSuchFolder(folder, {
        file: folder,
        hint: `Name one for temporary files with ${option("tempDir")}.`,
        cause: error,
      });
    }
    throw systemError(error, "cannot make a temporary file in", folder);
  }
}

async function writeBlock(handle: FileHandle, block: Uint8Array, folder: string): Promise<void> {
  try {
    await handle.writeFile(block);
  } catch (error) {
    throw systemError(error, "cannot write a temporary file in", folder);
  }
}
