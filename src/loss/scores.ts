/** What predictions cost in each row of a batch, and what they say. */
export interface Scores {
  /** [rows]: NaN for a row that is not counted, for it has no target. */
  readonly loss: Float64Array;
  /** [rows]: the class with the greatest prediction; -1 for a row that has none. */
  readonly predicted?: Int32Array;
  /** [rows]: its probability; NaN for a row that has none. */
  readonly confidence?: Float64Array;
}

/** Rows [start, end). */
export function sliceScores(
  { loss, predicted, confidence }: Scores,
  start: number,
  end: number,
): Scores {
  return {
    loss: loss.subarray(start, end),
    predicted: predicted?.subarray(start, end),
    confidence: confidence?.subarray(start, end),
  };
}

/** The rows at these places, in this order; a place may come several times. */
export function takeScores({ loss, predicted, confidence }: Scores, places: Int32Array): Scores {
  return {
    loss: Float64Array.from(places, (row) => loss[row]),
    predicted: predicted && places.map((row) => predicted[row]),
    confidence: confidence && Float64Array.from(places, (row) => confidence[row]),
  };
}
