import type { DenominatorName } from "../frameworks.js";
import type { Metrics } from "./metrics-tally.js";

/** What a sum is divided by, and how much that is. */
export interface Denominator {
  readonly name: DenominatorName;
  readonly value: number;
}

/** The rows of one class. */
export interface ClassLoss {
  readonly name: string;
  readonly count: number;
  /** Over its rows; null where there are none. */
  readonly mean: number | null;
}

/** The rows of one value of a column. */
export interface GroupLoss {
  /** Null for rows that have none. */
  readonly value: string | null;
  readonly rows: number;
  /** As the mean of all rows. */
  readonly mean: number | null;
  /** Null with several labels a row. */
  readonly accuracy: number | null;
}

/** The losses of a dataset, in nats. Sums are exact and rounded once; a mean is null where nothing counts. */
export interface Losses {
  readonly mean: number | null;
  readonly sum: number;
  readonly denominator: Denominator;
  /** fastai's uniform part has another denominator than its nll part. */
  readonly uniformDenominator?: Denominator;
  /** Rows whose loss is infinite. */
  readonly infinite: number;
  /** The mean at ε = 0: at any ε of uniform smoothing it is `(1 − ε) · nll + ε · uniform`. */
  readonly nll: number | null;
  /** The mean at ε = 1. */
  readonly uniform: number | null;
  /** The lowest mean that any predictions can reach. */
  readonly entropyFloor: number | null;
  /** How much the mean is above that. */
  readonly kl: number | null;
  /** Absent with several labels a row. */
  readonly byClass?: readonly ClassLoss[];
  /** By the values of a column, where that was asked for. */
  readonly by?: readonly GroupLoss[];
}

/** What a dataset's predictions cost, and how good they are. */
export interface CrossEntropyResult extends Losses {
  /** Absent with several labels a row. */
  readonly metrics?: Metrics;
}
