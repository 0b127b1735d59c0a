import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  createReadStream,
  mkdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Input } from "../../src/io/input.js";
import { openInput } from "../../src/io/source.js";
import { temporaryFolder } from "./temporary-folder.js";

const MEBIBYTE = 1024 * 1024;

async function blocksOf(input: Input, signal?: AbortSignal): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = [];
  for await (const block of input.bytes(signal)) {
    blocks.push(block);
  }
  return blocks;
}

/** Bytes whose order shows: no block equals another. */
function patterned(length: number): Buffer {
  return Buffer.from(
    Uint32Array.from({ length: Math.ceil(length / 4) }, (_, i) => i).buffer,
    0,
    length,
  );
}

function fileOf(content: Uint8Array | string, name = "in.csv"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

describe("a regular file", () => {
  it("is given in blocks of 1 MiB, the last one shorter", async () => {
    const content = patterned(2 * MEBIBYTE + 10);
    const blocks = await blocksOf(await openInput(fileOf(content)));
    expect(blocks.map((block) => block.length)).toEqual([MEBIBYTE, MEBIBYTE, 10]);
    expect(Buffer.concat(blocks).equals(content)).toBe(true);
  });

  it.each([0, 1, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1])(
    "of %i bytes is read whole",
    async (size) => {
      const content = patterned(size);
      const blocks = await blocksOf(await openInput(fileOf(content)));
      expect(Buffer.concat(blocks).equals(content)).toBe(true);
      expect(blocks.every((block) => block.length > 0)).toBe(true);
    },
  );

  it("can be read again, whole and in the middle of another reading", async () => {
    const content = patterned(MEBIBYTE + 5);
    const input = await openInput(fileOf(content));
    const first = input.bytes();
    await first.next();
    expect(Buffer.concat(await blocksOf(input)).equals(content)).toBe(true);
    const rest = await first.next();
    expect(rest.value).toEqual(new Uint8Array(content.subarray(MEBIBYTE)));
    await first.return();
  });

  it("knows its name, path and size", async () => {
    const path = fileOf("a,b\n");
    const input = await openInput(path);
    expect(input).toMatchObject({ name: path, path, size: 4, seekable: true });
  });

  it("shows its first bytes without losing them", async () => {
    const input = await openInput(fileOf("a,b\n1,2\n"));
    expect(Buffer.from(await input.peek(3)).toString()).toBe("a,b");
    expect(Buffer.from(await input.peek(100)).toString()).toBe("a,b\n1,2\n");
    expect(Buffer.concat(await blocksOf(input)).toString()).toBe("a,b\n1,2\n");
  });

  it("is read at any place, and never past its end", async () => {
    const access = await (await openInput(fileOf("0123456789"))).access();
    expect(access.size).toBe(10);
    expect(Buffer.from(await access.read(3, 4)).toString()).toBe("3456");
    expect(Buffer.from(await access.read(8, 4)).toString()).toBe("89");
    expect(await access.read(10, 4)).toHaveLength(0);
    expect(await access.read(12, 2 ** 40)).toHaveLength(0);
    await access.close();
  });

  it("stops at an abort", async () => {
    const input = await openInput(fileOf(patterned(3 * MEBIBYTE)));
    const controller = new AbortController();
    const reading = input.bytes(controller.signal);
    await reading.next();
    controller.abort(new Error("enough"));
    await expect(reading.next()).rejects.toThrow("enough");
  });
});

describe("a file that changes", () => {
  const changed = { kind: "system", code: "INPUT_CHANGED" };

  it("is noticed when it grew between two readings", async () => {
    const path = fileOf("a\n1\n");
    const input = await openInput(path);
    await blocksOf(input);
    await input.assertUnchanged();
    appendFileSync(path, "2\n");
    await expect(input.assertUnchanged()).rejects.toMatchObject(changed);
    await expect(blocksOf(input)).rejects.toMatchObject(changed);
    await expect(input.access()).rejects.toMatchObject(changed);
  });

  it("is noticed when it grew during a reading", async () => {
    const path = fileOf("a\n1\n");
    const reading = (await openInput(path)).bytes();
    await reading.next();
    appendFileSync(path, "2\n");
    await expect(async () => {
      for await (const _ of reading);
    }).rejects.toMatchObject(changed);
  });

  it("is noticed when it has another time but the same size", async () => {
    const path = fileOf("a\n1\n");
    const input = await openInput(path);
    utimesSync(path, 1, 1);
    await expect(input.assertUnchanged()).rejects.toMatchObject(changed);
  });

  it("is noticed when another file has taken its name", async () => {
    const path = fileOf("a\n1\n");
    utimesSync(path, 1, 1);
    const input = await openInput(path);
    writeFileSync(`${path}.new`, "a\n2\n");
    utimesSync(`${path}.new`, 1, 1);
    renameSync(`${path}.new`, path);
    await expect(input.assertUnchanged()).rejects.toMatchObject(changed);
  });

  it("is noticed when it is gone", async () => {
    const path = fileOf("a\n1\n");
    const input = await openInput(path);
    rmSync(path);
    await expect(input.assertUnchanged()).rejects.toMatchObject(changed);
  });
});

describe("a stream", () => {
  it("is cut into blocks of 1 MiB, whatever its chunks are", async () => {
    const content = patterned(2 * MEBIBYTE + 7);
    const chunks = [0, 1, 70_000, MEBIBYTE - 1, MEBIBYTE, 2 * MEBIBYTE + 7].map((end, i, ends) =>
      content.subarray(ends[i - 1] ?? 0, end),
    );
    const blocks = await blocksOf(await openInput(Readable.from(chunks, { objectMode: false })));
    expect(blocks.map((block) => block.length)).toEqual([MEBIBYTE, MEBIBYTE, 7]);
    expect(Buffer.concat(blocks).equals(content)).toBe(true);
  });

  it("gives peeked bytes again", async () => {
    const input = await openInput(createReadStream(fileOf("a,b\n1,2\n"), { highWaterMark: 2 }));
    expect(Buffer.from(await input.peek(3)).toString()).toBe("a,b");
    expect(Buffer.from(await input.peek(5)).toString()).toBe("a,b\n1");
    expect(Buffer.concat(await blocksOf(input)).toString()).toBe("a,b\n1,2\n");
  });

  it("has fewer bytes to peek at than asked where it ends", async () => {
    const input = await openInput(Readable.from([Buffer.from("ab")]));
    expect(Buffer.from(await input.peek(10)).toString()).toBe("ab");
    expect(Buffer.concat(await blocksOf(input)).toString()).toBe("ab");
  });

  it("comes only once", async () => {
    const input = await openInput(Readable.from([Buffer.from("ab")]));
    expect(input.seekable).toBe(false);
    expect(input.size).toBeUndefined();
    await blocksOf(input);
    await expect(blocksOf(input)).rejects.toThrow(TypeError);
    await expect(input.access()).rejects.toThrow(TypeError);
  });

  it("of strings is refused", async () => {
    const input = await openInput(Readable.from(["ab"]));
    await expect(blocksOf(input)).rejects.toMatchObject({ kind: "usage", code: "INPUT_NOT_BYTES" });
  });

  it("is destroyed by an abort, also while it waits", async () => {
    const stream = new Readable({ read() {} });
    const controller = new AbortController();
    const reading = blocksOf(await openInput(stream), controller.signal);
    setImmediate(() => controller.abort(new Error("enough")));
    await expect(reading).rejects.toThrow("enough");
    expect(stream.destroyed).toBe(true);
  });

  it("passes its own errors on", async () => {
    const failure = new Error("the database is down");
    const stream = new Readable({ read: () => void stream.destroy(failure) });
    await expect(blocksOf(await openInput(stream))).rejects.toBe(failure);
  });

  it("that fails in the system tells the system's code", async () => {
    const stream = createReadStream(temporaryFolder());
    await expect(blocksOf(await openInput(stream))).rejects.toMatchObject({
      kind: "system",
      code: "EISDIR",
    });
  });
});

describe("a FIFO", () => {
  it("is read to its end, with its first bytes peeked at", async () => {
    const path = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const content = patterned(MEBIBYTE + 100);
    const [input] = await Promise.all([
      openInput(path),
      open(path, "w").then((handle) => {
        void handle.writeFile(content).then(() => handle.close());
      }),
    ]);
    expect(input).toMatchObject({ name: path, path, seekable: false });
    expect(await input.peek(4)).toEqual(new Uint8Array(content.subarray(0, 4)));
    expect(Buffer.concat(await blocksOf(input)).equals(content)).toBe(true);
  });

  it.runIf(process.platform === "linux")(
    "without a writer is waited for, until one comes or the signal",
    async () => {
      const path = join(temporaryFolder(), "pipe");
      execFileSync("mkfifo", [path]);
      const reason = new Error("enough");
      const controller = new AbortController();
      const stopped = (await openInput(path, controller.signal)).peek(1);
      controller.abort(reason);
      await expect(stopped).rejects.toBe(reason);

      const input = await openInput(path);
      const reading = blocksOf(input);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const writer = await open(path, "w");
      await writer.writeFile("late");
      await writer.close();
      expect(Buffer.concat(await reading).toString()).toBe("late");
    },
  );
});

describe("a device", () => {
  it("is read as a stream", async () => {
    expect(await blocksOf(await openInput("/dev/null"))).toEqual([]);
  });
});

describe("what cannot be opened", () => {
  it("is a file that is not there, with a near name", async () => {
    const path = fileOf("", "iris.csv");
    const misspelt = path.replace("iris", "isir");
    await expect(openInput(misspelt)).rejects.toMatchObject({
      kind: "usage",
      code: "NO_SUCH_FILE",
      file: misspelt,
      message: `there is no file "${misspelt}"`,
      hint: `Did you mean "${path}"?`,
    });
  });

  it.each(["missing/in.csv", "in.csv/below"])("is %s, where no folder is", async (name) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "in.csv"), "");
    await expect(openInput(join(folder, name))).rejects.toMatchObject({
      kind: "usage",
      code: "NO_SUCH_FILE",
      hint: undefined,
    });
  });

  it("is a directory", async () => {
    const path = join(temporaryFolder(), "data.csv");
    mkdirSync(path);
    await expect(openInput(path)).rejects.toMatchObject({
      kind: "usage",
      code: "IS_DIRECTORY",
      file: path,
    });
  });

  it.skipIf(process.getuid?.() === 0)("is a file without permission", async () => {
    const path = fileOf("secret");
    chmodSync(path, 0);
    await expect(openInput(path)).rejects.toMatchObject({ kind: "system", code: "EACCES" });
  });

  it("is a name longer than the system allows", async () => {
    await expect(openInput("x".repeat(5000))).rejects.toMatchObject({
      kind: "system",
      code: "ENAMETOOLONG",
    });
  });
});
