import type { ClassCount } from "../classes/classes.js";
import type { DatasetError, Warning } from "../errors.js";
import type { ClassesFrom, Plan } from "../plan/plan.js";
import type { Metrics } from "../loss/metrics-tally.js";
import type { CrossEntropyResult } from "../loss/loss-result.js";
import { lossOf, type LossSummary } from "./loss-summary.js";
import type { JoinTotals } from "../predictions/join-totals.js";
import type { MatchedBy } from "../predictions/match-predictions.js";
import type { PredictionKind } from "../predictions/predictions.js";

/** Rows of a run. read = written + rejected, always. */
export interface RowTotals {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  readonly ignored: number;
  /** Blank lines, which are no rows. */
  readonly blank: number;
  /**
   * In the layout `long` alone: the lines that were written, one for each class of each row that has a target. Ignored
   * rows, which count as written, have none.
   */
  readonly lines?: number;
}

/** One side of a run. */
export interface SideSummary {
  readonly path: string | readonly string[];
  readonly format: string;
  readonly bytes: number;
}

/** What a run did. The keys are stable: programs read them. */
export interface Summary {
  readonly status: "done";
  readonly version: string;
  readonly seconds: number;
  readonly warnings: readonly Warning[];
  readonly plan: Plan;
  readonly input: SideSummary;
  /** Null where nothing was written. */
  readonly output: SideSummary | null;
  readonly rows: RowTotals;
  readonly label: string | null;
  /** The rows of each class in this run; null where targets are soft and there is no such number. */
  readonly classes: readonly { readonly name: string; readonly count: number | null }[];
  readonly classesFrom: ClassesFrom;
  readonly smoothing: Plan["smoothing"];
  /** Where predictions were, and how they were matched with classes and rows; absent without them. */
  readonly predictions?: PredictionSummary;
  /** What they cost; absent without them. In JSON what is not finite is a string. */
  readonly loss?: LossSummary;
  /** How good they are; absent without them, null with several labels a row. */
  readonly metrics?: Metrics | null;
}

/** The summary of a run with predictions. */
export type ScoredSummary = Summary & Required<Pick<Summary, "predictions" | "loss" | "metrics">>;

/** What was read of predictions. */
export interface PredictionSummary {
  readonly columns: readonly string[];
  readonly kind: PredictionKind;
  readonly matched: MatchedBy | "key";
  /** By key alone: predictions that are for no row. */
  readonly extra?: number;
}

/** What is known of a run that failed. */
export interface FailedSummary {
  readonly status: "failed";
  readonly version: string;
  readonly seconds: number;
  readonly warnings: readonly Warning[];
  readonly error: Pick<
    DatasetError,
    "kind" | "code" | "message" | "file" | "row" | "line" | "column" | "hint"
  >;
}

/** What is known of a run whose output nobody wanted to its end, as in `| head`. */
export interface ClosedSummary {
  readonly status: "closed";
  readonly version: string;
  readonly seconds: number;
  readonly warnings: readonly Warning[];
  /** Rows handed to the output by then. Of the last batches its reader may have taken none. */
  readonly rows: Pick<RowTotals, "read" | "written">;
}

/** What went through a run. */
export interface FlowTotals {
  readonly rows: number;
  /** Rows without a target. */
  readonly ignored: number;
  readonly blankLines: number;
  readonly inputBytes: number;
  /** Absent for soft targets. */
  readonly classes?: readonly ClassCount[];
  /** Absent without predictions. */
  readonly predictions?: JoinTotals;
  readonly loss?: CrossEntropyResult;
}

/** The same with what is known at its end. */
export interface RunTotals extends FlowTotals {
  readonly seconds: number;
  readonly warnings: readonly Warning[];
  /** Absent where nothing was written. */
  readonly outputPath?: string;
  readonly outputBytes: number;
}

/** The summary of a run that came to its end. */
export function summarize(plan: Plan, totals: RunTotals): Summary {
  const { names } = plan.input;
  return {
    status: "done",
    version: plan.version,
    seconds: totals.seconds,
    warnings: totals.warnings,
    plan,
    input: {
      path: names.length === 1 ? names[0] : names,
      format: plan.input.format,
      bytes: totals.inputBytes,
    },
    output: outputOf(plan, totals),
    rows: {
      read: totals.rows,
      written: totals.rows,
      rejected: 0,
      ignored: totals.ignored,
      blank: totals.blankLines,
      ...linesOf(plan, totals.rows - totals.ignored),
    },
    label: plan.label ?? null,
    classes: totals.classes ?? plan.classes.names.map((name) => ({ name, count: null })),
    classesFrom: plan.classesFrom,
    smoothing: plan.smoothing,
    ...predictionsOf(plan, totals),
    ...lossOf(plan, totals),
  };
}

function outputOf({ output }: Plan, { outputPath, outputBytes }: RunTotals): SideSummary | null {
  return outputPath === undefined
    ? null
    : { path: outputPath, format: output.format, bytes: outputBytes };
}

function predictionsOf(
  { predictions }: Plan,
  { predictions: joined }: FlowTotals,
): Pick<Summary, "predictions"> {
  if (predictions === undefined) {
    return {};
  }
  const { columns, kind, matched } = predictions;
  const held = joined?.held;
  return { predictions: { columns, kind, matched, ...(held && { extra: held.extra }) } };
}

/** How many lines were written of so many rows that have a target, where a row is not one line. */
function linesOf({ output, classes }: Plan, rows: number): Pick<RowTotals, "lines"> {
  return output.targets.layout === "long" ? { lines: rows * classes.names.length } : {};
}
