import { existsSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Input } from "../../src/io/input.js";
import { openInput } from "../../src/io/source.js";
import { spool } from "../../src/io/spool.js";
import { temporaryFolder } from "./temporary-folder.js";

const content = Buffer.from(Uint32Array.from({ length: 400_000 }, (_, i) => i).buffer);

function streamed(): Promise<Input> {
  const chunks = [
    content.subarray(0, 10),
    content.subarray(10, 900_000),
    content.subarray(900_000),
  ];
  return openInput(Readable.from(chunks));
}

async function textOf(input: Input): Promise<Buffer> {
  const blocks: Uint8Array[] = [];
  for await (const block of input.bytes()) {
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}

describe("a spooled stream", () => {
  it("is read again as often as wanted", async () => {
    const input = await spool(await streamed(), temporaryFolder());
    expect(input).toMatchObject({ seekable: true, size: content.length });
    expect((await textOf(input)).equals(content)).toBe(true);
    expect((await textOf(input)).equals(content)).toBe(true);
    await input.close();
  });

  it("keeps its name and what was peeked at", async () => {
    const stream = await streamed();
    await stream.peek(20);
    const input = await spool(stream, temporaryFolder());
    expect(input.name).toBe(stream.name);
    expect(await input.peek(8)).toEqual(new Uint8Array(content.subarray(0, 8)));
    expect((await textOf(input)).equals(content)).toBe(true);
    await input.close();
  });

  it("is read at any place, and never past its end", async () => {
    const input = await spool(await streamed(), temporaryFolder());
    const access = await input.access();
    expect(access.size).toBe(content.length);
    expect(await access.read(899_999, 4)).toEqual(
      new Uint8Array(content.subarray(899_999, 900_003)),
    );
    expect(await access.read(content.length - 1, 4)).toHaveLength(1);
    await input.close();
  });

  it("leaves no name in the folder, not even while it is used", async () => {
    const folder = temporaryFolder();
    const input = await spool(await streamed(), folder);
    expect(readdirSync(folder)).toEqual([]);
    await input.close();
  });

  it.runIf(process.platform === "linux")("holds no descriptor once it is closed", async () => {
    const folder = temporaryFolder();
    const input = await spool(await streamed(), folder);
    expect(openFilesIn(folder)).toHaveLength(1);
    await input.close();
    expect(openFilesIn(folder)).toHaveLength(0);
  });

  it.runIf(process.platform === "linux")("holds none either when its origin fails", async () => {
    const folder = temporaryFolder();
    const failing = new Readable({ read: () => void failing.destroy(new Error("line cut")) });
    await expect(spool(await openInput(failing), folder)).rejects.toThrow("line cut");
    expect(openFilesIn(folder)).toHaveLength(0);
  });
});

describe("spooling", () => {
  it("copies no file that can be read again anyway", async () => {
    const path = join(temporaryFolder(), "in.csv");
    writeFileSync(path, "a\n");
    const input = await openInput(path);
    expect(await spool(input, "/nowhere")).toBe(input);
  });

  it("names the folder that is not there", async () => {
    await expect(spool(await streamed(), "/no/such/folder")).rejects.toMatchObject({
      kind: "usage",
      code: "NO_SUCH_FOLDER",
      message: 'there is no folder "/no/such/folder"',
      hint: expect.stringContaining("`tempDir`") as string,
    });
  });

  it.skipIf(!existsSync("/proc"))(
    "says of a folder that takes no files that it is there",
    async () => {
      await expect(spool(await streamed(), "/proc")).rejects.toMatchObject({
        kind: "usage",
        code: "UNWRITABLE_FOLDER",
        message: 'no file can be made in the folder "/proc"',
        hint: "Choose another one.",
      });
    },
  );
});

function openFilesIn(folder: string): string[] {
  return readdirSync("/proc/self/fd").flatMap((descriptor) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${descriptor}`);
      return target.startsWith(folder) ? [target] : [];
    } catch {
      return [];
    }
  });
}
