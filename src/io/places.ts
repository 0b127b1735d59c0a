import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isDirect, openOutput } from "./output.js";
import { realTarget } from "./real-target.js";
import { isStdout } from "./standard-streams.js";

/** Whether two paths lead to the same existing file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [one, other].map((path) => stat(path, { bigint: true }).catch(() => undefined)),
  );
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** Whether two paths to write to mean the same file, whether or not it exists; or both standard output, as `-` does. */
export async function isSamePlace(one: string, other: string): Promise<boolean> {
  if (isStdout(one) || isStdout(other)) {
    return isStdout(one) && isStdout(other);
  }
  const places = await Promise.all([one, other].map(placeOf));
  return places[0] === places[1] || isSameFile(one, other);
}

/**
 * Finds out by trying whether a file could be written, before a long run relies on it. Devices and FIFOs are not tried:
 * their readers would notice.
 * @throws {DatasetError} If it could not, as `openOutput`.
 */
export async function refuseUnwritable(path: string): Promise<void> {
  if (!(await isDirect(path))) {
    await (await openOutput(path)).discard();
  }
}

function placeOf(path: string): Promise<string> {
  return realTarget(path).catch(() => resolve(path));
}
