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

/** The most predictions in a batch of few classes: so many fit to 65,536 rows of 128. */
const MOST_OF_FEW = 2 ** 23;

/** And of many classes, so that the memory they take does not grow with their number. */
const MOST_OF_MANY = 2 ** 20;

/** With more classes than this batches of predictions are cut smaller than those of data usually are. */
const FEW_CLASSES = 128;

/** How many rows of predictions a batch may have. */
export function mostPredictedRows(classes: number): number {
  const most = classes <= FEW_CLASSES ? MOST_OF_FEW : MOST_OF_MANY;
  return Math.max(1, Math.floor(most / Math.max(1, classes)));
}

/**
 * Rows of two classes from predictions of one of them: a logit beside 0, a probability beside what is left of 1.
 * @param values One a row.
 * @param positive The index of the class that they are for.
 */
export function bothClasses(
  values: Float64Array,
  kind: PredictionKind,
  positive: number,
): Float64Array {
  const both = new Float64Array(2 * values.length);
  for (let row = 0; row < values.length; row++) {
    both[2 * row + positive] = values[row];
    both[2 * row + 1 - positive] = kind === "logits" ? 0 : 1 - values[row];
  }
  return both;
}

/** Rows [start, end). */
export function slicePredictions(
  { classes, kind, values }: Predictions,
  start: number,
  end: number,
): Predictions {
  return { classes, kind, values: values.subarray(start * classes, end * classes) };
}
