import type { MatchedBy } from "./match-predictions.js";

/** Predictions that are kept in memory to be found by key. */
export interface HeldTotals {
  readonly rows: number;
  /** About how much memory they take. */
  readonly bytes: number;
  /** Those that are for no row of the data so far. */
  readonly extra: number;
}

/** What was joined so far. */
export interface JoinTotals {
  /** Rows of data. */
  readonly rows: number;
  /** How predictions were told which class and row each is for; absent before the first batch. */
  readonly matched?: MatchedBy | "key";
  /** The columns that hold them, in the order of the classes. */
  readonly columns: readonly string[];
  /** Where they are found by key. */
  readonly held?: HeldTotals;
}
