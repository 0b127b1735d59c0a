/** The bytes a record batch should have. */
const CHUNK_BYTES = 4 * 2 ** 20;
const MOST_CHUNK_ROWS = 65_536;

/** As many rows as make a record batch of 4 MiB, and no more than 65,536. */
export function chunkRowsOf(rowBytes: number): number {
  return Math.max(1, Math.min(MOST_CHUNK_ROWS, Math.floor(CHUNK_BYTES / Math.max(1, rowBytes))));
}

/** Whether rows of so many bytes would make a batch of the largest usual size several times as large as it should be. */
export function bursts(rowBytes: number): boolean {
  return rowBytes * MOST_CHUNK_ROWS > 16 * CHUNK_BYTES;
}
