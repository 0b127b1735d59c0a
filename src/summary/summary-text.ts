import { planText } from "../plan/written-matrix.js";
import type { ClosedSummary, FailedSummary, Summary } from "./summary.js";

/** A summary as it stands in a file. */
export function summaryText(summary: Summary | ClosedSummary | FailedSummary): string {
  return `${planText(summary)}\n`;
}
