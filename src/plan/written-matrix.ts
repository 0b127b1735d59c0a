import { createHash } from "node:crypto";

/** Matrices of more classes are written as a digest. */
const MOST_ROWS = 32;

/** A square matrix as it is written into metadata and summaries: its rows; of a large one the digest of its numbers. */
export function writtenMatrix(matrix: Float64Array): number[][] | string {
  const classes = Math.sqrt(matrix.length);
  return classes > MOST_ROWS
    ? `sha256:${createHash("sha256").update(littleEndian(matrix)).digest("hex")}`
    : Array.from({ length: classes }, (_, row) => [
        ...matrix.subarray(row * classes, (row + 1) * classes),
      ]);
}

/** The same bytes on every machine, as NumPy's `astype("<f8").tobytes()`. */
function littleEndian(matrix: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(matrix.byteLength));
  matrix.forEach((value, index) => view.setFloat64(index * 8, value, true));
  return new Uint8Array(view.buffer);
}

/** A plan, or a summary with one, as JSON. */
export function planText(value: object): string {
  return JSON.stringify(
    value,
    (_, each: unknown) => (each instanceof Float64Array ? writtenMatrix(each) : finite(each)),
    2,
  );
}

/** What JSON has no number for, as text. */
function finite(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
