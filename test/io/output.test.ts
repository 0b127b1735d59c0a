import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { commit } from "../../src/io/commit.js";
import { openOutput } from "../../src/io/output.js";
import { writeWhole } from "../../src/io/whole-text.js";
import { temporaryFolder } from "./temporary-folder.js";

function pathIn(folder = temporaryFolder()): string {
  return join(folder, "out.csv");
}

function oldFile(): string {
  const path = pathIn();
  writeFileSync(path, "old");
  return path;
}

async function write(stream: Writable, ...chunks: string[]): Promise<void> {
  await pipeline(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), stream);
}

describe("a regular file", () => {
  it("appears with the commit, not before", async () => {
    const path = pathIn();
    const output = await openOutput(path);
    await write(output.stream, "a,b\n", "1,2\n");
    expect(existsSync(path)).toBe(false);
    await commit([output]);
    expect(readFileSync(path, "utf8")).toBe("a,b\n1,2\n");
    expect(readdirSync(dirname(path))).toEqual(["out.csv"]);
    expect(output).toMatchObject({ name: path, path, bytesWritten: 8, canRestart: true });
  });

  it("is written under a hidden name in the same folder", async () => {
    const path = pathIn();
    const output = await openOutput(path);
    expect(readdirSync(dirname(path))).toEqual([expect.stringMatching(/^\.out\.csv\.\w+\.tmp$/)]);
    await output.discard();
  });

  it("stays as it was until the commit replaces it", async () => {
    const path = oldFile();
    const output = await openOutput(path);
    await write(output.stream, "new");
    expect(readFileSync(path, "utf8")).toBe("old");
    await commit([output]);
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("stays as it was after a discard", async () => {
    const path = oldFile();
    const output = await openOutput(path);
    output.stream.write("half of it");
    await output.discard();
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(dirname(path))).toEqual(["out.csv"]);
    await output.discard();
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  it("is kept by a discard after its commit", async () => {
    const path = pathIn();
    const output = await openOutput(path);
    await write(output.stream, "new");
    await commit([output]);
    await output.discard();
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("is not committed before its stream has ended", async () => {
    const output = await openOutput(pathIn());
    output.stream.write("half of it");
    await expect(commit([output])).rejects.toThrow(TypeError);
    await output.discard();
  });

  it("is started over, also in the middle of a write", async () => {
    const path = pathIn();
    const output = await openOutput(path);
    output.stream.on("error", () => {});
    output.stream.write(Buffer.alloc(8 << 20, "x"));
    await output.restart();
    expect(output.bytesWritten).toBe(0);
    await write(output.stream, "new");
    await commit([output]);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(dirname(path))).toEqual(["out.csv"]);
  });

  it("leaves nothing behind when it is discarded while it is started over", async () => {
    const path = oldFile();
    const output = await openOutput(path);
    output.stream.on("error", () => {});
    const restarting = output.restart();
    await output.discard();
    await restarting;
    expect(readdirSync(dirname(path))).toEqual(["out.csv"]);
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  it("keeps its permissions", async () => {
    const path = oldFile();
    chmodSync(path, 0o640);
    await writeWhole(path, "new");
    expect(statSync(path).mode & 0o7777).toBe(0o640);
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("has the permissions of any new file where there was none", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "other"), "");
    await writeWhole(pathIn(folder), "new");
    expect(statSync(pathIn(folder)).mode).toBe(statSync(join(folder, "other")).mode);
  });

  it("may have a very long name", async () => {
    const path = join(temporaryFolder(), `${"é".repeat(120)}.csv`);
    await writeWhole(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("takes many chunks at once in their order", async () => {
    const path = pathIn();
    const output = await openOutput(path);
    const chunks = Array.from({ length: 3000 }, (_, i) => `${i}\n`);
    for (const chunk of ["", ...chunks, ""]) {
      output.stream.write(chunk);
    }
    await write(output.stream, "end");
    await commit([output]);
    expect(readFileSync(path, "utf8")).toBe(`${chunks.join("")}end`);
  });
});

describe("a symbolic link", () => {
  it("stays, and the file it leads to is replaced", async () => {
    const path = oldFile();
    const link = join(temporaryFolder(), "link.csv");
    symlinkSync(path, link);
    await writeWhole(link, "new");
    expect(readlinkSync(link)).toBe(path);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(dirname(link))).toEqual(["link.csv"]);
  });

  it("may lead to a file that is not there yet", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "data"));
    symlinkSync("data/out.csv", join(folder, "link.csv"));
    await writeWhole(join(folder, "link.csv"), "new");
    expect(readFileSync(join(folder, "data/out.csv"), "utf8")).toBe("new");
    expect(readlinkSync(join(folder, "link.csv"))).toBe("data/out.csv");
  });

  it("that leads in a circle is a failure of the system", async () => {
    const link = join(temporaryFolder(), "link.csv");
    symlinkSync(link, link);
    await expect(openOutput(link)).rejects.toMatchObject({ kind: "system", code: "ELOOP" });
  });
});

describe("what is no regular file", () => {
  it("is written directly and stays what it is", async () => {
    const output = await openOutput("/dev/null");
    expect(output.canRestart).toBe(false);
    await write(output.stream, "gone");
    await commit([output]);
    expect(output.bytesWritten).toBe(4);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    await expect(output.restart()).rejects.toThrow(TypeError);
  });

  it.runIf(existsSync("/dev/full"))("tells when the device is full", async () => {
    const output = await openOutput("/dev/full");
    await expect(write(output.stream, "too much")).rejects.toMatchObject({
      kind: "system",
      code: "ENOSPC",
      file: "/dev/full",
      message: 'cannot write "/dev/full": no space is left on the device',
    });
    await output.discard();
    expect(existsSync("/dev/full")).toBe(true);
  });

  it("may be a FIFO", async () => {
    const path = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const reading = readFile(path, "utf8");
    const output = await openOutput(path);
    await write(output.stream, "through the ", "pipe");
    await commit([output]);
    expect(await reading).toBe("through the pipe");
    expect(statSync(path).isFIFO()).toBe(true);
  });
});

describe("somebody's stream", () => {
  it("is ended by the commit and not before", async () => {
    const received: Buffer[] = [];
    const target = new Writable({
      write(chunk: Buffer, _encoding, done) {
        received.push(chunk);
        setImmediate(done);
      },
    });
    const output = await openOutput(target);
    await write(output.stream, "a", "b");
    expect(target.writableEnded).toBe(false);
    await commit([output]);
    expect(target.writableFinished).toBe(true);
    expect(Buffer.concat(received).toString()).toBe("ab");
    expect(output.bytesWritten).toBe(2);
  });

  it("is destroyed by a discard", async () => {
    const target = new Writable({ write: (_chunk, _encoding, done) => done() });
    const output = await openOutput(target);
    await output.discard();
    expect(target.destroyed).toBe(true);
    expect(target.writableFinished).toBe(false);
  });

  it("passes its own error on", async () => {
    const failure = new Error("the bucket is gone");
    const target = new Writable({ write: (_chunk, _encoding, done) => done(failure) });
    await expect(write((await openOutput(target)).stream, "a")).rejects.toBe(failure);
  });

  it("that closes while it is waited for ends the wait", async () => {
    const target = new Writable({ write() {} });
    const output = await openOutput(target);
    setImmediate(() => target.destroy());
    await expect(write(output.stream, "a")).rejects.toMatchObject({ kind: "system" });
  });
});

describe("what cannot be written", () => {
  it.each(["", "/"])("is a directory (with %j at its end)", async (end) => {
    await expect(openOutput(temporaryFolder() + end)).rejects.toMatchObject({
      kind: "usage",
      code: "IS_DIRECTORY",
    });
  });

  it("is a name that is empty", async () => {
    await expect(openOutput("")).rejects.toMatchObject({ kind: "usage", code: "IS_DIRECTORY" });
  });

  it.each(["missing/out.csv", "old.csv/out.csv"])("is %s, where no folder is", async (name) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "old.csv"), "old");
    await expect(openOutput(join(folder, name))).rejects.toMatchObject({
      kind: "usage",
      code: "NO_SUCH_FOLDER",
      message: `there is no folder "${dirname(join(folder, name))}"`,
      file: join(folder, name),
    });
  });

  it.skipIf(process.getuid?.() === 0)("is a file without permission", async () => {
    const path = oldFile();
    chmodSync(path, 0o400);
    await expect(openOutput(path)).rejects.toMatchObject({ kind: "system", code: "EACCES" });
  });
});
