import { exponentialBelowOne } from "./exponential.js";
import type { Probabilities } from "./one-hot.js";
import { findLogitFault, type PredictionFault } from "./prediction-fault.js";
import { PredictionRow, type PredictionRowOptions } from "./prediction-row.js";

/**
 * A row of logits x: `lp_c = (x_c − m) − ln Σ_j e^(x_j − m)` with m the greatest of them. The sum is 1 for m
 * itself plus the rest, so that its logarithm is `log1p(rest)`, exact to the last bits where m dominates.
 * −Infinity is a probability of 0. A row with NaN, +Infinity, or nothing but −Infinity cannot be scored.
 */
export class LogitRow extends PredictionRow {
  readonly #totalWeight: number;
  #highest = NaN;
  #rest = NaN;
  #logTotal = NaN;

  constructor(options: PredictionRowOptions) {
    super(options);
    this.#totalWeight = this.weights.reduce((sum, weight) => sum + weight, 0);
  }

  override read(values: Probabilities, start: number): boolean {
    this.take(values, start);
    this.predicted = this.findHighest();
    this.#highest = this.given[this.start + this.predicted];
    this.#sum();
    return Number.isFinite(this.#highest) && !Number.isNaN(this.#rest);
  }

  override fault(): PredictionFault | undefined {
    return findLogitFault(this.given.subarray(this.start, this.start + this.classes));
  }

  override surprisal(code: number, unit = 1): number {
    return this.#logTotal * unit - (this.given[this.start + code] * unit - this.#highest * unit);
  }

  override probability(code: number): number {
    return exponentialBelowOne(this.given[this.start + code] - this.#highest) * this.confidence;
  }

  #sum(): void {
    const { given, start, weights, classes, predicted } = this;
    const highest = this.#highest;
    let rest = 0;
    let squares = 0;
    let distance = 0;
    for (let code = 0; code < classes; code++) {
      if (code !== predicted) {
        const below = given[start + code] - highest;
        const power = exponentialBelowOne(below);
        rest += power;
        squares += power * power;
        distance += weights[code] * below;
      }
    }
    this.#rest = rest;
    this.#logTotal = Math.log1p(rest);
    this.confidence = 1 / (1 + rest);
    this.otherSquares = squares * this.confidence * this.confidence;
    const uniform = this.#totalWeight * this.#logTotal - distance;
    this.uniform = uniform < Infinity ? uniform : this.uniformByClass();
  }
}
