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
    error instanceof DatasetError ? error : describe(error);
  return {
    status: "failed",
    version: VERSION,
    seconds: known.seconds,
    warnings: known.warnings,
    error: { kind, code, message, file, row, line, column, hint },
  };
}

/** What is no error of ours: the reason that a program's own AbortSignal gives, or a fault of this one. */
function describe(error: unknown): DatasetError {
  const isAbort = error instanceof Error && /^(?:Abort|Timeout)Error$/u.test(error.name);
  return new DatasetError(
    String(error),
    isAbort ? { kind: "system", code: "INTERRUPTED" } : { kind: "internal", code: "INTERNAL" },
  );
}
