import type { Warning } from "../errors.js";
import { DatasetError } from "../errors.js";
import { VERSION } from "../version.js";
import type { FailedSummary } from "./summary.js";

/** The summary of a run that did not come to its end. */
export function failedSummary(
  error: unknown,
  known: { readonly seconds: number; readonly warnings: readonly Warning[] },
): FailedSummary {
  const { kind, code, message, file, row, line, column, hint } =
    error instanceof DatasetError
      ? error
      : new DatasetError(String(error), { kind: "internal", code: "INTERNAL" });
  return {
    status: "failed",
    version: VERSION,
    seconds: known.seconds,
    warnings: known.warnings,
    error: { kind, code, message, file, row, line, column, hint },
  };
}
