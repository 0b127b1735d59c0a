import { randomBytes } from "node:crypto";
import { constants, rmSync, type BigIntStats } from "node:fs";
import {
  access,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  rm,
  type FileHandle,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { usageError } from "../errors.js";
import { ByteSink } from "./byte-sink.js";
import type { Output } from "./output.js";
import { isMissing, systemError } from "./system-error.js";

/** A regular file, old or new, that appears whole or not at all. */
export class FileOutput implements Output {
  readonly canRestart = true;
  #temporary: Temporary;
  #settled = false;

  private constructor(
    readonly path: string,
    readonly target: Target,
    temporary: Temporary,
  ) {
    this.#temporary = temporary;
  }

  /** @param existing The file that is there already. */
  static async open(path: string, existing?: BigIntStats): Promise<FileOutput> {
    if (existing !== undefined) {
      await access(path, constants.W_OK);
    }
    const target = { name: path, path: await realTarget(path), existing };
    return new FileOutput(path, target, await makeTemporary(target));
  }

  get name(): string {
    return this.path;
  }

  get stream(): ByteSink {
    return this.#temporary.stream;
  }

  get bytesWritten(): number {
    return this.stream.bytesWritten;
  }

  async restart(): Promise<void> {
    await this.#remove();
    this.#temporary = await makeTemporary(this.target);
  }

  async commit(): Promise<void> {
    const { handle, path, stream } = this.#temporary;
    if (!stream.writableFinished) {
      throw new TypeError(`${this.name} was committed before its stream had ended`);
    }
    try {
      await handle.sync();
      await handle.close();
      await rename(path, this.target.path);
      this.#settled = true;
    } catch (error) {
      throw systemError(error, "cannot write", this.name);
    }
    await syncFolder(dirname(this.target.path));
  }

  async discard(): Promise<void> {
    if (!this.#settled) {
      this.#settled = true;
      await this.#remove();
    }
  }

  discardSync(): void {
    if (!this.#settled) {
      this.stream.destroy();
      rmSync(this.#temporary.path, { force: true });
    }
  }

  async #remove(): Promise<void> {
    const { handle, path, stream } = this.#temporary;
    stream.destroy();
    await handle.close(); // Waits for the write under way.
    await rm(path, { force: true });
  }
}

interface Target {
  /** As it was given. */
  readonly name: string;
  /** Where its symbolic links lead. */
  readonly path: string;
  readonly existing?: BigIntStats;
}

interface Temporary {
  readonly path: string;
  readonly handle: FileHandle;
  readonly stream: ByteSink;
}

async function makeTemporary({ name, path: target, existing }: Target): Promise<Temporary> {
  const unique = randomBytes(6).toString("hex");
  const path = join(dirname(target), `.${basename(target).slice(0, 50)}.${unique}.tmp`);
  try {
    const handle = existing === undefined ? await open(path, "wx") : await openLike(existing, path);
    const stream = new ByteSink(
      async (arrays) => (await handle.writev(arrays)).bytesWritten,
      (error) => systemError(error, "cannot write", name),
    );
    return { path, handle, stream };
  } catch (error) {
    throw isMissing(error) ? noSuchFolder(name, error) : systemError(error, "cannot write", name);
  }
}

/** A new file with the owner and the permissions of the one it will replace. */
async function openLike(existing: BigIntStats, path: string): Promise<FileHandle> {
  const handle = await open(path, "wx", 0o600);
  try {
    // Only root may give files away. Before the mode, because this call clears some of its bits.
    await handle.chown(Number(existing.uid), Number(existing.gid)).catch(() => {});
    await handle.chmod(Number(existing.mode) & 0o7777);
    return handle;
  } catch (error) {
    await handle.close();
    await rm(path, { force: true });
    throw error;
  }
}

/** Where a path leads through its symbolic links, the last of which may lead to nothing yet. */
async function realTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) {
      throw error;
    }
  }
  const isLink = await lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  return isLink
    ? realTarget(resolve(await realpath(dirname(path)), await readlink(path)))
    : resolve(path);
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // Some file systems cannot do it. The file itself is safe, only its new name may not survive a power cut.
  }
}

function noSuchFolder(name: string, cause: unknown): Error {
  return usageError(
    "NO_SUCH_FOLDER",
    `there is no folder ${JSON.stringify(dirname(name))} to write ${JSON.stringify(basename(name))} to`,
    { file: name, hint: "Make it first.", cause },
  );
}
