import { randomBytes } from "node:crypto";
import { rmSync, type BigIntStats } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ByteSink } from "./byte-sink.js";
import { isMissing, noSuchFolder, systemError } from "./system-error.js";

/** The file that a temporary one will become. */
export interface Target {
  /** As it was given. */
  readonly name: string;
  /** Where its symbolic links lead. */
  readonly path: string;
  /** The file that is there already. */
  readonly existing?: BigIntStats;
}

const temporaryPaths = new Set<string>();

/** Removes the temporary files of the whole process, for one that ends where nothing can be waited for. */
export function removeTemporaryFiles(): void {
  for (const path of temporaryPaths) {
    rmSync(path, { force: true });
  }
}

/** A hidden file in the folder of another, whose place it can take in one step. */
export class TemporaryFile {
  readonly stream: ByteSink;

  private constructor(
    readonly path: string,
    readonly handle: FileHandle,
    readonly target: Target,
  ) {
    this.stream = new ByteSink(
      async (arrays) => (await handle.writev(arrays)).bytesWritten,
      (error) => systemError(error, "cannot write", target.name),
    );
  }

  static async create(target: Target): Promise<TemporaryFile> {
    const { name, path: final, existing } = target;
    const unique = randomBytes(6).toString("hex");
    const path = join(dirname(final), `.${basename(final).slice(0, 50)}.${unique}.tmp`);
    temporaryPaths.add(path);
    try {
      const handle =
        existing === undefined ? await open(path, "wx") : await openLike(existing, path);
      return new TemporaryFile(path, handle, target);
    } catch (error) {
      temporaryPaths.delete(path);
      throw isMissing(error)
        ? await noSuchFolder(dirname(name), { file: name, cause: error })
        : systemError(error, "cannot write", name);
    }
  }

  /** Puts everything on the disk. Nothing can be written after it. */
  async save(): Promise<void> {
    try {
      await this.handle.sync();
      await this.handle.close();
    } catch (error) {
      throw systemError(error, "cannot write", this.target.name);
    }
  }

  /** Takes the place of the other file. */
  async replaceTarget(): Promise<void> {
    try {
      await rename(this.path, this.target.path);
      temporaryPaths.delete(this.path);
    } catch (error) {
      throw systemError(error, "cannot write", this.target.name);
    }
    await syncFolder(dirname(this.target.path));
  }

  async remove(): Promise<void> {
    this.stream.destroy();
    await this.handle.close(); // Waits for the write under way.
    await rm(this.path, { force: true });
    temporaryPaths.delete(this.path);
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

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // Some file systems cannot do it. The file itself is safe, only its new name may not survive a power cut.
  }
}
