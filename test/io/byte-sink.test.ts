import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteSink } from "../../src/io/byte-sink.js";

const asIs = (error: unknown) => error as Error;

/** A file that takes at most `most` bytes a call, as a nearly full disk does. */
function shortWriting(most: number): { sink: ByteSink; taken: Buffer[] } {
  const taken: Buffer[] = [];
  const sink = new ByteSink(async (arrays) => {
    const part = Buffer.concat(arrays).subarray(0, most);
    taken.push(part);
    return part.length;
  }, asIs);
  return { sink, taken };
}

describe("ByteSink", () => {
  it("writes again what a short write left over, whatever the chunks are", async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 30 }), async (arrays, most) => {
        const { sink, taken } = shortWriting(most);
        sink.cork();
        for (const array of arrays) {
          sink.write(array);
        }
        sink.uncork();
        await pipeline(Readable.from([Buffer.from("end")]), sink);
        const expected = Buffer.concat([...arrays, Buffer.from("end")]);
        expect(Buffer.concat(taken).equals(expected)).toBe(true);
        expect(sink.bytesWritten).toBe(expected.length);
      }),
    );
  });

  it("fails where no byte is taken, instead of trying for ever", async () => {
    const { sink } = shortWriting(0);
    await expect(pipeline(Readable.from([Buffer.from("a")]), sink)).rejects.toThrow(
      "no more bytes",
    );
  });

  it("explains what went wrong in the words it was given", async () => {
    const sink = new ByteSink(
      () => Promise.reject(new Error("ENOSPC")),
      () => new Error("the disk is full"),
    );
    await expect(pipeline(Readable.from([Buffer.from("a")]), sink)).rejects.toThrow(
      "the disk is full",
    );
  });

  it("tells of every chunk that is written, but not where somebody may hold on to it", async () => {
    for (const keeps of [false, true]) {
      const told: unknown[] = [];
      const sink = new ByteSink(async ([first]) => first.length, asIs, keeps);
      sink.on("written", (chunk) => told.push(chunk));
      const chunks = ["one", "two", "three"].map((text) => Buffer.from(text));
      sink.cork();
      chunks.forEach((chunk) => sink.write(chunk));
      sink.uncork();
      sink.end();
      await finished(sink);
      expect(told).toEqual(keeps ? [] : chunks);
    }
  });

  it("tells of no chunk that could not be written", async () => {
    const told: unknown[] = [];
    const { sink } = shortWriting(0);
    sink.on("written", (chunk) => told.push(chunk));
    await expect(pipeline(Readable.from([Buffer.from("x")]), sink)).rejects.toThrow(
      "takes no more bytes",
    );
    expect(told).toEqual([]);
  });
});
