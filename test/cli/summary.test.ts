import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installCommand, runShell, type ScriptResult } from "../built-command.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const OLD = "what was there before";
const ROWS = "id,label\n1,a\n2,b\n";

/** A folder with an input, and an output and a summary of an earlier run. */
function prepared(): string {
  const folder = temporaryFolder();
  fill(folder);
  return folder;
}

function fill(folder: string): void {
  writeFileSync(join(folder, "in.csv"), ROWS);
  writeFileSync(join(folder, "out.csv"), OLD);
  writeFileSync(join(folder, "s.json"), OLD);
}

function shell(script: string, folder: string): ScriptResult {
  const commands = temporaryFolder();
  installCommand(commands);
  return runShell(script, { folder, commands });
}

function summaryIn(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, "s.json"), "utf8"));
}

describe("--summary", () => {
  it.each([
    ["in.csv out.csv --eps abc --summary s.json", "BAD_NUMBER"],
    ["--summary s.json in.csv out.csv --eps abc", "BAD_NUMBER"],
    ["in.csv out.csv --lable x --summary s.json", "UNKNOWN_OPTION"],
    ["--summary s.json in.csv out.csv --lable x", "UNKNOWN_OPTION"],
    ["in.csv out.csv --summary=s.json --eps", "MISSING_VALUE"],
    ["in.csv out.csv --quiet=yes --summary s.json", "UNEXPECTED_VALUE"],
    ["in.csv out.csv --eps 0.1 --eps 0.2 --summary s.json", "GIVEN_TWICE"],
    ["in.csv b.csv out.csv --summary s.json", "TOO_MANY_FILES"],
    ["none.csv out.csv --summary s.json", "NO_SUCH_FILE"],
    ["in.csv out.csv --eps 5 --summary s.json", "BAD_EPSILON"],
    ["in.csv out.csv --method none --summary s.json", "UNKNOWN_VALUE"],
  ])("says of a faulty call that it failed: %s", (call, code) => {
    const folder = prepared();
    const { code: exit, stderr } = shell(`smooth-dataset ${call}`, folder);
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: expect.stringContaining(`[${code}]`) as string,
    });
    expect(summaryIn(folder)).toMatchObject({ status: "failed", error: { kind: "usage", code } });
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe(OLD);
  });

  it("says so too where no input is given", () => {
    const folder = prepared();
    expect(shell("smooth-dataset --summary s.json", folder).code).toBe(2);
    expect(summaryIn(folder)).toMatchObject({ error: { code: "MISSING_INPUT" } });
  });

  it("may tell of a faulty call on stdout", () => {
    const { stdout } = shell("smooth-dataset in.csv out.csv --eps abc --summary -", prepared());
    expect(JSON.parse(stdout)).toMatchObject({ status: "failed", error: { code: "BAD_NUMBER" } });
  });

  it.each(["- -o new.csv", "- new.csv"])(
    "may go to stdout where the rows come from stdin: %s",
    (files) => {
      const folder = prepared();
      const { code, stdout } = shell(
        `cat in.csv | smooth-dataset ${files} --quiet --classes a,b --summary -`,
        folder,
      );
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ status: "done", rows: { written: 2 } });
    },
  );

  it("may go to stdout where the rows should have come from stdin", () => {
    const call = "smooth-dataset - -o new.csv --eps abc --summary - < in.csv";
    const { stdout } = shell(call, prepared());
    expect(JSON.parse(stdout)).toMatchObject({ status: "failed", error: { code: "BAD_NUMBER" } });
  });

  it.each([
    "in.csv out.csv --eps abc --summary in.csv",
    "- - --eps abc --summary -",
    "in.csv out.csv --eps abc --summary ./s.json --classes @s.json",
    "in.csv --eps abc -o s.json --summary s.json",
    "in.csv --outptu s.json --summary s.json",
    "in.csv out.csv --eps abc --summary none/s.json",
    "in.csv out.csv --eps abc --summary s.json --summary s.json",
    "in.csv out.csv --eps abc --summary",
    "in.csv --eps abc --summary -",
    "--summary in.csv out.csv",
  ])("writes nothing where its own place is at fault too: %s", (call) => {
    const folder = prepared();
    const { code, stdout, stderr } = shell(`smooth-dataset ${call}`, folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.split("\n")).toEqual([expect.stringMatching(/^smooth-dataset: /u), ""]);
    expect(readdirSync(folder).toSorted()).toEqual(["in.csv", "out.csv", "s.json"]);
    expect(readFileSync(join(folder, "in.csv"), "utf8")).toBe(ROWS);
    expect(readFileSync(join(folder, "s.json"), "utf8")).toBe(OLD);
  });

  it("says of a run whose reader had seen enough that its output was closed", () => {
    const folder = prepared();
    const rows = Array.from({ length: 200_000 }, (_, row) => `${row},a\n`).join("");
    writeFileSync(join(folder, "long.csv"), `id,label\n${rows}`);
    const script =
      "(smooth-dataset long.csv --classes a,b --summary s.json --quiet; echo $? > code) | head -n 1";
    const { stdout, stderr } = shell(script, folder);
    expect({ stdout, stderr }).toEqual({
      stdout: "id,label,soft_target_a,soft_target_b\n",
      stderr: "",
    });
    expect(readFileSync(join(folder, "code"), "utf8")).toBe("0\n");
    const summary = summaryIn(folder) as { rows: { read: number; written: number } };
    expect(summary).toMatchObject({ status: "closed", warnings: [] });
    expect(Object.keys(summary)).toEqual(["status", "version", "seconds", "warnings", "rows"]);
    expect(summary.rows.written).toBeLessThanOrEqual(summary.rows.read);
    expect(summary.rows.read).toBeLessThanOrEqual(200_000);
  });

  it("goes to a FIFO when the output is in its place", () => {
    const folder = prepared();
    const script = `mkfifo pipe
      { cat pipe > copy; head -n 1 out.csv > seen; } &
      smooth-dataset in.csv out.csv --summary pipe --quiet
      wait`;
    expect(shell(script, folder).code).toBe(0);
    expect(readFileSync(join(folder, "seen"), "utf8")).toContain("soft_target_a");
    expect(JSON.parse(readFileSync(join(folder, "copy"), "utf8"))).toMatchObject({
      status: "done",
    });
  });

  it("that does not fit leaves the old output, and tells of the failure in what does fit", () => {
    const folder = prepared();
    // No file may be longer than 1024 bytes: the output is not, a summary with its plan is, one of a failure is not.
    const script = "ulimit -f 1; smooth-dataset in.csv out.csv --summary s.json --quiet";
    const { status, stderr } = bash(script, folder);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringContaining("[EFBIG]") as string,
    });
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe(OLD);
    expect(summaryIn(folder)).toMatchObject({ status: "failed", error: { code: "EFBIG" } });
    expect(readdirSync(folder).toSorted()).toEqual(["in.csv", "out.csv", "s.json"]);
  });

  it.for<[string, number, string]>([
    ["with room for the output alone", 0, "s.json"],
    ["with no room at all", 4096, "out.csv"],
  ])(
    "that finds a disk full, %s, leaves the old output",
    ([_name, filling, unwritten], { skip }) => {
      const folder = join(temporaryFolder(), "small");
      mkdirSync(folder);
      skip(!mountSmall(folder), "only root can make a small disk");
      try {
        fill(folder);
        writeFileSync(join(folder, "filling"), Buffer.alloc(filling));
        const { code, stderr } = shell("smooth-dataset in.csv out.csv --summary s.json", folder);
        expect({ code, stderr }).toEqual({
          code: 3,
          stderr: expect.stringContaining(
            `cannot write "${unwritten}": no space is left`,
          ) as string,
        });
        expect(stderr).not.toContain("warning");
        expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe(OLD);
        expect(summaryIn(folder)).toMatchObject({ status: "failed", error: { code: "ENOSPC" } });
        expect(readdirSync(folder).toSorted()).toEqual(["filling", "in.csv", "out.csv", "s.json"]);
      } finally {
        execFileSync("umount", [folder]);
        rmSync(folder, { recursive: true });
      }
    },
  );
});

function bash(script: string, folder: string): { status: number | null; stderr: string } {
  const commands = temporaryFolder();
  installCommand(commands);
  const env = { ...process.env, PATH: `${commands}:${process.env.PATH}` };
  return spawnSync("bash", ["-c", script], { cwd: folder, env, encoding: "utf8" });
}

/** A disk of four pages: what `fill` makes takes three, a page is left, and a long summary needs two beside the output. */
function mountSmall(folder: string): boolean {
  const options = ["-t", "tmpfs", "-o", "size=16k", "tmpfs", folder];
  return process.getuid?.() === 0 && spawnSync("mount", options).status === 0;
}
