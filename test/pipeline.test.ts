import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import type { Warning } from "../src/errors.js";
import { smoothDataset } from "../src/pipeline.js";
import type { SmoothOptions } from "../src/plan/settings.js";
import { faultOf } from "./faults.js";
import { temporaryFolder } from "./io/temporary-folder.js";

const OLD = "what was there before";
const ROWS = "id,label\n1,a\n2,b\n";

/** A folder with an input, and an output and a summary of an earlier run. */
function prepared(): SmoothOptions & { folder: string; output: string; summary: string } {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  writeFileSync(at("in.csv"), ROWS);
  writeFileSync(at("out.csv"), OLD);
  writeFileSync(at("s.json"), OLD);
  return { folder, input: at("in.csv"), output: at("out.csv"), summary: at("s.json") };
}

function run({ folder: _folder, ...options }: SmoothOptions & { folder: string }) {
  return smoothDataset(options);
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

describe("the summary of a run", () => {
  it("is in its file what the function returns, and counts the bytes of the output", async () => {
    const options = prepared();
    const summary = await run(options);
    expect(read(options.summary)).toEqual(JSON.parse(JSON.stringify(summary)));
    const bytes = readFileSync(options.output).length;
    expect(summary).toMatchObject({ status: "done", output: { bytes }, rows: { written: 2 } });
    expect(summary.seconds).toBeGreaterThan(0);
    expect(readdirSync(options.folder).toSorted()).toEqual(["in.csv", "out.csv", "s.json"]);
  });

  it("may be named by a file: URL", async () => {
    const options = prepared();
    await run({ ...options, summary: pathToFileURL(options.summary) });
    expect(read(options.summary)).toMatchObject({ status: "done" });
  });

  it.each<[string, Partial<SmoothOptions>, string]>([
    ["the data is at fault", { classes: ["a"] }, "UNKNOWN_LABEL"],
    ["an option is", { epsilon: 5 }, "BAD_EPSILON"],
    ["an option is of the wrong type", { label: 5 as unknown as string }, "BAD_OPTION"],
    ["there is no such option", { lable: "a" } as Partial<SmoothOptions>, "UNKNOWN_OPTION"],
    ["there is no input", { input: "none.csv" }, "NO_SUCH_FILE"],
    ["the input is no file", { input: new URL("https://example.org/in.csv") }, "BAD_OPTION"],
    ["a warning is an error", { classes: ["a", "b", "B"], strict: true }, "SIMILAR_CLASSES"],
  ])("says that it failed where %s, and the output stays", async (_name, wrong, code) => {
    const options = prepared();
    const fault = await faultOf(() => run({ ...options, ...wrong }));
    expect(fault.code).toBe(code);
    expect(read(options.summary)).toMatchObject({
      status: "failed",
      error: { code, message: fault.message },
    });
    expect(readFileSync(options.output, "utf8")).toBe(OLD);
    expect(readdirSync(options.folder).toSorted()).toEqual(["in.csv", "out.csv", "s.json"]);
  });

  it("holds the warnings that came before the failure", async () => {
    const options = prepared();
    await faultOf(() => run({ ...options, classes: ["a", "A"] }));
    expect(read(options.summary)).toMatchObject({
      status: "failed",
      warnings: [{ code: "SIMILAR_CLASSES" }],
    });
  });

  it("is not written over what the run reads or writes, and nothing else is", async () => {
    const options = prepared();
    symlinkSync("out.csv", join(options.folder, "link.json"));
    writeFileSync(join(options.folder, "classes.txt"), "a\nb\n");
    const classes = `@${join(options.folder, "classes.txt")}`;
    for (const summary of ["in.csv", "out.csv", "./link.json", "classes.txt"]) {
      const path = join(options.folder, summary);
      const fault = await faultOf(() => run({ ...options, classes, summary: path }));
      expect(fault).toMatchObject({ kind: "usage", code: "SUMMARY_CONFLICT" });
    }
    expect(readFileSync(join(options.folder, "in.csv"), "utf8")).toBe(ROWS);
    expect(readFileSync(options.output, "utf8")).toBe(OLD);
    expect(readFileSync(join(options.folder, "classes.txt"), "utf8")).toBe("a\nb\n");
  });

  it("is not written over a dataset of another run", async () => {
    const options = prepared();
    const other = join(options.folder, "other.csv");
    writeFileSync(other, ROWS);
    expect(await faultOf(() => run({ ...options, summary: other }))).toMatchObject({
      code: "SUMMARY_CONFLICT",
    });
    expect(readFileSync(other, "utf8")).toBe(ROWS);
  });

  it("has a folder before the run begins", async () => {
    const options = prepared();
    const summary = join(options.folder, "none", "s.json");
    expect(await faultOf(() => run({ ...options, summary }))).toMatchObject({
      code: "NO_SUCH_FOLDER",
    });
    expect(readFileSync(options.output, "utf8")).toBe(OLD);
  });

  it("is not there where an output that nobody can take back fails at its end", async () => {
    const options = prepared();
    const output = new Writable({
      write: (_chunk, _encoding, done) => done(),
      final: (done) => done(new Error("the upload was refused")),
    });
    output.on("error", () => {});
    await expect(run({ ...options, output } as never)).rejects.toThrow("the upload was refused");
    expect(read(options.summary)).toMatchObject({ status: "failed" });
  });

  it.runIf(existsSync("/dev/full"))("that cannot be written fails the run once", async () => {
    const warnings: Warning[] = [];
    const options = { ...prepared(), summary: "/dev/full" };
    const fault = await faultOf(() =>
      run({ ...options, onWarning: (warning) => warnings.push(warning) }),
    );
    expect(fault).toMatchObject({ code: "ENOSPC", file: "/dev/full" });
    expect(warnings).toEqual([]);
  });

  it.runIf(existsSync("/dev/full"))("that cannot tell of a failure is warned of", async () => {
    const warnings: Warning[] = [];
    const options = { ...prepared(), summary: "/dev/full", epsilon: 5 };
    await faultOf(() => run({ ...options, onWarning: (warning) => warnings.push(warning) }));
    expect(warnings).toEqual([
      { code: "NO_SUMMARY", message: expect.stringContaining("no space is left") as string },
    ]);
  });
});

describe("a run whose guess of a column type was wrong", () => {
  it("is started over and loses no value", async () => {
    const { folder, ...options } = prepared();
    const rows = Array.from({ length: 200_000 }, (_, row) => `${row},a\n`).join("");
    writeFileSync(options.input as string, `id,label\n${rows}x7,b\n`);
    const output = join(folder, "out.arrow");
    const summary = await smoothDataset({ ...options, output });
    const ids = tableFromIPC(readFileSync(output)).getChild("id");
    expect(ids?.length).toBe(200_001);
    expect([ids?.get(0), ids?.get(199_999), ids?.get(200_000)]).toEqual(["0", "199999", "x7"]);
    expect(summary).toMatchObject({
      rows: { read: 200_001, written: 200_001 },
      output: { bytes: readFileSync(output).length },
    });
    expect(readdirSync(folder).toSorted()).toEqual(["in.csv", "out.arrow", "out.csv", "s.json"]);
  });
});

describe("an abort", () => {
  it("at any time leaves the old output and no temporary file, or the new output whole", async () => {
    const whole = prepared();
    await run({ ...whole, classes: "a,b" });
    const expected = readFileSync(whole.output, "utf8");
    const ends = new Set<string>();
    for (let turns = 0; turns < 60; turns++) {
      const options = prepared();
      const controller = new AbortController();
      const reason = new Error("enough");
      const end = run({ ...options, signal: controller.signal, classes: "a,b" }).then(
        () => "done",
        (error: unknown) => (error === reason ? "stopped" : String(error)),
      );
      for (let count = 0; count < turns; count++) {
        await turn();
      }
      controller.abort(reason);
      ends.add(await end);
      expect(readFileSync(options.output, "utf8")).toBe((await end) === "done" ? expected : OLD);
      expect(readdirSync(options.folder).toSorted()).toEqual(["in.csv", "out.csv", "s.json"]);
    }
    expect(ends).toContain("stopped");
    expect([...ends].filter((end) => end !== "done" && end !== "stopped")).toEqual([]);
  });

  it.each(["a", undefined])("ends the wait for an input (classes: %s)", async (classes) => {
    const options = prepared();
    const input = new Readable();
    const waitedFor = new Promise<void>((resolve) => (input._read = () => resolve()));
    const controller = new AbortController();
    const running = run({ ...options, input, classes, signal: controller.signal });
    await waitedFor;
    controller.abort();
    await expect(running).rejects.toBe(controller.signal.reason);
    expect(input.destroyed).toBe(true);
    expect(read(options.summary)).toMatchObject({
      status: "failed",
      error: { kind: "system", code: "INTERRUPTED" },
    });
  });

  it("before the start leaves everything as it was", async () => {
    const options = prepared();
    const signal = AbortSignal.abort(new Error("never mind"));
    await expect(run({ ...options, signal })).rejects.toThrow("never mind");
    expect(readFileSync(options.output, "utf8")).toBe(OLD);
  });
});

describe("the record batches of long texts", () => {
  // 8 MiB hold 419 texts of 20,000 bytes and as many labels of one: 8,380,419 bytes.
  it.each([
    ["end before 8 MiB of text", undefined, [419, 419, 162]],
    ["have as many rows as were asked for", 600, [600, 400]],
  ])("%s", async (_title, chunkRows, lengths) => {
    const rows = Array.from({ length: 1000 }, (_, row) => `${row},${"y".repeat(20_000)},a\n`);
    const input = Readable.from(["id,text,label\n", ...rows].map((row) => Buffer.from(row)));
    const output = join(temporaryFolder(), "out.arrow");
    await smoothDataset({ input, output, classes: ["a", "b"], chunkRows });
    const { batches } = tableFromIPC(readFileSync(output));
    expect(batches.map(({ numRows }) => numRows)).toEqual(lengths);
  });
});
