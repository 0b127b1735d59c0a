import { Buffer } from "node:buffer";
import { createRequire } from "node:module";
import { corrupt } from "./checked-bytes.js";
import type { Codec } from "./decode-message.js";

/**
 * The bytes of one buffer of a compressed record batch: 8 bytes of length (−1: what follows is not
 * compressed), then an LZ4 or ZSTD frame.
 *
 * @throws {DatasetError} If the frame is damaged or does not hold as many bytes as it says (`CORRUPT_ARROW`).
 */
export function decompress(bytes: Uint8Array, codec: Codec): Uint8Array {
  if (bytes.length < 8) {
    throw corrupt(`a compressed buffer has ${bytes.length} bytes, expected at least 8`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true);
  const frame = bytes.subarray(8);
  if (length === -1n) {
    return frame;
  }
  if (length < 0n || length > BigInt(frame.length * MOST_TO_ONE[codec])) {
    throw corrupt(`${frame.length} bytes of ${codec} cannot hold the ${length} bytes they claim`);
  }
  const plain = codec === "lz4" ? lz4(frame) : zstd(frame, Number(length));
  if (plain.length !== Number(length)) {
    throw corrupt(`a ${codec} buffer holds ${plain.length} bytes, expected ${length}`);
  }
  return plain;
}

// What the two formats can reach: no honest claim is higher, and memory is only given for one that may be.
const MOST_TO_ONE = { lz4: 255, zstd: 2 ** 15 };

type Lz4 = { decompressFrameSync(frame: Buffer): Buffer };
type Zstd = { decompress(frame: Uint8Array): Uint8Array };

// Most files are not compressed, and loading the codecs takes time.
const load = createRequire(import.meta.url);

function lz4(frame: Uint8Array): Uint8Array {
  const { decompressFrameSync } = load("lz4-napi") as Lz4;
  const buffer = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  return attempt("LZ4", () => decompressFrameSync(buffer));
}

function zstd(frame: Uint8Array, length: number): Uint8Array {
  const { decompress: decompressFrame } = load("fzstd") as Zstd;
  return attempt("ZSTD", () => {
    checkZstdSize(new DataView(frame.buffer, frame.byteOffset, frame.length), length);
    return decompressFrame(frame);
  });
}

/** Refuses a frame whose header asks for other memory than its buffer claims. */
function checkZstdSize(frame: DataView, length: number): void {
  const descriptor = frame.getUint8(4);
  const single = (descriptor & 0x20) !== 0;
  const sizeBytes = descriptor >> 6 === 0 ? (single ? 1 : 0) : 2 ** (descriptor >> 6);
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3];
  const read = {
    0: () => length,
    1: () => frame.getUint8(at),
    2: () => frame.getUint16(at, true) + 256,
    4: () => frame.getUint32(at, true),
    8: () => Number(frame.getBigUint64(at, true)),
  }[sizeBytes] as () => number;
  const windowLog = single ? 0 : 10 + (frame.getUint8(5) >> 3);
  if (read() !== length || windowLog > WIDEST_WINDOW_LOG) {
    throw new RangeError(`a frame of ${read()} bytes, expected ${length}`);
  }
}

// The widest window that the zstd command itself accepts by default.
const WIDEST_WINDOW_LOG = 27;

function attempt(codec: string, decode: () => Uint8Array): Uint8Array {
  try {
    return decode();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw corrupt(`a buffer is no sound ${codec} frame: ${reason}`);
  }
}
