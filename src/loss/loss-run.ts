import type { Batch, Column } from "../batch.js";
import { located } from "../classes/labels.js";
import { columnNumbers } from "../columns/numbers.js";
import { dataError, usageError } from "../errors.js";
import { describeFault, type PredictionFault } from "../kernels/prediction-fault.js";
import type { Predictions } from "../predictions/predictions.js";
import { NO_TARGET, type Targets } from "../targets.js";
import { BinaryScorer } from "./binary-scorer.js";
import { FastaiScorer } from "./fastai.js";
import type { CrossEntropyResult } from "./loss-result.js";
import { frameworkOf, limitsOf, type LossSettings } from "./loss-settings.js";
import { LossTally } from "./loss-tally.js";
import { RowGroups } from "./row-groups.js";
import type { RowScorer } from "./row-scorer.js";
import type { Scores } from "./scores.js";
import { isWeight } from "./settle-loss.js";
import { DistributionScorer, LabelScorer, type ScorerOptions } from "./softmax-scorer.js";

/** A batch with everything that scoring it needs. */
export type ScoredBatch = Batch & {
  readonly targets: Targets;
  readonly predictions: Predictions;
};

/** Scores the batches of a dataset, and sums up. */
export class LossRun {
  readonly #settings: LossSettings;
  readonly #options: ScorerOptions;
  readonly #tally: LossTally;
  readonly #groups?: RowGroups;
  readonly #names: readonly string[];
  readonly #scorers = new Map<Targets["kind"], RowScorer>();

  /** @param first The first batch: all others have targets and predictions of the same classes. */
  constructor(settings: LossSettings, { targets, predictions, classNames }: ScoredBatch) {
    const { classes } = targets;
    const { classWeights: where } = frameworkOf(settings);
    const weights = Float64Array.from(settings.classWeights ?? new Float64Array(classes).fill(1));
    this.#settings = settings;
    this.#options = {
      classes,
      kind: predictions.kind,
      limits: limitsOf(settings),
      weights: where === "rows" ? new Float64Array(classes).fill(1) : weights,
    };
    this.#tally = new LossTally(settings, targets, weights);
    this.#groups = settings.by === undefined ? undefined : new RowGroups(settings.by);
    this.#names = classNames ?? Array.from({ length: classes }, (_, code) => String(code));
  }

  /** Rows that count so far. */
  get counted(): number {
    return this.#tally.counted;
  }

  /** What there is to say so far. */
  get result(): CrossEntropyResult {
    return this.#tally.result(this.#names, this.#groups);
  }

  /**
   * The scores of a batch.
   * @throws {DatasetError} For predictions that cannot be scored (`BAD_PREDICTION`), and weights that are none
   *   (`BAD_WEIGHT`), with their row.
   */
  score(batch: ScoredBatch): Scores {
    const { targets, predictions, rows } = batch;
    const scorer = this.#scorerOf(targets);
    const weights = this.#weights(batch);
    const groups = this.#groups?.codes(batch);
    const scores = emptyScores(rows);
    scorer.begin(targets, predictions);
    for (let row = 0; row < rows; row++) {
      if (targets.has(row)) {
        if (!scorer.score(row)) {
          throw located(badPrediction(scorer.fault()), batch, row);
        }
        const weight = weights === undefined ? 1 : weights[row];
        scores.loss[row] = this.#tally.add(scorer, { weight, group: groups?.[row] });
        note(scorer, scores, row);
      } else if (scorer.peek(row)) {
        this.#tally.addIgnored(scorer);
        note(scorer, scores, row);
      }
    }
    // With several labels a row no class is the one that is predicted.
    return targets.kind === "dense" && targets.multi ? { loss: scores.loss } : scores;
  }

  #scorerOf(targets: Targets): RowScorer {
    let scorer = this.#scorers.get(targets.kind);
    if (scorer === undefined) {
      scorer = newScorer(targets, this.#settings, this.#options);
      this.#scorers.set(targets.kind, scorer);
    }
    return scorer;
  }

  #weights(batch: ScoredBatch): Float64Array | undefined {
    const { sampleWeight } = this.#settings;
    if (sampleWeight === undefined) {
      return undefined;
    }
    const column = batch.column(sampleWeight);
    const weights = columnNumbers(column);
    const row = weights.findIndex((weight, at) => !isWeight(weight) && batch.targets.has(at));
    if (row !== -1) {
      throw located(badWeight(weights[row], column), batch, row, sampleWeight);
    }
    return weights;
  }
}

function newScorer(targets: Targets, settings: LossSettings, options: ScorerOptions): RowScorer {
  if (targets.kind === "dense") {
    return targets.multi ? new BinaryScorer(options) : new DistributionScorer(options);
  }
  const isFastai = frameworkOf(settings).classWeights === "nll";
  return isFastai ? new FastaiScorer(options) : new LabelScorer(options);
}

function emptyScores(rows: number): Required<Scores> {
  return {
    loss: new Float64Array(rows).fill(Number.NaN),
    predicted: new Int32Array(rows).fill(NO_TARGET),
    confidence: new Float64Array(rows).fill(Number.NaN),
  };
}

function note(scorer: RowScorer, scores: Required<Scores>, row: number): void {
  scores.predicted[row] = scorer.predicted;
  scores.confidence[row] = scorer.confidence;
}

function badPrediction(fault: PredictionFault | undefined): Error {
  const message = fault === undefined ? "cannot be scored" : describeFault(fault);
  return dataError("BAD_PREDICTION", `the prediction ${message}`);
}

function badWeight(weight: number, { field }: Column): Error {
  const found = Number.isNaN(weight) ? "is missing or no number" : `is ${weight}`;
  return dataError(
    "BAD_WEIGHT",
    `the weight ${found}; expected a finite number that is not negative`,
    { column: field.name },
  );
}

/**
 * The batch, known to have all that is scored.
 * @throws {DatasetError} If it has no targets (`NO_TARGETS`) or no predictions (`NO_PREDICTIONS`), or they are of
 *   different classes (`CLASS_COUNT`).
 */
export function scoredBatch(batch: Batch): ScoredBatch {
  const { targets, predictions } = batch;
  if (targets === undefined) {
    throw usageError("NO_TARGETS", "there are no targets to score predictions against", {
      hint: "Put OneHotEncoder, MultiHotEncoder or SoftTargetReader before CrossEntropy.",
    });
  }
  if (predictions === undefined) {
    throw usageError("NO_PREDICTIONS", "there are no predictions to score", {
      hint: "Put JoinPredictions before CrossEntropy.",
    });
  }
  if (targets.classes !== predictions.classes) {
    throw usageError(
      "CLASS_COUNT",
      `there are predictions of ${predictions.classes} classes for targets of ${targets.classes}`,
    );
  }
  return batch as ScoredBatch;
}
