import type { Probabilities } from "./one-hot.js";
import { findProbabilityFault, isWhole, type PredictionFault } from "./prediction-fault.js";
import { PredictionRow, type PredictionRowOptions } from "./prediction-row.js";

/** What probabilities go through before their logarithm is taken. */
export interface ProbabilityLimits {
  /** Whether each row is divided by its sum first. */
  readonly normalised: boolean;
  /** Lower probabilities count as this. */
  readonly least: number;
  /** Higher ones count as this. */
  readonly most: number;
  /** What stands for the logarithm of probabilities up to `least`. Default: that of `least`. */
  readonly leastLogarithm?: number;
}

/** Divides by the sum, then has the losses see `min(max(p, C), 1 − C)`, which is not divided again (Keras, with 1e-7). */
export function clippedAt(clip: number): ProbabilityLimits {
  return { normalised: true, least: clip, most: 1 - clip };
}

/** How rows of probabilities are read. */
export interface ProbabilityRowOptions extends PredictionRowOptions {
  /** Default: probabilities as they are, where 0 may cost an infinite loss. */
  readonly limits?: ProbabilityLimits;
}

/**
 * A row of probabilities p: `lp_c = ln p_c`. A row with a negative number or NaN, or with a sum that is off 1
 * by more than 1e-3, cannot be scored. Metrics see the probabilities unclipped.
 */
export class ProbabilityRow extends PredictionRow {
  readonly #surprisals: Float64Array;
  readonly #limits: ProbabilityLimits | undefined;
  #divisor = 1;

  constructor(options: ProbabilityRowOptions) {
    super(options);
    this.#surprisals = new Float64Array(this.classes);
    this.#limits = options.limits;
  }

  override read(values: Probabilities, start: number): boolean {
    this.take(values, start);
    this.predicted = this.findHighest();
    const total = this.#total();
    this.#divisor = this.#limits?.normalised === true ? total : 1;
    this.confidence = this.probability(this.predicted);
    this.#sum();
    return isWhole(total);
  }

  override fault(): PredictionFault | undefined {
    return findProbabilityFault(this.given.subarray(this.start, this.start + this.classes));
  }

  override surprisal(code: number, unit = 1): number {
    return this.#surprisals[code] * unit;
  }

  override probability(code: number): number {
    return this.given[this.start + code] / this.#divisor;
  }

  /** The sum of the row; NaN if there is a negative number among them. */
  #total(): number {
    let total = 0;
    for (let code = 0; code < this.classes; code++) {
      const probability = this.given[this.start + code];
      total += probability >= 0 ? probability : NaN;
    }
    return total;
  }

  #sum(): void {
    let squares = 0;
    let uniform = 0;
    for (let code = 0; code < this.classes; code++) {
      const probability = this.probability(code);
      const surprisal = 0 - this.#logarithm(probability);
      this.#surprisals[code] = surprisal;
      uniform += this.weights[code] * surprisal;
      squares += code === this.predicted ? 0 : probability * probability;
    }
    this.otherSquares = squares;
    this.uniform = uniform < Infinity ? uniform : this.uniformByClass();
  }

  #logarithm(probability: number): number {
    const limits = this.#limits;
    if (limits === undefined) {
      return Math.log(probability);
    }
    return probability <= limits.least
      ? (limits.leastLogarithm ?? Math.log(limits.least))
      : Math.log(Math.min(probability, limits.most));
  }
}
