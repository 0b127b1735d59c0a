const LF = 10;
const CR = 13;

/** What a position is instead where a row is cut off by the end of the block, or at fault. */
export const NONE = -1;

/** The number of line ends in bytes [from, to): LF, CRLF and lone CR each count as one. */
export function countLineBreaks(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte <= CR && (byte === LF || (byte === CR && bytes[at + 1] !== LF))) {
      count++;
    }
  }
  return count;
}

/** The first byte of the line that `position` is on. */
export function lineStart(bytes: Uint8Array, position: number): number {
  let at = position;
  while (at > 0 && bytes[at - 1] !== LF && bytes[at - 1] !== CR) {
    at--;
  }
  return at;
}

/** One past the line end that begins at `position`, which holds an LF or a CR. */
export function afterLineBreak(bytes: Uint8Array, position: number, to: number): number {
  const isPair = bytes[position] === CR && position + 1 < to && bytes[position + 1] === LF;
  return position + (isPair ? 2 : 1);
}

export function isLineBreak(byte: number): boolean {
  return byte === LF || byte === CR;
}

/** The position after the line break at `at`; NONE where the block may cut a CRLF or the row itself. */
export function afterBreak(bytes: Uint8Array, at: number, atEnd: boolean): number {
  const to = bytes.length;
  if (at === to) {
    return atEnd ? to : NONE;
  }
  if (bytes[at] === CR && at + 1 === to && !atEnd) {
    return NONE;
  }
  return afterLineBreak(bytes, at, to);
}
