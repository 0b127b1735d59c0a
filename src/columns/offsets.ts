/** Where each row of a variable-width column starts, and where the last one ends. */
export type Offsets = Int32Array | BigInt64Array;

/** The half-open range of child rows or bytes that the offsets span. */
export function offsetRange(offsets: Offsets): { readonly start: number; readonly end: number } {
  return { start: Number(offsets[0]), end: Number(offsets[offsets.length - 1]) };
}

/** As many zero offsets. */
export function emptyOffsets(length: number, wide: boolean): Offsets {
  return wide ? new BigInt64Array(length) : new Int32Array(length);
}

/** Writes every offset of `source`, moved by `shift`, into `target` from index `at` on. */
export function copyOffsets(source: Offsets, target: Offsets, at: number, shift: number): void {
  if (source instanceof Int32Array && target instanceof Int32Array) {
    for (let row = 0; row < source.length; row++) {
      target[at + row] = source[row] + shift;
    }
    return;
  }
  const from = words(source as BigInt64Array);
  const to = words(target as BigInt64Array);
  // BigInt arithmetic would take twenty times as long as the same sums on the two halves.
  for (let row = 0; row < source.length; row++) {
    const offset = from[2 * row + 1] * 2 ** 32 + from[2 * row] + shift;
    to[2 * (at + row)] = offset;
    to[2 * (at + row) + 1] = Math.floor(offset / 2 ** 32);
  }
}

/** What reads one offset after another, without a bigint for each. */
export function offsetReader(offsets: Offsets): (at: number) => number {
  if (offsets instanceof Int32Array) {
    return (at) => offsets[at];
  }
  const from = words(offsets);
  return (at) => from[2 * at + 1] * 2 ** 32 + from[2 * at];
}

/** What writes one offset after another. */
export function offsetWriter(offsets: Offsets): (at: number, offset: number) => void {
  if (offsets instanceof Int32Array) {
    return (at, offset) => (offsets[at] = offset);
  }
  const to = words(offsets);
  return (at, offset) => {
    to[2 * at] = offset;
    to[2 * at + 1] = Math.floor(offset / 2 ** 32);
  };
}

/** The 64-bit offsets as pairs of low and high halves. */
export function words(offsets: BigInt64Array): Uint32Array {
  return new Uint32Array(offsets.buffer, offsets.byteOffset, offsets.length * 2);
}
