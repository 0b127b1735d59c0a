import { compressFrameSync } from "lz4-napi";
import { describe, expect, it } from "vitest";
import { decompress } from "../../../src/formats/arrow/decompress.js";

const TEXT = Buffer.from("a text that comes again and again ".repeat(40));
// What `zstd` makes of 1000 letters "a": a frame with its content size.
const ZSTD = Buffer.from("28b52ffd60e8024d00001061610100e32b8005", "hex");

function withLength(length: bigint, frame: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(8);
  prefix.writeBigInt64LE(length);
  return Buffer.concat([prefix, frame]);
}

describe("decompress", () => {
  it("gives back what LZ4 compressed", () => {
    const bytes = withLength(BigInt(TEXT.length), compressFrameSync(TEXT));
    expect(Buffer.from(decompress(bytes, "lz4"))).toEqual(TEXT);
  });

  it("gives back what ZSTD compressed", () => {
    expect(Buffer.from(decompress(withLength(1000n, ZSTD), "zstd")).toString()).toBe(
      "a".repeat(1000),
    );
  });

  it("gives bytes of length -1 as they are", () => {
    expect(Buffer.from(decompress(withLength(-1n, TEXT), "zstd"))).toEqual(TEXT);
  });

  it.each([
    ["a claim of more than the frame holds", withLength(1001n, ZSTD), "zstd"],
    ["a claim of less than the frame holds", withLength(999n, ZSTD), "zstd"],
    ["a claim beyond what any frame could hold", withLength(2n ** 40n, ZSTD), "zstd"],
    ["a claim below 0", withLength(-2n, ZSTD), "zstd"],
    ["a frame that is none", withLength(20n, Buffer.from("no frame at all")), "zstd"],
    ["another frame that is none", withLength(20n, Buffer.from("no frame at all")), "lz4"],
    ["an LZ4 claim of more", withLength(BigInt(TEXT.length + 1), compressFrameSync(TEXT)), "lz4"],
    ["an LZ4 claim of less", withLength(BigInt(TEXT.length - 1), compressFrameSync(TEXT)), "lz4"],
    ["no room for a length", Buffer.alloc(7), "lz4"],
  ] as const)("refuses %s", (_what, bytes, codec) => {
    expect(() => decompress(bytes, codec)).toThrow(
      expect.objectContaining({ code: "CORRUPT_ARROW" }) as Error,
    );
  });
});
