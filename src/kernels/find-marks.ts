/** The bytes that are looked for. */
export interface Marks {
  /** 1 for each byte that is a mark, 256 entries. */
  readonly isMark: Uint8Array;
  /** The highest of them; below 128. */
  readonly highest: number;
}

/** A table of some bytes below 128. */
export function marksOf(bytes: Iterable<number>): Marks {
  const isMark = new Uint8Array(256);
  for (const byte of bytes) {
    isMark[byte] = 1;
  }
  return { isMark, highest: isMark.lastIndexOf(1) };
}

/**
 * Finds every mark from a position on. Four bytes are looked at in one step, and passed in one where all of them are
 * above the highest mark, as nearly all letters and digits are.
 *
 * @param bytes Any bytes.
 * @param from The first position that is looked at.
 * @param marks What is looked for.
 * @param out Where the positions go, in ascending order; at least as long as what is looked at, and one more.
 * @returns How many were found.
 */
export function findMarks(bytes: Uint8Array, from: number, marks: Marks, out: Uint32Array): number {
  const { isMark } = marks;
  const to = bytes.length;
  const aligned = Math.min(to, from + (-(bytes.byteOffset + from) & 3));
  const words =
    aligned === to
      ? NO_WORDS
      : new Uint32Array(bytes.buffer, bytes.byteOffset + aligned, (to - aligned) >> 2);
  const limit = Math.imul(marks.highest + 1, 0x01010101);
  let count = 0;
  for (let at = from; at < aligned; at++) {
    out[count] = at;
    count += isMark[bytes[at]];
  }
  for (let word = 0; word < words.length; word++) {
    const four = words[word];
    // Not zero where any of the four bytes is below the limit (Mycroft 1987).
    if (((four - limit) & ~four & 0x80808080) !== 0) {
      const at = aligned + word * 4;
      out[count] = at;
      count += isMark[four & 255];
      out[count] = at + 1;
      count += isMark[(four >>> 8) & 255];
      out[count] = at + 2;
      count += isMark[(four >>> 16) & 255];
      out[count] = at + 3;
      count += isMark[four >>> 24];
    }
  }
  for (let at = aligned + words.length * 4; at < to; at++) {
    out[count] = at;
    count += isMark[bytes[at]];
  }
  return count;
}

const NO_WORDS = new Uint32Array(0);
