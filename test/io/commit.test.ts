import { execFileSync } from "node:child_process";
import {
  createReadStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { commit, type Committable } from "../../src/io/commit.js";
import { openOutput, type Output } from "../../src/io/output.js";
import { WholeText } from "../../src/io/whole-text.js";
import { temporaryFolder } from "./temporary-folder.js";

/** An output that notes down what is asked of it, and fails at one step. */
function noting(name: string, steps: string[], failing?: "save" | "publish"): Committable {
  const step = async (what: "save" | "publish" | "discard"): Promise<void> => {
    steps.push(`${what} ${name}`);
    if (what === failing) {
      throw new Error(`no ${what} of ${name}`);
    }
  };
  return {
    save: () => step("save"),
    publish: () => step("publish"),
    discard: () => step("discard"),
  };
}

async function written(path: string, text: string): Promise<Output> {
  const output = await openOutput(path);
  output.stream.end(text);
  await finished(output.stream);
  return output;
}

describe("commit", () => {
  it("saves all outputs before it publishes the first, in their order", async () => {
    const steps: string[] = [];
    await commit([noting("output", steps), noting("summary", steps)]);
    expect(steps).toEqual(["save output", "save summary", "publish output", "publish summary"]);
  });

  it("publishes nothing where one cannot be saved", async () => {
    const steps: string[] = [];
    const outputs = [noting("output", steps), noting("summary", steps, "save")];
    await expect(commit(outputs)).rejects.toThrow("no save of summary");
    expect(steps).toEqual(["save output", "save summary", "discard output", "discard summary"]);
  });

  it("publishes no summary where the output cannot be", async () => {
    const steps: string[] = [];
    const outputs = [noting("output", steps, "publish"), noting("summary", steps)];
    await expect(commit(outputs)).rejects.toThrow("no publish of output");
    expect(steps).not.toContain("publish summary");
    expect(steps).toContain("discard summary");
  });

  it("publishes nothing once it is aborted", async () => {
    const steps: string[] = [];
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(commit([noting("output", steps)], signal)).rejects.toThrow("stop");
    expect(steps).toEqual(["save output", "discard output"]);
  });

  it("leaves old files and nothing else where the second does not fit on the disk", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "out.csv"), "old");
    const output = await written(join(folder, "out.csv"), "new");
    await expect(
      commit([output, new WholeText(join(folder, "none", "s.json"), "{}")]),
    ).rejects.toMatchObject({ code: "NO_SUCH_FOLDER" });
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["out.csv"]);
  });

  it("keeps what is published when a later one cannot be", async () => {
    const folder = temporaryFolder();
    const first = await written(join(folder, "a.csv"), "a");
    const second = await written(join(folder, "b.csv"), "b");
    mkdirSync(join(folder, "b.csv"));
    await expect(commit([first, second])).rejects.toMatchObject({ code: "EISDIR" });
    expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe("a");
    rmSync(join(folder, "b.csv"), { recursive: true });
    expect(readdirSync(folder)).toEqual(["a.csv"]);
  });
});

describe("a whole text", () => {
  it("in a file is there with its commit, not with its save", async () => {
    const path = join(temporaryFolder(), "s.json");
    const text = new WholeText(path, "{}");
    await text.save();
    expect(readdirSync(join(path, ".."))).toEqual([
      expect.stringMatching(/^\.s\.json\.\w+\.tmp$/u),
    ]);
    await text.publish();
    expect(readFileSync(path, "utf8")).toBe("{}");
  });

  it("in a FIFO is not written before what stands before it is published", async () => {
    const path = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const steps: string[] = [];
    const slow = {
      ...noting("output", []),
      publish: async () => {
        await pause(50);
        steps.push("published");
      },
    };
    createReadStream(path).on("data", (data) => steps.push(data.toString()));
    await commit([slow, new WholeText(path, "{}")]);
    await vi.waitFor(() => expect(steps).toEqual(["published", "{}"]));
  });

  it("in a FIFO without a reader is waited for until the signal", async () => {
    const path = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const signal = AbortSignal.timeout(60);
    await expect(new WholeText(path, "{}", signal).publish()).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });
});

describe("somebody's stream", () => {
  it("that fails at its end leaves no summary", async () => {
    const folder = temporaryFolder();
    const target = new Writable({
      write: (_chunk, _encoding, done) => done(),
      final: (done) => done(new Error("the upload was refused")),
    });
    target.on("error", () => {});
    const output = await openOutput(target);
    output.stream.end("rows");
    await finished(output.stream);
    await expect(commit([output, new WholeText(join(folder, "s.json"), "{}")])).rejects.toThrow(
      "the upload was refused",
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
