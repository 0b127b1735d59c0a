import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");
const MAIN = join(ROOT, "dist", "cli", "main.js");

/** How a script ended and what it said. */
export interface ScriptResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Puts the built command into a folder, for runShell to find.
 * @throws If it is not built.
 */
export function installCommand(folder: string): void {
  if (!existsSync(MAIN)) {
    throw new Error(`${MAIN} is not there: npm run build makes it`);
  }
  installScript(folder, "smooth-dataset", `exec "${process.execPath}" "${MAIN}" "$@"`);
}

/** Puts a shell script of this name into a folder. */
export function installScript(folder: string, name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** Runs a shell script up to its first command that fails, with the commands of one folder before all others. */
export function runShell(
  script: string,
  { folder, commands }: { readonly folder: string; readonly commands: string },
): ScriptResult {
  const path = [commands, process.env.PATH].join(delimiter);
  const { status, stdout, stderr, error } = spawnSync("sh", ["-e", "-c", script], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error !== undefined) {
    throw error;
  }
  return { code: status, stdout, stderr };
}
