import type { PredictionFault } from "../kernels/prediction-fault.js";
import type { Predictions } from "../predictions/predictions.js";
import type { Targets } from "../targets.js";

/**
 * What the predictions of a row cost, and what they say. One object scores all rows of a dataset, one after another:
 * what it holds is of the row that was scored last.
 */
export interface RowScorer {
  /** The loss against the row's target. */
  readonly loss: number;
  /** The loss against the target as it was before smoothing. */
  readonly nll: number;
  /** The loss against the uniform distribution: all mass smoothed away. */
  readonly uniform: number;
  /** The least loss that any prediction could have against the target. */
  readonly floor: number;
  /** The class of the row; of a soft target the greatest one, the lowest index of several. */
  readonly truth: number;
  /** The class with the greatest prediction, the lowest index of several; -1 where classes are questions of their own. */
  readonly predicted: number;
  /** Its probability. */
  readonly confidence: number;

  /** Takes up a batch. */
  begin(targets: Targets, predictions: Predictions): void;

  /**
   * Scores a row that has a target.
   * @returns Whether that was possible; if not, `fault` tells why.
   */
  score(row: number): boolean;

  /** Reads a row that has none: then `uniform`, `predicted` and `confidence` are of it. */
  peek(row: number): boolean;

  fault(): PredictionFault | undefined;

  /** How far the predictions are from the target, squared. */
  brier(): number;

  /** How many classes are predicted before the true one, counted up to `limit`. */
  rank(limit: number): number;
}
