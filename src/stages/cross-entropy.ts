import type { Batch } from "../batch.js";
import { TEXT_OR_VALUES } from "../classes/given-values.js";
import { usageError } from "../errors.js";
import type { CrossEntropyResult } from "../loss/loss-result.js";
import { LossRun, scoredBatch, type ScoredBatch } from "../loss/loss-run.js";
import { type AskedLoss, type LossOptions, resolveLoss } from "../loss/loss-settings.js";
import { refuseUnlike, type Scored, settleLoss } from "../loss/settle-loss.js";
import { type Targets, TwoValues } from "../targets.js";
import { checkOptions, NUMBER, type Shapes, TEXT, TEXTS } from "../wording/shapes.js";
import { Stage } from "./stage.js";

/** How the loss is reckoned. */
export interface CrossEntropyOptions extends LossOptions {
  /** The names of the classes, where batches do not know them. */
  readonly classes?: readonly string[];
}

const SHAPES: Shapes<CrossEntropyOptions> = {
  classes: TEXTS,
  like: TEXT,
  classWeights: TEXT_OR_VALUES,
  sampleWeight: TEXT,
  meanOver: TEXT,
  clip: NUMBER,
  by: TEXT,
  eceBins: NUMBER,
  eceConvention: TEXT,
};

/**
 * Reckons the loss of every row, `−Σ_c w_c · q_c · ln p_c` in nats, and sums up: means, their parts, the lowest loss
 * there could be, and metrics. Batches get a `loss`. The sums are exact, so that neither the order of the rows nor the
 * size of batches changes a bit of them. With several labels a row it is the binary cross-entropy, the mean over the
 * classes.
 *
 * @example
 * const loss = new CrossEntropy();
 * await pipeline(source, decoder, encoder, smoother, new JoinPredictions({ select: "logit_*" }), loss, drain());
 * console.log(loss.result.mean, loss.result.metrics?.accuracy);
 * @throws {DatasetError} On the way, if batches have no targets (`NO_TARGETS`) or predictions (`NO_PREDICTIONS`), for
 *   predictions that cannot be scored (`BAD_PREDICTION`) and weights that are none (`BAD_WEIGHT`).
 */
export class CrossEntropy extends Stage {
  readonly #asked: AskedLoss;
  readonly #classes?: readonly string[];
  #run?: LossRun;

  /** @throws {DatasetError} If an option is wrong, or the framework has no such thing (`LIKE_CONFLICT`). */
  constructor(options: CrossEntropyOptions = {}) {
    super();
    checkOptions("CrossEntropy", options, SHAPES);
    this.#asked = resolveLoss(options);
    this.#classes = options.classes;
    refuseUnread(this.#asked);
  }

  /**
   * The means and metrics so far; complete once the stream has ended.
   * @throws {DatasetError} If no batch has come (`NO_BATCHES`).
   */
  get result(): CrossEntropyResult {
    if (this.#run === undefined) {
      throw usageError("NO_BATCHES", "not one batch came, expected at least one");
    }
    return this.#run.result;
  }

  /** Rows that count so far: those with a target, and with a weight that is not 0. */
  get counted(): number {
    return this.#run?.counted ?? 0;
  }

  protected override apply(batch: Batch): Batch {
    const scored = scoredBatch(named(batch, this.#classes));
    this.#run ??= begin(this.#asked, scored);
    return scored.withScores(this.#run.score(scored));
  }
}

function named(batch: Batch, classes: readonly string[] | undefined): Batch {
  const { targets, classNames } = batch;
  return targets === undefined || classes === undefined || classNames !== undefined
    ? batch
    : batch.withTargets(targets, classes);
}

function begin(asked: AskedLoss, batch: ScoredBatch): LossRun {
  const { targets, predictions, classNames } = batch;
  const settings = settleLoss(asked, { count: targets.classes, names: classNames });
  refuseUnlike(settings, {
    kind: predictions.kind,
    targets: targets.kind === "coded" ? "labels" : targets.multi ? "multi" : "soft",
    ...smoothingOf(targets),
  });
  return new LossRun(settings, batch);
}

/** How targets were smoothed, as far as they show it. */
function smoothingOf(targets: Targets): Pick<Scored, "isSmoothed" | "isUneven"> {
  if (targets.kind === "dense") {
    return { isSmoothed: targets.values !== targets.unsmoothed, isUneven: false };
  }
  const { templates, byRow } = targets;
  const isTwo = templates instanceof TwoValues && byRow === undefined;
  return { isSmoothed: !(isTwo && templates.on === 1 && templates.off === 0), isUneven: !isTwo };
}

/** Files are read by `smoothDataset` and `score`, not by a stage. */
function refuseUnread({ classWeights }: AskedLoss): void {
  if (typeof classWeights === "object" && classWeights.kind === "file") {
    throw usageError(
      "BAD_OPTION",
      `CrossEntropy: classWeights names the file ${classWeights.file}; expected the weights themselves`,
    );
  }
}
