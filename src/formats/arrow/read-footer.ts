import { DatasetError } from "../../errors.js";
import { decodeFooter, footerLength, TRAILER_BYTES, type Footer } from "./footer.js";
import { truncated } from "./framing-errors.js";

/** Bytes that can be read at any place. `read` gives fewer bytes than asked for only at their end. */
export interface RandomAccess {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Reads the footer of an Arrow IPC file. */
export async function readFooter(access: RandomAccess): Promise<Footer> {
  const { size } = access;
  const most = size - LEADING_BYTES - TRAILER_BYTES;
  if (most <= 0) {
    throw truncated(size);
  }
  const trailer = await access.read(size - TRAILER_BYTES, TRAILER_BYTES);
  const length = footerLength(trailer, most, size);
  return decodeFooter(await readFully(access, size - TRAILER_BYTES - length, length));
}

/** The magic and its padding. */
export const LEADING_BYTES = 8;

/**
 * The bytes [offset, offset + length).
 * @throws {DatasetError} If they are not all there (`TRUNCATED`).
 */
export async function readFully(
  access: RandomAccess,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = await access.read(offset, length);
  if (bytes.length < length) {
    throw truncated(offset + bytes.length);
  }
  return bytes;
}

/** What `read` returns; a fault on the way learns the file's name. */
export async function inFile<Result>(
  file: string | undefined,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof DatasetError ? error.at({ file }) : error;
  }
}
