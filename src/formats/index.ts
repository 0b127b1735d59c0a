import { Buffer } from "node:buffer";
import type { FormatName } from "../format-name.js";
import type { Format } from "./format.js";

/** Loads what reads arrays of NumPy, which hold predictions alone. */
export async function loadNumpy(): Promise<Pick<Format, "inspect" | "read">> {
  return (await import("./npy/format.js")).NPY_FORMAT;
}

/** Whether some first bytes are those of a NumPy file. */
export function isNumpy(start: Uint8Array): boolean {
  return Buffer.from(start).toString("latin1").startsWith("\u0093NUMPY");
}

/** Loads what reads and writes a format. Nothing of the others is loaded. */
export async function loadFormat(name: FormatName): Promise<Format> {
  switch (name) {
    case "csv":
    case "tsv":
      return (await import("./csv/format.js")).csvFormat(name);
    case "arrow":
    case "arrows":
      return (await import("./arrow/format.js")).arrowFormat(name);
  }
}
