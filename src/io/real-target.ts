import { lstat, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isMissing } from "./system-error.js";

/** Where a path leads through its symbolic links, the last of which may lead to nothing yet. */
export async function realTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) {
      throw error;
    }
  }
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)));
  const isLink = await lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  return isLink ? realTarget(resolve(folder, await readlink(path))) : join(folder, basename(path));
}
