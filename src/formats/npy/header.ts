import { dataError, type DatasetError } from "../../errors.js";

/** What a NumPy file says of its array. */
export interface NpyHeader {
  /** How many bytes come before the values. */
  readonly start: number;
  /** Bytes in a value: 4 or 8. */
  readonly itemBytes: 4 | 8;
  readonly rows: number;
  /** Values in a row; 1 for an array of one dimension. */
  readonly width: number;
}

/** As many bytes as any header of two dimensions takes, and some. */
export const HEADER_BYTES = 4096;

/** Whether some first bytes are those of a NumPy file. */
export function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .subarray(0, MAGIC.length)
    .equals(MAGIC);
}

const MAGIC = Buffer.from("\u0093NUMPY", "latin1");

/**
 * Reads the header of a NumPy file of version 1, 2 or 3.
 * @param bytes The first bytes of the file, as many as the header has at least.
 * @throws {DatasetError} If it is no such file (`BAD_NPY`), its values are not float32 or float64 of this byte order
 *   (`NPY_TYPE`), in Fortran's order (`NPY_ORDER`), or of more than two dimensions (`NPY_SHAPE`).
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpyHeader(bytes: Uint8Array, file: string): NpyHeader {
  try {
    const { text, start } = headerText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    const itemBytes = itemSize(entry(text, /'descr'\s*:\s*(?<value>'[^']*'|\[.*?\])\s*,/su));
    const order = entry(text, /'fortran_order'\s*:\s*(?<value>True|False)/u);
    const [rows, width = 1] = shapeOf(entry(text, /'shape'\s*:\s*(?<value>\([^)]*\))/u));
    if (order === "True" && width > 1) {
      throw dataError("NPY_ORDER", "the array is in Fortran's order, column by column", {
        hint: "Expected row by row: numpy.save(file, numpy.ascontiguousarray(array)).",
      });
    }
    return { start, itemBytes, rows, width };
  } catch (error) {
    throw (error as DatasetError).at({ file });
  }
}

function headerText(bytes: Buffer): { readonly text: string; readonly start: number } {
  if (!isNpy(bytes)) {
    throw badNpy("it does not begin as NumPy files do");
  }
  const version = bytes[6];
  if (bytes.length < 12 || !(version >= 1 && version <= 3)) {
    throw badNpy(
      bytes.length < 12
        ? "it ends within its header"
        : `it is of version ${version}; expected 1 to 3`,
    );
  }
  const [from, length] = version === 1 ? [10, bytes.readUInt16LE(8)] : [12, bytes.readUInt32LE(8)];
  if (bytes.length < from + length) {
    throw badNpy(
      length > HEADER_BYTES ? `its header has ${length} bytes` : "it ends within its header",
    );
  }
  return { text: bytes.toString("utf8", from, from + length), start: from + length };
}

function entry(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.groups?.value;
  if (value === undefined) {
    throw badNpy("its header does not say what the array is");
  }
  return value;
}

function itemSize(descr: string): 4 | 8 {
  switch (descr) {
    case "'<f4'":
      return 4;
    case "'<f8'":
      return 8;
    default:
      throw dataError(
        "NPY_TYPE",
        `the array is of dtype ${descr.replaceAll(/^'|'$/gu, "")}; expected <f4 or <f8, little-endian float32 or float64`,
        { hint: 'Convert it: numpy.save(file, array.astype("<f4")).' },
      );
  }
}

function shapeOf(shape: string): number[] {
  const sizes = (shape.match(/\d+/gu) ?? []).map(Number);
  if (sizes.length !== 1 && sizes.length !== 2) {
    throw dataError(
      "NPY_SHAPE",
      `the array has the shape ${shape}; expected two dimensions, rows and classes`,
      { hint: "Reshape it: numpy.save(file, array.reshape(len(array), -1))." },
    );
  }
  return sizes;
}

/** The error for a file that is not what NumPy writes. */
export function badNpy(found: string): DatasetError {
  return dataError("BAD_NPY", `this is no whole NumPy file: ${found}`, {
    hint: "Write it again with numpy.save(file, array).",
  });
}
