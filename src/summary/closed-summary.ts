import type { Warning } from "../errors.js";
import { VERSION } from "../version.js";
import type { ClosedSummary } from "./summary.js";

/** What was known of a run when the reader of its output had gone. */
export interface KnownAtClose {
  readonly seconds: number;
  readonly warnings: readonly Warning[];
  readonly rows: number;
}

/** The summary of a run whose reader had seen enough. */
export function closedSummary(known: KnownAtClose): ClosedSummary {
  return {
    status: "closed",
    version: VERSION,
    seconds: known.seconds,
    warnings: known.warnings,
    rows: { read: known.rows, written: known.rows },
  };
}
