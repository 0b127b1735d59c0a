import { rm } from "node:fs/promises";
import { DatasetError, usageError } from "../errors.js";
import { formatOfPath } from "../format-name.js";
import { isDirect } from "../io/output.js";
import { isSamePlace, refuseUnwritable } from "../io/places.js";
import { realTarget } from "../io/real-target.js";
import { writeWhole } from "../io/whole-text.js";
import type { SmoothOptions } from "../plan/settings.js";
import { asPath } from "../plan/written-forms.js";
import { closedSummary } from "../summary/closed-summary.js";
import { failedSummary } from "../summary/failed-summary.js";
import { summaryText } from "../summary/summary-text.js";
import { option } from "../wording/option.js";
import type { RunLog } from "./run-log.js";

/**
 * Does the work of a run that may have to leave a summary, which it writes itself when it succeeds. Here it is written
 * when it does not, so that no old summary is taken for its own.
 * @throws {DatasetError} What the work throws, or before it, if the summary has no place (`SUMMARY_CONFLICT`, or as
 *   `openOutput`).
 */
export async function withSummaryFile<Result>(
  log: RunLog,
  work: () => Promise<Result>,
): Promise<Result> {
  const summary = summaryPath(log.options);
  if (summary === undefined) {
    return work();
  }
  await refuseSummaryPlace(summary, filesOf(log));
  try {
    return await work();
  } catch (error) {
    await writeUnfinished(summary, error, log);
    throw error;
  }
}

/**
 * Refuses to write a summary over a dataset or anything else that a run reads or writes, or where it cannot be written.
 * @param used The paths of everything else.
 */
async function refuseSummaryPlace(summary: string, used: readonly string[]): Promise<void> {
  if (isNamedLikeDataset(summary)) {
    throw usageError("SUMMARY_CONFLICT", `${option("summary", summary)} is named like a dataset`, {
      hint: "Write it to a file such as summary.json.",
    });
  }
  for (const path of used) {
    if (await isSamePlace(summary, path)) {
      throw usageError(
        "SUMMARY_CONFLICT",
        `${option("summary", summary)} is also read or written as the dataset`,
        { hint: "Write the summary to a file of its own." },
      );
    }
  }
  await refuseUnwritable(summary);
}

/** A dataset that stands there because the name of the summary was forgotten would be lost. */
function isNamedLikeDataset(path: string): boolean {
  try {
    return formatOfPath(path) !== undefined;
  } catch {
    return false;
  }
}

/** Where the summary goes, whatever else is wrong with the options, of which nothing is known yet. */
function summaryPath(options: Partial<SmoothOptions> | undefined): string | undefined {
  const path = asPath(options?.summary);
  return typeof path === "string" ? path : undefined;
}

/**
 * Writes the summary of a call that could not be understood, so that no run began. Where it has no place, which is one
 * fault more in that call, nothing is written.
 * @param others The paths of everything that the call may mean to read or write beside it.
 */
export async function writeFailure(
  { path, others }: { readonly path: string; readonly others: readonly string[] },
  error: unknown,
): Promise<void> {
  const hasPlace = await refuseSummaryPlace(path, others).then(
    () => true,
    () => false,
  );
  if (hasPlace) {
    await writeOver(path, summaryText(failedSummary(error, { seconds: 0, warnings: [] })));
  }
}

/** Where it cannot be written, that is a warning beside the error that ended the run, unless it is that very error. */
async function writeUnfinished(summary: string, error: unknown, log: RunLog): Promise<void> {
  const { signal, onWarning } = log.options;
  const { warnings } = log.notices;
  const known = { seconds: log.seconds, rows: log.rows, warnings };
  const text = summaryText(isClosed(error) ? closedSummary(known) : failedSummary(error, known));
  try {
    await writeOver(summary, text, signal);
  } catch (second) {
    const isKnown = error instanceof DatasetError && error.file === summary;
    if (!isKnown && !isClosed(second)) {
      const message = `the summary could not be written: ${second instanceof Error ? second.message : String(second)}`;
      onWarning?.({ code: "NO_SUMMARY", message });
    }
  }
}

/** Writes a summary, on a full disk in the room of an old one, which tells of another run and is not kept for it. */
async function writeOver(path: string, text: string, signal?: AbortSignal): Promise<void> {
  try {
    await writeWhole(path, text, signal);
  } catch (error) {
    if (await isDirect(path)) {
      throw error;
    }
    await rm(await realTarget(path), { force: true });
    await writeWhole(path, text, signal);
  }
}

/** Whether the reader of standard output had seen enough. */
function isClosed(error: unknown): boolean {
  return error instanceof DatasetError && error.code === "CLOSED_STDOUT";
}

/** The paths of everything that is read or written beside the summary. */
function filesOf({ options, task }: RunLog): string[] {
  const { input, classes, prior, classEpsilons, classWeights, matrix, predFile } = options;
  // Scoring writes no rows where nobody says where to.
  const { output = task === "score" ? undefined : "-" } = options;
  const classFile =
    typeof classes === "string" && classes.startsWith("@") ? classes.slice(1) : undefined;
  const valueFiles = [prior, classEpsilons, classWeights, matrix].map((each) =>
    typeof each === "string" ? each.replace(/^@/u, "") : each,
  );
  // As an input - is another place than as an output.
  const inputs = [input, predFile].flat().filter((each) => each !== "-");
  return [...inputs, output, classFile, ...valueFiles]
    .map((each) => (each instanceof URL && each.protocol !== "file:" ? undefined : asPath(each)))
    .filter((each) => typeof each === "string");
}
