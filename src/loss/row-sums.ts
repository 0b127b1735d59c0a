import type { DenominatorName, Framework } from "../frameworks.js";
import { ExactSum } from "../kernels/exact-sum.js";
import type { Denominator, Losses } from "./loss-result.js";
import type { RowScorer } from "./row-scorer.js";

/** How the sums of rows become means. */
export interface MeanRule {
  readonly framework: Framework;
  readonly denominator: DenominatorName;
  /** A weight for each class; 1 each where none are given. */
  readonly classWeights: Float64Array;
  /** Whether the weight of a row's class counts towards a mean over weights: not for soft targets, nor several labels a row. */
  readonly hasLabels: boolean;
}

/** The means of some rows and what they are made of. */
export type Means = Omit<Losses, "byClass" | "by">;

/** The losses of some rows, summed up. All sums are exact: the order of the rows does not matter. */
export class RowSums {
  protected readonly rule: MeanRule;
  protected readonly loss = new ExactSum();
  protected readonly nll = new ExactSum();
  protected readonly uniform = new ExactSum();
  readonly #floor = new ExactSum();
  readonly #weights = new ExactSum();
  /** Rows with a target. */
  protected rows = 0;
  #nonzero = 0;
  #infinite = 0;
  #counted = 0;

  constructor(rule: MeanRule) {
    this.rule = rule;
  }

  /** Rows with a target and a weight of their own that is not 0. */
  get counted(): number {
    return this.#counted;
  }

  /**
   * Takes up the row that was scored last.
   * @param sampleWeight What the row weighs.
   * @returns What it adds to the sum of losses.
   */
  add(scorer: RowScorer, sampleWeight: number): number {
    const { framework, classWeights, hasLabels } = this.rule;
    const { classWeights: where } = framework;
    const ofClass = scorer.truth === -1 ? 1 : classWeights[scorer.truth];
    const weight = where === "rows" ? sampleWeight * ofClass : sampleWeight;
    const isInTerms = hasLabels && (where === "terms" || where === "nll");
    const loss = times(weight, scorer.loss);
    this.loss.add(loss);
    this.nll.add(times(weight, scorer.nll));
    this.uniform.add(times(weight, scorer.uniform));
    this.#floor.add(times(weight, scorer.floor));
    this.#weights.add(isInTerms ? weight * ofClass : weight);
    this.rows++;
    this.#nonzero += weight === 0 ? 0 : 1;
    this.#counted += sampleWeight === 0 ? 0 : 1;
    this.#infinite += loss === Infinity ? 1 : 0;
    return loss;
  }

  /** The means; where nothing counts they are null, but for the mean that the framework gives then. */
  means(): Means {
    const sum = this.loss.value();
    const denominator = this.denominatorOf(this.rule.denominator);
    const common = { sum, denominator, infinite: this.#infinite };
    if (denominator.value === 0 || this.#counted === 0) {
      const nothing = { nll: null, uniform: null, entropyFloor: null, kl: null };
      return { mean: this.rule.framework.empty, ...common, ...nothing };
    }
    const { mean, ...parts } = this.dividedBy(denominator.value);
    return { mean, ...common, ...parts };
  }

  /** The means of rows that count. */
  protected dividedBy(
    denominator: number,
  ): Pick<Losses, "mean" | "nll" | "uniform" | "entropyFloor" | "kl"> {
    const mean = this.loss.value() / denominator;
    const floor = this.#floor.value() / denominator;
    return {
      mean,
      nll: this.nll.value() / denominator,
      uniform: this.uniform.value() / denominator,
      entropyFloor: floor,
      kl: aboveFloor(mean, floor),
    };
  }

  protected denominatorOf(name: DenominatorName): Denominator {
    const values = { weights: this.#weights.value(), rows: this.rows, nonzero: this.#nonzero };
    return { name, value: name === "none" ? 1 : values[name] };
  }
}

/** What predictions cost beyond the least possible. Not negative but for rounding, which is taken off. */
export function aboveFloor(mean: number, floor: number): number {
  return Math.max(0, mean - floor);
}

/** A product in which nothing of anything is nothing, also of an infinity. */
export function times(weight: number, loss: number): number {
  return weight === 0 ? 0 : weight * loss;
}
