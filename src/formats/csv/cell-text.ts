import { Buffer } from "node:buffer";

/** The text of the cell at bytes [from, to): without the quotes around it, doubled ones inside single. */
export function cellText(bytes: Uint8Array, from: number, to: number, quote: number): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (from === to || bytes[from] !== quote) {
    return view.toString("utf8", from, to);
  }
  const mark = String.fromCharCode(quote);
  return view.toString("utf8", from + 1, to - 1).replaceAll(mark + mark, mark);
}
