import type { Writable } from "node:stream";

/** Something to write bytes to. It ends with exactly one of `commit` and `discard`. */
export interface Output {
  /** What it is called in messages: the path as it was given, or `stdout`. */
  readonly name: string;
  readonly path?: string;
  /** Where the bytes go; a fresh one after `restart`. */
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
