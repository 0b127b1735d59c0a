/** The bytes that `rows` bits take. */
export function bitmapBytes(rows: number): number {
  return Math.ceil(rows / 8);
}

/** How many of the first `length` bits are 1. */
export function countSet(bits: Uint8Array, length: number): number {
  const whole = Math.floor(length / 8);
  let count = 0;
  for (let at = 0; at < whole; at++) {
    count += POPULATION[bits[at]];
  }
  const rest = length % 8;
  return rest === 0 ? count : count + POPULATION[bits[whole] & (0xff >> (8 - rest))];
}

/** Bits [start, end) moved to the front of a fresh bitmap; the bits past its end are 0. */
export function sliceBits(bits: Uint8Array, start: number, end: number): Uint8Array {
  const length = end - start;
  const sliced = new Uint8Array(bitmapBytes(length));
  const first = Math.floor(start / 8);
  const shift = start % 8;
  for (let at = 0; at < sliced.length; at++) {
    const next = shift === 0 ? 0 : (bits[first + at + 1] ?? 0) << (8 - shift);
    sliced[at] = (bits[first + at] >> shift) | next;
  }
  const rest = length % 8;
  if (rest !== 0) {
    sliced[sliced.length - 1] &= 0xff >> (8 - rest);
  }
  return sliced;
}

/**
 * Writes `length` bits into `target` from bit `at` on. The bits there must be 0.
 * @param bits What to write; absent: ones.
 */
export function appendBits(
  target: Uint8Array,
  at: number,
  length: number,
  bits: Uint8Array | undefined,
): void {
  for (let bit = 0; bit < length;) {
    const room = Math.min(8 - ((at + bit) % 8), 8 - (bit % 8), length - bit);
    const source = bits === undefined ? 0xff : bits[Math.floor(bit / 8)] >> (bit % 8);
    target[Math.floor((at + bit) / 8)] |= (source & (0xff >> (8 - room))) << ((at + bit) % 8);
    bit += room;
  }
}

const POPULATION = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) {
    count++;
  }
  return count;
});
