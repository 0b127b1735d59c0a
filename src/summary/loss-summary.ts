import type { FrameworkName } from "../frameworks.js";
import type { CrossEntropyResult, Losses } from "../loss/loss-result.js";
import type { Metrics } from "../loss/metrics-tally.js";
import type { Plan } from "../plan/plan.js";

/** What predictions cost, and whose loss that is. */
export interface LossSummary extends Losses {
  readonly like: FrameworkName;
}

/** The part of a summary that is there with predictions; nothing without. */
export function lossOf(
  { loss: settings }: Plan,
  { loss: result }: { readonly loss?: CrossEntropyResult },
): { readonly loss?: LossSummary; readonly metrics?: Metrics | null } {
  if (settings === undefined || result === undefined) {
    return {};
  }
  const { metrics = null, ...losses } = result;
  return { loss: { like: settings.like, ...losses }, metrics };
}
