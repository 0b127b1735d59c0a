import { stat } from "node:fs/promises";
import { DatasetError, usageError } from "./errors.js";
import type { Head } from "./formats/format.js";
import { isSameFile } from "./io/output.js";
import type { Settings } from "./settings.js";
import { closeAll, openSources, type Sources } from "./sources.js";

/**
 * Refuses an output path that leads to another dataset with the columns of the input: a shell glob puts it there.
 * @throws {DatasetError} If it does (`OUTPUT_IS_DATASET`).
 */
export async function refuseEaten(
  { output, dialect, keepDatasets }: Settings,
  { inputs, format }: Sources,
): Promise<void> {
  const [input] = inputs;
  if (
    !keepDatasets ||
    typeof output !== "string" ||
    input.path === undefined ||
    !(await isFilledFile(output))
  ) {
    return;
  }
  if (await isSameFile(input.path, output)) {
    return;
  }
  const existing = await headOf(output, dialect);
  const own = await format.inspect(input, dialect);
  if (existing !== undefined && columnNames(existing) === columnNames(own)) {
    throw usageError(
      "OUTPUT_IS_DATASET",
      `${JSON.stringify(output)} exists and has the columns of ${JSON.stringify(input.name)}`,
      {
        file: output,
        hint: "Several inputs need -o: smooth-dataset a.csv b.csv -o out.csv. To replace the file, name it with -o.",
      },
    );
  }
}

function columnNames({ columns }: Head): string {
  return JSON.stringify(columns.map((column) => column.name));
}

async function isFilledFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() === true && stats.size > 0;
}

/** The head of a file, undefined where it is no dataset at all. */
async function headOf(path: string, dialect: Settings["dialect"]): Promise<Head | undefined> {
  try {
    const { inputs, format } = await openSources([path], undefined);
    try {
      return await format.inspect(inputs[0], dialect);
    } finally {
      await closeAll(inputs);
    }
  } catch (error) {
    if (error instanceof DatasetError && error.kind !== "system") {
      return undefined;
    }
    throw error;
  }
}
