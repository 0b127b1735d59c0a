import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ROOT } from "../built-command.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const DIST = join(ROOT, "dist");
const OLD = "what was there before";

/** A folder with an output and a summary of an earlier run. */
function prepared(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "out.csv"), OLD);
  writeFileSync(join(folder, "s.json"), OLD);
  return folder;
}

function start(folder: string, ...call: string[]): ChildProcess {
  return spawn(process.execPath, call, { cwd: folder });
}

function startCommand(folder: string, ...call: string[]): ChildProcess {
  return start(folder, join(DIST, "cli", "main.js"), ...call, "--quiet", "--summary", "s.json");
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await pause(5);
  }
}

/** How a process ends, its exit code or the signal it dies of, and after how many milliseconds. */
async function endOf(child: ChildProcess): Promise<{ how: unknown; after: number }> {
  const began = performance.now();
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  return { how: code ?? signal, after: performance.now() - began };
}

function isOpenForReading(pipe: string): boolean {
  try {
    openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    return true;
  } catch {
    return false;
  }
}

function expectStopped(folder: string, signal: string): void {
  expect(JSON.parse(readFileSync(join(folder, "s.json"), "utf8"))).toMatchObject({
    status: "failed",
    error: { kind: "system", code: "INTERRUPTED", message: `stopped by ${signal}` },
  });
  expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe(OLD);
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
}

describe("a run that waits for its input", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGQUIT", 131],
  ] as const)("ends on %s with %i, long before it would be ended by force", async (name, code) => {
    const folder = prepared();
    const child = startCommand(folder, "-", "out.csv", "--classes", "a,b");
    child.stdin?.write("id,label\n1,a\n");
    await until(() => readdirSync(folder).length === 3);
    child.kill(name);
    const { how, after } = await endOf(child);
    expect(how).toBe(code);
    expect(after).toBeLessThan(2500);
    expectStopped(folder, name);
  });

  it("in a FIFO ends as well", async () => {
    const folder = prepared();
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const child = startCommand(folder, "pipe", "out.csv", "--from", "csv");
    await until(() => isOpenForReading(pipe));
    child.kill("SIGTERM");
    expect((await endOf(child)).how).toBe(143);
    expectStopped(folder, "SIGTERM");
  });
});

/** A run that says when it begins and when it is stopped, and does what it is told about tidying up. */
function runThat(tidying: string): string {
  return `
    import { open } from "node:fs";
    import { interruptible } from "${DIST}/cli/interruption.js";
    import { openOutput } from "${DIST}/io/output.js";
    const interruption = interruptible();
    interruption.signal.addEventListener("abort", async () => {
      console.log("stopped");
      ${tidying}
    });
    const output = await openOutput("out.csv");
    setTimeout(() => {}, 60_000);
    console.log("running");
  `;
}

async function stopped(folder: string, tidying: string): Promise<ChildProcess> {
  writeFileSync(join(folder, "run.mjs"), runThat(tidying));
  const child = start(folder, "run.mjs");
  let said = "";
  child.stdout?.on("data", (data: Buffer) => (said += data.toString()));
  await until(() => said.includes("running"));
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toHaveLength(1);
  child.kill("SIGTERM");
  await until(() => said.includes("stopped"));
  return child;
}

describe("a run that does not come to its end", () => {
  it("ends by the second signal, and leaves no temporary file", async () => {
    const folder = prepared();
    const child = await stopped(folder, "");
    child.kill("SIGTERM");
    expect(await endOf(child)).toMatchObject({ how: "SIGTERM" });
    expect(readdirSync(folder).toSorted()).toEqual(["out.csv", "run.mjs", "s.json"]);
  });

  it("ends when it has tidied up, though the system does not return from a call", async () => {
    const folder = prepared();
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const blocked = `open("pipe", "r", () => {}); await output.discard(); interruption.end();`;
    const child = await stopped(folder, blocked);
    const { how, after } = await endOf(child);
    expect(how).toBe("SIGTERM");
    expect(after).toBeLessThan(2500);
  });
});
