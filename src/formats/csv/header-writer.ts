import { Buffer } from "node:buffer";
import type { RowSource } from "../../row-source.js";
import type { FieldStyle } from "./cell-writer.js";
import type { OutputBytes } from "./output-bytes.js";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A text's header row: its fields and what ends it. */
export interface HeaderRow {
  readonly fields: Uint8Array;
  readonly lineEnd: Uint8Array;
}

/** The header as it stands in its source: all fields, or some of them by place. */
export function copiedHeader(
  { header, dialect }: RowSource,
  fields?: readonly number[],
): HeaderRow | undefined {
  if (header === undefined) {
    return undefined;
  }
  const { bytes, fieldEnds } = header;
  const end = bytes.length - lineEndLength(bytes);
  const lineEnd = bytes.subarray(end);
  if (fields === undefined || fieldEnds === undefined) {
    return { fields: bytes.subarray(0, end), lineEnd };
  }
  const delimiter = Buffer.from(dialect.delimiter);
  const kept = fields.map((field) => {
    const start = field === 0 ? 0 : fieldEnds[field - 1] + delimiter.length;
    return bytes.subarray(start, fieldEnds[field]);
  });
  return { fields: joined(kept, delimiter), lineEnd };
}

/** Appends names as fields, each with quotes where it needs them. */
export function writeNames(
  names: readonly string[],
  { dialect, quoting }: FieldStyle,
  out: OutputBytes,
): void {
  names.forEach((name, index) => {
    if (index > 0) {
      out.pushText(dialect.delimiter);
    }
    const start = out.length;
    out.pushText(name);
    quoting.settle(out, start);
  });
}

function lineEndLength(bytes: Uint8Array): number {
  const last = bytes.at(-1);
  if (last === CARRIAGE_RETURN) {
    return 1;
  }
  if (last !== LINE_FEED) {
    return 0;
  }
  return bytes.at(-2) === CARRIAGE_RETURN ? 2 : 1;
}

function joined(parts: readonly Uint8Array[], delimiter: Uint8Array): Uint8Array {
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [delimiter, part])));
}
