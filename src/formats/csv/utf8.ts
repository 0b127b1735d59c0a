import { isUtf8 } from "node:buffer";

/** The position of the first byte in [from, to) that is not part of well-formed UTF-8; `to` if there is none. */
export function firstInvalidUtf8(bytes: Uint8Array, from: number, to: number): number {
  if (isUtf8(bytes.subarray(from, to))) {
    return to;
  }
  let at = from;
  while (at < to) {
    const length = sequenceLength(bytes[at]);
    const end = at + length;
    if (length === 0 || end > to || (length > 1 && !isUtf8(bytes.subarray(at, end)))) {
      return at;
    }
    at = end;
  }
  return to;
}

/** How many bytes a character that starts with this byte would have; 0 for a byte within a character. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xc2) {
    return 0;
  }
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}
