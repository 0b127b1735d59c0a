import { stat } from "node:fs/promises";
import { DatasetError, usageError } from "../errors.js";
import type { Head } from "../formats/format.js";
import { isSameFile } from "../io/places.js";
import { ALL_SCORES, scoreNames } from "../loss/score-columns.js";
import type { Settings } from "../plan/settings.js";
import { closeAll, openSources, type Sources } from "./sources.js";

/**
 * Refuses an output path that leads to the predictions, or to another dataset with the columns of the input: a shell glob
 * puts it there.
 * @throws {DatasetError} If it does (`OUTPUT_IS_PREDICTIONS`, `OUTPUT_IS_DATASET`).
 */
export async function refuseEaten(settings: Settings, sources: Sources): Promise<void> {
  await refuseEatenPredictions(settings, sources);
  const { inputs, format } = sources;
  const { output, dialect, keepDatasets } = settings;
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
  if (existing !== undefined && mayBeInput(columnNames(existing), columnNames(own), settings)) {
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

async function refuseEatenPredictions({ output }: Settings, { file }: Sources): Promise<void> {
  const path = file?.input.path;
  if (path !== undefined && typeof output === "string" && (await isSameFile(path, output))) {
    throw usageError(
      "OUTPUT_IS_PREDICTIONS",
      `the output ${JSON.stringify(output)} is the file of predictions, which would be lost`,
      { file: output, hint: "Write to another file." },
    );
  }
}

/** Whether a dataset has all columns of the input, and what it has beside them is not what an earlier run has added. */
function mayBeInput(
  existing: readonly string[],
  own: readonly string[],
  { targetName, codes, scores = {} }: Settings,
): boolean {
  const added = existing.filter((name) => !own.includes(name));
  const names = new Set([codes, ...scoreNames({ ...ALL_SCORES, ...scores })]);
  const isAdded = (name: string): boolean => names.has(name) || name.startsWith(targetName);
  return (
    own.every((name) => existing.includes(name)) && (added.length === 0 || !added.every(isAdded))
  );
}

function columnNames({ columns }: Head): string[] {
  return columns.map((column) => column.name);
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
