import { floorOfRow } from "../kernels/entropy.js";
import type { Predictions } from "../predictions/predictions.js";
import { type CodedTargets, TwoValues } from "../targets.js";
import type { Losses } from "./loss-result.js";
import { unlike } from "./loss-settings.js";
import type { RowScorer } from "./row-scorer.js";
import { aboveFloor, type Means, type MeanRule, RowSums, times } from "./row-sums.js";
import { LabelScorer, type ScorerOptions } from "./softmax-scorer.js";

/**
 * Scores rows as fastai: `(1 − ε) · w_y · nll + ε · uniform`, where no class weight is in the uniform part.
 * @see `LabelSmoothingCrossEntropy`, https://github.com/fastai/fastai/blob/main/fastai/losses.py
 */
export class FastaiScorer extends LabelScorer {
  /** How much is smoothed. */
  epsilon = 0;
  readonly #classWeights: Float64Array;

  /** @param options.weights Those of the nll part. */
  constructor(options: ScorerOptions) {
    super({ ...options, weights: new Float64Array(options.classes).fill(1) });
    this.#classWeights = options.weights;
  }

  override begin(targets: CodedTargets, predictions: Predictions): void {
    super.begin(targets, predictions);
    if (!(targets.templates instanceof TwoValues) || targets.byRow !== undefined) {
      throw unlike("fastai", "the loss of fastai smooths all rows alike towards all classes");
    }
    this.epsilon = targets.templates.off * this.classes;
  }

  override score(row: number): boolean {
    const isScored = super.score(row);
    this.nll = times(this.#classWeights[this.truth], this.nll);
    this.loss = times(1 - this.epsilon, this.nll) + times(this.epsilon, this.uniform);
    return isScored;
  }
}

/**
 * Takes means as fastai: the nll part by the summed class weights, the uniform part by the number of rows, with ignored
 * ones among them.
 */
export class FastaiSums extends RowSums {
  #epsilon = 0;
  /** Rows by class. */
  readonly #counts: Float64Array;
  #ignored = 0;

  constructor(rule: MeanRule) {
    super(rule);
    this.#counts = new Float64Array(rule.classWeights.length);
  }

  override add(scorer: FastaiScorer, sampleWeight: number): number {
    this.#epsilon = scorer.epsilon;
    this.#counts[scorer.truth]++;
    return super.add(scorer, sampleWeight);
  }

  /** Takes up the uniform part of a row that is ignored. */
  addIgnored(scorer: RowScorer): void {
    this.loss.add(times(this.#epsilon, scorer.uniform));
    this.uniform.add(scorer.uniform);
    this.rows++;
    this.#ignored++;
  }

  override means(): Means {
    const means = super.means();
    return means.nll === null
      ? means
      : { ...means, uniformDenominator: this.denominatorOf("rows") };
  }

  protected override dividedBy(
    denominator: number,
  ): Pick<Losses, "mean" | "nll" | "uniform" | "entropyFloor" | "kl"> {
    const nll = this.nll.value() / denominator;
    const uniform = this.uniform.value() / this.rows;
    const mean = times(1 - this.#epsilon, nll) + times(this.#epsilon, uniform);
    const entropyFloor = this.#floor(denominator);
    return { mean, nll, uniform, entropyFloor, kl: aboveFloor(mean, entropyFloor) };
  }

  /** The rows of a class have the same share in both parts, and so the same least loss. */
  #floor(denominator: number): number {
    const classes = this.#counts.length;
    const ones = new Float64Array(classes).fill(1);
    const each = this.#epsilon / (classes * this.rows);
    let floor = this.#ignored * each * classes * Math.log(classes);
    this.#counts.forEach((count, code) => {
      const share = ((1 - this.#epsilon) * this.rule.classWeights[code]) / denominator;
      const values = new Float64Array(classes).fill(each);
      values[code] += share;
      floor += count === 0 ? 0 : count * floorOfRow({ values, start: 0, classes }, ones);
    });
    return floor;
  }
}
