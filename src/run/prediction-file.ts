import { tmpdir } from "node:os";
import { usageError } from "../errors.js";
import { type FormatName, formatOfPath } from "../format-name.js";
import type { Format } from "../formats/format.js";
import { isNumpy, loadFormat, loadNumpy } from "../formats/index.js";
import type { Input } from "../io/input.js";
import { openInput } from "../io/source.js";
import { spool } from "../io/spool.js";
import type { Settings } from "../plan/settings.js";
import { arrowFormatOf } from "./arrow-content.js";

/** Predictions in a file of their own, and the way to read them. */
export interface PredictionFile {
  readonly input: Input;
  readonly name: FormatName | "npy";
  readonly format: Pick<Format, "inspect" | "read">;
}

/**
 * Opens the file of predictions, where there is one. What comes once is copied: its columns are looked at before the rows.
 * @throws {DatasetError} As `openInput`; or if its format is not known (`UNKNOWN_FORMAT`).
 */
export async function openPredictionFile(
  { predictions, tempDir }: Settings,
  signal?: AbortSignal,
): Promise<PredictionFile | undefined> {
  if (predictions?.file === undefined) {
    return undefined;
  }
  const opened = await openInput(predictions.file, signal);
  try {
    const input = await spool(opened, tempDir ?? tmpdir(), signal);
    const name = await formatOf(input, predictions.file);
    return { input, name, format: name === "npy" ? await loadNumpy() : await loadFormat(name) };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function formatOf(input: Input, path: string): Promise<FormatName | "npy"> {
  const start = await input.peek(8);
  if (isNumpy(start)) {
    return "npy";
  }
  const arrow = arrowFormatOf(start);
  if (arrow !== undefined) {
    return arrow;
  }
  if (/\.npy$/iu.test(path)) {
    return "npy"; // Its reader says what is wrong with it.
  }
  const named = formatOfPath(path);
  if (named === undefined && /\.\w+$/u.test(path)) {
    throw usageError(
      "UNKNOWN_FORMAT",
      `${JSON.stringify(path)} has no extension that names a format`,
      { file: path, hint: "Expected .csv, .tsv, .arrow, .feather, .ipc, .arrows or .npy." },
    );
  }
  return named ?? "csv";
}
