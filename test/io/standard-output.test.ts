import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "smooth-dataset-test-"));

/** Writes its argument `lines` times to standard output and tells on stderr what became of it. */
const script = `
  import { pipeline } from "node:stream/promises";
  import { commit } from "./io/commit.js";
  import { openOutput } from "./io/output.js";
  const [line, lines, target] = process.argv.slice(2);
  const output = await openOutput(target ?? "-");
  try {
    await pipeline(function* () { for (let i = 0; i < Number(lines); i++) yield line; }, output.stream);
    await commit([output]);
    console.error(output.name, output.bytesWritten, output.canRestart);
  } catch (error) {
    await output.discard();
    console.error(error.kind, error.code);
  }
`;

beforeAll(() => {
  const source = join(root, "src/io/output.ts");
  const options = ["--rootDir", "src", "--outDir", folder, "--types", "node", "--noCheck"];
  const tsc = join(root, "node_modules/.bin/tsc");
  execFileSync(
    tsc,
    [...options, "--ignoreConfig", "--target", "es2022", "--module", "nodenext", source],
    { cwd: root },
  );
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "write.js"), script);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shell(command: string): { stdout: string; stderr: string } {
  const run = `run() { "${process.execPath}" write.js "$@"; }; ${command}`;
  return spawnSync("bash", ["-c", run], { cwd: folder, encoding: "utf8" });
}

describe("standard output", () => {
  it("is a pipe that takes everything", () => {
    const { stdout, stderr } = shell("run 0123456789 100000 | wc -c");
    expect(stdout.trim()).toBe("1000000");
    expect(stderr).toBe("stdout 1000000 false\n");
  });

  it("has a code of its own when its reader has gone", () => {
    const { stdout, stderr } = shell("run 0123456789 100000 | head -c 4");
    expect(stdout).toBe("0123");
    expect(stderr).toBe("system CLOSED_STDOUT\n");
  });

  it("may be redirected to a file", () => {
    expect(shell("run ab 3 > out.txt").stderr).toBe("stdout 6 false\n");
    expect(readFileSync(join(folder, "out.txt"), "utf8")).toBe("ababab");
  });

  it("goes on after what is in the file, under each of its names", () => {
    shell("echo head > more.txt; run a 1 >> more.txt; run b 2 /dev/stdout >> more.txt");
    expect(readFileSync(join(folder, "more.txt"), "utf8")).toBe("head\nabb");
  });

  it.runIf(existsSync("/dev/full"))("tells when the device is full", () => {
    expect(shell("run a 1 > /dev/full").stderr).toBe("system ENOSPC\n");
  });

  it("tells when a file may not grow, instead of losing the rest of a write", () => {
    // The limit is in units of 1024 bytes. The one write is cut short there, which is no error yet.
    const { stderr } = shell('(ulimit -f 1; run "$(printf %3000s)" 1 > short.txt)');
    expect(stderr).toBe("system EFBIG\n");
  });

  it("is not harmed by being closed", () => {
    expect(shell("run a 1 >&-").stderr).toBe("stdout 1 false\n");
  });
});
