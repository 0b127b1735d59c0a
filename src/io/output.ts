import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import type { Committable } from "./commit.js";
import { openDirect, openStdout, relayOutput } from "./direct-output.js";
import { FileOutput } from "./file-output.js";
import { isStdout } from "./standard-streams.js";
import { directoryError, isMissing, systemError } from "./system-error.js";

/** Something to write bytes to. It ends with `commit` or with `discard`; before it is saved, `stream` must have ended. */
export interface Output extends Committable {
  /** What it is called in messages: the path as it was given, or `stdout`. */
  readonly name: string;
  readonly path?: string;
  /**
   * Where the bytes go; a fresh one after `restart`. It emits `written` with each chunk that nobody holds on to once it
   * is written.
   */
  readonly stream: Writable;
  readonly bytesWritten: number;
  /** Whether what was written can be taken back. */
  readonly canRestart: boolean;
  /** @throws {TypeError} If it cannot be started over. */
  restart(): Promise<void>;
}

/**
 * Opens what a dataset is written to. A regular file is written under a temporary name in its folder and takes its own
 * when it is published; through a symbolic link, whose target is replaced; with the permissions of the file that was there.
 * Everything else that exists (a device, a FIFO) is written directly.
 *
 * @param target A path, `-` for standard output, which is left open, or a stream, which ends when it is published.
 * @param signal Ends the wait for a reader of a FIFO.
 * @throws {DatasetError} If it is a directory (`IS_DIRECTORY`) or in none (`NO_SUCH_FOLDER`), or if the system refuses
 *   (kind "system"). The stream fails with `CLOSED_STDOUT` when the reader of standard output has gone.
 */
export async function openOutput(target: string | Writable, signal?: AbortSignal): Promise<Output> {
  if (typeof target !== "string") {
    return relayOutput("the output stream", target);
  }
  if (isStdout(target)) {
    return openStdout();
  }
  try {
    const existing = await statOf(target);
    if (existing?.isDirectory() || target.endsWith("/") || target === "") {
      throw directoryError(target);
    }
    return existing === undefined || existing.isFile()
      ? await FileOutput.open(target, existing)
      : await openDirect(target, existing.isFIFO(), signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw systemError(error, "cannot write", target);
  }
}

/** Whether what is written there shows at once: standard output, a device, a FIFO. */
export async function isDirect(path: string): Promise<boolean> {
  const existing = isStdout(path) ? undefined : await statOf(path);
  return existing === undefined ? isStdout(path) : !existing.isFile() && !existing.isDirectory();
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}
