/** What prediction numbers are: any scores whose softmax is meant (log-probabilities too), or probabilities. */
export type PredictionKind = "logits" | "probs";

export const PREDICTION_KINDS: readonly PredictionKind[] = ["logits", "probs"];

/** What a model said of each row of a batch. */
export interface Predictions {
  /** The number of classes, K: those of the targets, in their order. */
  readonly classes: number;
  readonly kind: PredictionKind;
  /**
   * Row-major [rows, classes]; maybe a view of somebody else's memory, never to be written into. Those of a row that has
   * no target were not looked at: they may be NaN.
   */
  readonly values: Float64Array;
}

/** Rows [start, end). */
export function slicePredictions(
  { classes, kind, values }: Predictions,
  start: number,
  end: number,
): Predictions {
  return { classes, kind, values: values.subarray(start * classes, end * classes) };
}
