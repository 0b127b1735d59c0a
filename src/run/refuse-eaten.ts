import { stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { DatasetError, usageError } from "../errors.js";
import type { Head } from "../formats/format.js";
import { isSameFile } from "../io/places.js";
import { scoreNames } from "../loss/score-columns.js";
import type { Plan } from "../plan/plan.js";
import type { Settings } from "../plan/settings.js";
import { targetNames } from "../targets.js";
import { closeAll, openSources, type Sources } from "./sources.js";

/** A dataset at the output path that has the columns of the input, and others which an earlier run may have added. */
export interface StandingDataset {
  readonly path: string;
  readonly inputName: string;
  /** The names of the other columns. */
  readonly added: readonly string[];
}

/**
/**
 * Refuses an output path that leads to the predictions, or to another dataset with the columns of the input: a shell glob
 * puts it there.
 * @returns What stands there, where only the plan can tell whether it is an earlier run's output.
 * @throws {DatasetError} If it leads to the predictions (`OUTPUT_IS_PREDICTIONS`), or to what is no such output, whatever
 *   the plan will be (`OUTPUT_IS_DATASET`).
 */
export async function refuseEaten(
  settings: Settings,
  sources: Sources,
): Promise<StandingDataset | undefined> {
  await refuseEatenPredictions(settings, sources);
  const { inputs, format } = sources;
  const { output, dialect, keepDatasets } = settings;
  const [input] = inputs;
  if (
    !keepDatasets ||
    typeof output !== "string" ||
    input.path === undefined ||
    !(await isFilledFile(output)) ||
    (await isSameFile(input.path, output))
  ) {
    return undefined;
  }
  const existing = await headOf(output, dialect);
  const own = await format.inspect(input, dialect);
  if (existing === undefined || isMarked(existing, own)) {
    return undefined;
  }
  const names = columnNames(existing);
  const inputNames = columnNames(own);
  if (!inputNames.every((name) => names.includes(name))) {
    return undefined;
  }
  const added = names.filter((name) => !inputNames.includes(name));
  const standing = { path: output, inputName: input.name, added };
  if (added.length === 0 || !added.every((name) => mayBeAdded(name, settings))) {
    throw eaten(standing);
  }
  return standing;
}

/**
 * Refuses to overwrite a dataset unless this run would add the very columns that it has beside those of the input.
 * @throws {DatasetError} `OUTPUT_IS_DATASET`.
 */
export function refuseOtherTargets(standing: StandingDataset | undefined, { output }: Plan): void {
  const added = [...scoreNames(output.scores ?? {}), ...targetNames(output.targets)];
  if (standing !== undefined && !isDeepStrictEqual(standing.added, added)) {
    throw eaten(standing);
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

function eaten({ path, inputName }: StandingDataset): DatasetError {
  return usageError(
    "OUTPUT_IS_DATASET",
    `${JSON.stringify(path)} exists and has the columns of ${JSON.stringify(inputName)}`,
    {
      file: path,
      hint: "Several inputs need -o: smooth-dataset a.csv b.csv -o out.csv. To replace the file, name it with -o.",
    },
  );
}

/** Whether a dataset says that it comes from an earlier run. What the input says too is no mark of the output. */
function isMarked(existing: Head, own: Head): boolean {
  const [isOutput, isInput] = [existing, own].map(({ metadata }) =>
    metadata?.has("smooth_dataset"),
  );
  return isOutput === true && isInput !== true;
}

/** Whether a run with these settings might add a column of this name, for all that is known before its classes are. */
function mayBeAdded(name: string, { targetName, codes, layout, scores = {} }: Settings): boolean {
  const lines = layout === "long" ? ["row", "class"] : [];
  return (
    [codes, targetName, ...lines, ...scoreNames(scores)].includes(name) ||
    name.startsWith(`${targetName}_`)
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
