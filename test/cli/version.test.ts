import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../built-command.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const DIST = join(ROOT, "dist");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  version: string;
};

function run(main: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
}

describe("--version", () => {
  it("is answered by two modules alone", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    mkdirSync(join(folder, "cli"));
    for (const module of ["version.js", "cli/main.js"]) {
      cpSync(join(DIST, module), join(folder, module));
    }
    const { status, stdout, stderr } = run(join(folder, "cli", "main.js"), ["--version"]);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([[["in.csv", "--version"]], [["--version", "--eps", "abc"]], [["--version=true"]]])(
    "wins over everything else: %j",
    (args) => {
      const { status, stdout } = run(join(DIST, "cli", "main.js"), args);
      expect({ status, stdout }).toEqual({ status: 0, stdout: `${version}\n` });
    },
  );

  it.skipIf(!existsSync("/dev/full"))("says so where it cannot be printed", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(DIST, "cli", "main.js"), "--version"],
      { stdio: ["ignore", openSync("/dev/full", "w"), "pipe"], encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringContaining("[ENOSPC]") as string,
    });
  });
});
