import { constants, fstatSync, open, writev } from "node:fs";
import { open as openHandle } from "node:fs/promises";
import { Socket } from "node:net";
import type { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { DatasetError } from "../errors.js";
import { ByteSink, relayTo } from "./byte-sink.js";
import type { Output } from "./output.js";
import { errorCode, systemError } from "./system-error.js";

/** Milliseconds between two looks for the reader of a FIFO. */
const READER_PAUSE = 20;

/** Standard output. It stays open. */
export function openStdout(): Output {
  const { fd } = process.stdout;
  const stats = fstatSync(fd);
  // Node's own stream over a file loses what a short write leaves over. Over a pipe it is the one that can be polled.
  const polled = stats.isFIFO() || stats.isSocket() || process.stdout.isTTY;
  const sink = polled
    ? relayTo(process.stdout, explainStdout, false)
    : new ByteSink(async (arrays) => (await writeArrays(fd, arrays)).bytesWritten, explainStdout);
  return new DirectOutput({ name: "stdout", stream: sink, finish: nothing, abandon: nothing });
}

/** A device or a FIFO, which waits for a reader. */
export async function openDirect(
  path: string,
  isPipe: boolean,
  signal?: AbortSignal,
): Promise<Output> {
  if (isPipe) {
    const descriptor = await openPipe(path, signal);
    return relayOutput(path, new Socket({ fd: descriptor, readable: false, writable: true }), path);
  }
  const handle = await openHandle(path, constants.O_WRONLY);
  const close = () => handle.close();
  const stream = new ByteSink(
    async (arrays) => (await handle.writev(arrays)).bytesWritten,
    (error) => systemError(error, "cannot write", path),
  );
  return new DirectOutput({ name: path, path, stream, finish: close, abandon: close });
}

/** Asks again and again whether there is a reader. Simply waiting for one would block a thread, and nothing could end that. */
async function openPipe(path: string, signal: AbortSignal | undefined): Promise<number> {
  for (;;) {
    try {
      return await promisify(open)(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (errorCode(error) !== "ENXIO") {
        throw error;
      }
    }
    signal?.throwIfAborted();
    await setTimeout(READER_PAUSE);
  }
}

/** Somebody's stream, ended when it is published and destroyed by `discard`. */
export function relayOutput(name: string, target: Writable, path?: string): Output {
  const explain = (error: unknown): Error =>
    error instanceof Error && errorCode(error) === undefined
      ? error
      : systemError(error, "cannot write", name);
  return new DirectOutput({
    name,
    path,
    stream: relayTo(target, explain, path === undefined),
    finish: () => ended(target, explain),
    abandon: async () => void target.destroy(),
  });
}

interface DirectParts {
  readonly name: string;
  readonly path?: string;
  readonly stream: ByteSink;
  readonly finish: () => Promise<void>;
  readonly abandon: () => Promise<void>;
}

/** An output that shows every byte at once, so that nothing can be taken back. */
class DirectOutput implements Output {
  readonly name: string;
  readonly path?: string;
  readonly stream: ByteSink;
  readonly canRestart = false;

  constructor(readonly parts: DirectParts) {
    this.name = parts.name;
    this.path = parts.path;
    this.stream = parts.stream;
  }

  get bytesWritten(): number {
    return this.stream.bytesWritten;
  }

  restart(): Promise<void> {
    return Promise.reject(new TypeError(`${this.name} cannot be started over`));
  }

  async save(): Promise<void> {}

  publish(): Promise<void> {
    return this.parts.finish();
  }

  async discard(): Promise<void> {
    this.stream.destroy();
    await this.parts.abandon();
  }
}

const writeArrays = promisify(writev);

async function nothing(): Promise<void> {}

function explainStdout(error: unknown): Error {
  return errorCode(error) === "EPIPE"
    ? new DatasetError("the reader of stdout has gone", {
        kind: "system",
        code: "CLOSED_STDOUT",
        cause: error,
      })
    : systemError(error, "cannot write", "stdout");
}

function ended(target: Writable, explain: (error: unknown) => Error): Promise<void> {
  return new Promise((resolve, reject) => {
    target.end((error?: Error | null) => (error ? reject(explain(error)) : resolve()));
  });
}
