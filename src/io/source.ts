import { constants, createReadStream, open, type BigIntStats } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { usageError, type DatasetError } from "../errors.js";
import { closest } from "../wording/suggest.js";
import { BLOCK_BYTES } from "./byte-reader.js";
import { FileInput } from "./file-input.js";
import type { Input } from "./input.js";
import { StreamInput } from "./stream-input.js";
import { directoryError, isMissing, systemError } from "./system-error.js";

/**
 * Opens what a dataset is read from.
 *
 * @param source A path, `-` for standard input, or a stream of bytes.
 * @param signal Destroys what comes once, also while it is waited for.
 * @throws {DatasetError} If there is no such file (`NO_SUCH_FILE`), if it is a directory (`IS_DIRECTORY`), or if the
 *   system refuses (kind "system", with the system's code).
 */
export async function openInput(source: string | Readable, signal?: AbortSignal): Promise<Input> {
  if (typeof source !== "string") {
    return new StreamInput("the input stream", source, { signal });
  }
  return source === "-"
    ? new StreamInput("stdin", process.stdin, { signal })
    : openPath(source, signal);
}

async function openPath(path: string, signal: AbortSignal | undefined): Promise<Input> {
  try {
    const stats = await stat(path, { bigint: true });
    if (stats.isDirectory()) {
      throw directoryError(path);
    }
    await access(path, constants.R_OK);
    return await openKind(path, stats, signal);
  } catch (error) {
    throw isMissing(error)
      ? await noSuchFile(path, error)
      : systemError(error, "cannot open", path);
  }
}

async function openKind(
  path: string,
  stats: BigIntStats,
  signal: AbortSignal | undefined,
): Promise<Input> {
  if (stats.isFile()) {
    return new FileInput(path, stats);
  }
  const stream = stats.isFIFO()
    ? await openPipe(path)
    : createReadStream(path, { highWaterMark: BLOCK_BYTES });
  return new StreamInput(path, stream, { path, signal });
}

/**
 * Linux opens a FIFO without a writer at once where it is asked to, and has nothing to read before one has come. Others
 * would call that its end.
 */
const READ_PIPE =
  process.platform === "linux" ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY;

/** A socket is polled, where a file stream would block a thread and with it the end of the process. */
async function openPipe(path: string): Promise<Readable> {
  const descriptor = await promisify(open)(path, READ_PIPE);
  return new Socket({ fd: descriptor, readable: true, writable: false });
}

async function noSuchFile(path: string, cause: unknown): Promise<DatasetError> {
  const folder = dirname(path);
  const neighbours = await readdir(folder).catch(() => []);
  const near = closest(basename(path), neighbours);
  return usageError("NO_SUCH_FILE", `there is no file ${JSON.stringify(path)}`, {
    file: path,
    cause,
    hint: near === undefined ? undefined : `Did you mean ${JSON.stringify(beside(path, near))}?`,
  });
}

/** Another name in the folder of `path`, spelt as `path` is. */
function beside(path: string, name: string): string {
  return path.includes("/") ? join(dirname(path), name) : name;
}
