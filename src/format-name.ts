import { usageError } from "./errors.js";
import { closest } from "./wording/suggest.js";
import { option } from "./wording/option.js";

/** A way to write a dataset: delimited text with commas or tabs, the Arrow IPC file, the Arrow IPC stream. */
export type FormatName = "csv" | "tsv" | "arrow" | "arrows";

export const FORMAT_NAMES: readonly FormatName[] = ["csv", "tsv", "arrow", "arrows"];

const BY_EXTENSION: ReadonlyMap<string, FormatName> = new Map([
  [".csv", "csv"],
  [".tsv", "tsv"],
  [".arrow", "arrow"],
  [".feather", "arrow"],
  [".ipc", "arrow"],
  [".arrows", "arrows"],
]);

/** Extensions people try that are not read or written. */
const REFUSED = [".parquet", ".jsonl", ".ndjson", ".json", ".gz", ".zst", ".bz2", ".zip", ".xlsx"];

/** Whether a format is delimited text. */
export function isText(format: FormatName): boolean {
  return format === "csv" || format === "tsv";
}

/**
 * The format a path's extension names, undefined where it names none.
 * @throws {DatasetError} For the extension of a format that is known but not supported (`UNSUPPORTED_FORMAT`).
 */
export function formatOfPath(path: string): FormatName | undefined {
  const extension = /\.[^./\\]+$/u.exec(path)?.[0].toLowerCase() ?? "";
  if (REFUSED.includes(extension)) {
    throw usageError("UNSUPPORTED_FORMAT", `${extension} files are not supported`, {
      file: path,
      hint: `Supported extensions: ${[...BY_EXTENSION.keys()].join(" ")}.`,
    });
  }
  return BY_EXTENSION.get(extension);
}

/**
 * A format given by name.
 * @throws {DatasetError} For any other name (`UNKNOWN_FORMAT`).
 */
export function formatNamed(name: string, asked: "from" | "to"): FormatName {
  const found = FORMAT_NAMES.find((format) => format === name);
  if (found === undefined) {
    const suggestion = closest(name, FORMAT_NAMES);
    throw usageError(
      "UNKNOWN_FORMAT",
      `${option(asked)}: ${JSON.stringify(name)} is no format; the formats are ${FORMAT_NAMES.join(", ")}`,
      {
        hint: suggestion === undefined ? undefined : `Did you mean ${suggestion}?`,
      },
    );
  }
  return found;
}
