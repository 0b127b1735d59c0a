import type { FormatName } from "../format-name.js";
import type { Format } from "./format.js";

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
