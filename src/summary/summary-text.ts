import type { ClosedSummary, FailedSummary, Summary } from "./summary.js";

/** A summary as it stands in a file. */
export function summaryText(summary: Summary | ClosedSummary | FailedSummary): string {
  return `${JSON.stringify(summary, undefined, 2)}\n`;
}
