import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { openDirect, openStdout, relayOutput } from "./direct-output.js";
import { FileOutput } from "./file-output.js";
import { directoryError, isMissing, systemError } from "./system-error.js";

/** Something to write bytes to. It ends with exactly one of `commit` and `discard`. */
export interface Output {
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
  /** Makes the output visible under its name, whole and safe on the disk. `stream` must have ended. */
  commit(): Promise<void>;
  /** Gives up: a file that was there before stays as it was, and nothing else remains. */
  discard(): Promise<void>;
  /** The same for a signal handler, where nothing can be waited for. */
  discardSync(): void;
}

/**
 * Opens what a dataset is written to. A regular file is written under a temporary name in its folder and takes its own
 * on `commit`; through a symbolic link, whose target is replaced; with the permissions of the file that was there.
 * Everything else that exists (a device, a FIFO) is written directly.
 *
 * @param target A path, `-` for standard output, which is left open, or a stream, which `commit` ends.
 * @throws {DatasetError} If it is a directory (`IS_DIRECTORY`) or in none (`NO_SUCH_FOLDER`), or if the system refuses
 *   (kind "system"). The stream fails with `CLOSED_STDOUT` when the reader of standard output has gone.
 */
export async function openOutput(target: string | Writable): Promise<Output> {
  if (typeof target !== "string") {
    return relayOutput("the output stream", target);
  }
  if (STDOUT_NAMES.has(target)) {
    return openStdout();
  }
  try {
    const existing = await statOf(target);
    if (existing?.isDirectory() || target.endsWith("/") || target === "") {
      throw directoryError(target);
    }
    const regular = existing === undefined || existing.isFile();
    return regular ? await FileOutput.open(target, existing) : await openDirect(target, existing);
  } catch (error) {
    throw systemError(error, "cannot write", target);
  }
}

/** Writes a small file, or standard output, in one go. */
export async function writeWhole(target: string, text: string): Promise<void> {
  const output = await openOutput(target);
  try {
    output.stream.end(text);
    await finished(output.stream);
    await output.commit();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** Whether two paths lead to the same existing file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([statOf(one), statOf(other)]);
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

const STDOUT_NAMES: ReadonlySet<string> = new Set([
  "-",
  "/dev/stdout",
  "/dev/fd/1",
  "/proc/self/fd/1",
]);

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
