import { dataError, usageError, type DatasetError } from "../errors.js";
import { SUM_TOLERANCE } from "../kernels/prediction-fault.js";
import { option } from "../wording/option.js";
import type { PredictionKind } from "./predictions.js";

/** What adding up may round away, so that 1.001 itself is within the tolerance. */
const ROUNDING = 1e-9;

/** Some rows of predictions. */
export interface PredictionRows {
  /** Row-major; `width` values a row. */
  readonly values: Float64Array;
  readonly width: number;
  /** The rows [start, end) of `values` to look at. */
  readonly start: number;
  readonly end: number;
  /** Whether a row is looked at at all: one without a target is not. */
  readonly has: (row: number) => boolean;
  /** The error with the place of a row's value at `at`. */
  readonly locate: (error: DatasetError, row: number, at: number) => unknown;
}

/** What predictions are said to be. */
export interface CheckRequest {
  readonly kind: PredictionKind;
  /** Whether somebody said so. If not, logits that all look like probabilities are refused. */
  readonly isKindGiven: boolean;
  /** Whether the values of a row are shares of one whole. Those of several labels, or of one column for two classes, are not. */
  readonly isShared: boolean;
}

/** Looks at predictions row by row; ignored rows may hold anything. */
export class PredictionCheck {
  readonly #request: CheckRequest;
  #rows = 0;
  #looksLikeProbs: boolean;

  constructor(request: CheckRequest) {
    this.#request = request;
    this.#looksLikeProbs = request.kind === "logits" && !request.isKindGiven;
  }

  /** @throws {DatasetError} For a row that is no prediction of its kind (`BAD_PREDICTION`). */
  check(rows: PredictionRows): void {
    const { has, start, end } = rows;
    const { kind } = this.#request;
    for (let row = start; row < end; row++) {
      if (has(row)) {
        this.#rows++;
        if (kind === "probs") {
          this.#checkProbs(rows, row);
        } else {
          this.#checkLogits(rows, row);
          this.#looksLikeProbs &&= this.#isDistribution(rows, row);
        }
      }
    }
  }

  /**
   * @param file Where the predictions were.
   * @throws {DatasetError} If every row of logits so far could be one of probabilities (`PREDICTION_KIND`).
   */
  finish(file?: string): void {
    if (this.#looksLikeProbs && this.#rows > 0) {
      throw usageError(
        "PREDICTION_KIND",
        `the predictions of all ${this.#rows} rows look like probabilities${this.#request.isShared ? ", which add up to 1" : ""}; expected logits`,
        {
          file,
          hint: `Say what they are with ${option("predKind", "probs")} or ${option("predKind", "logits")}: the loss differs.`,
        },
      );
    }
  }

  #checkLogits(rows: PredictionRows, row: number): void {
    const { values, width } = rows;
    let isOpen = false;
    for (let at = row * width; at < (row + 1) * width; at++) {
      const value = values[at];
      if (!(value < Infinity)) {
        throw rows.locate(noLogit(value), row, at - row * width);
      }
      isOpen ||= value > -Infinity;
    }
    if (!isOpen && this.#request.isShared) {
      throw rows.locate(
        badPrediction("all logits of the row are -Infinity; expected a finite one at least"),
        row,
        0,
      );
    }
  }

  #checkProbs(rows: PredictionRows, row: number): void {
    const { values, width } = rows;
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++) {
      const value = values[at];
      if (!(value >= 0 && value <= 1 + SUM_TOLERANCE)) {
        throw rows.locate(noProbability(value), row, at - row * width);
      }
      sum += value;
    }
    if (this.#request.isShared && !(Math.abs(sum - 1) <= SUM_TOLERANCE + ROUNDING)) {
      const error = badPrediction(
        `the predicted probabilities of the row add up to ${sum}; expected 1 within ${SUM_TOLERANCE}`,
        `If they are logits, say ${option("predKind", "logits")}.`,
      );
      throw rows.locate(error, row, 0);
    }
  }

  #isDistribution({ values, width }: PredictionRows, row: number): boolean {
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++) {
      if (!(values[at] >= 0 && values[at] <= 1)) {
        return false;
      }
      sum += values[at];
    }
    return !this.#request.isShared || Math.abs(sum - 1) <= SUM_TOLERANCE + ROUNDING;
  }
}

function noLogit(value: number): DatasetError {
  return badPrediction(
    Number.isNaN(value)
      ? "a prediction is missing or no number"
      : `a logit is ${value}; expected a number below that`,
  );
}

function noProbability(value: number): DatasetError {
  return Number.isNaN(value)
    ? badPrediction("a prediction is missing or no number")
    : badPrediction(
        `a predicted probability is ${value}; expected a number from 0 to 1`,
        `If the predictions are logits, say ${option("predKind", "logits")}.`,
      );
}

function badPrediction(message: string, hint?: string): DatasetError {
  return dataError("BAD_PREDICTION", message, { hint });
}
