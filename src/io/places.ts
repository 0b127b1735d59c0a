import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { usageError } from "../errors.js";
import { isSameFile } from "./output.js";
import { directoryError } from "./system-error.js";

/** Names of standard input and output. */
const STANDARD = /^(?:-|\/dev\/(?:stdin|stdout|fd\/[01])|\/proc\/self\/fd\/[01])$/u;

/** Whether two paths mean the same file, whether or not it exists; or both standard input or output. */
export async function isSamePlace(one: string, other: string): Promise<boolean> {
  if (STANDARD.test(one) || STANDARD.test(other)) {
    return STANDARD.test(one) && STANDARD.test(other);
  }
  return (await placeOf(one)) === (await placeOf(other)) || isSameFile(one, other);
}

/** @throws {DatasetError} If a file could not be made there: a directory (`IS_DIRECTORY`), or in none (`NO_SUCH_FOLDER`). */
export async function refuseUnwritable(path: string): Promise<void> {
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isDirectory() === true) {
    throw directoryError(path);
  }
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (folder?.isDirectory() !== true && !STANDARD.test(path)) {
    throw usageError("NO_SUCH_FOLDER", `there is no folder ${JSON.stringify(dirname(path))}`, {
      file: path,
      hint: "Make it first.",
    });
  }
}

async function placeOf(path: string): Promise<string> {
  const folder = dirname(resolve(path));
  return join(await realpath(folder).catch(() => folder), basename(path));
}
