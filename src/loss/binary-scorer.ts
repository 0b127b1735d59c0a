import { BinaryRow } from "../kernels/binary-cross-entropy.js";
import type { PredictionFault } from "../kernels/prediction-fault.js";
import type { Predictions } from "../predictions/predictions.js";
import type { DenseTargets } from "../targets.js";
import type { RowScorer } from "./row-scorer.js";
import type { ScorerOptions } from "./softmax-scorer.js";

/** Rows that may be of several classes: each class is a question of its own, and the loss the mean over them. */
export class BinaryScorer implements RowScorer {
  loss = Number.NaN;
  nll = Number.NaN;
  uniform = Number.NaN;
  floor = Number.NaN;
  readonly truth = -1;
  readonly predicted = -1;
  readonly confidence = Number.NaN;
  readonly #reader: BinaryRow;
  readonly #halves: Float64Array;
  #targets?: DenseTargets;
  #values: Float64Array = new Float64Array(0);

  constructor({ classes, kind, limits, weights }: ScorerOptions) {
    this.#reader = new BinaryRow({ classes, kind, weights, clip: limits?.least });
    this.#halves = new Float64Array(classes).fill(0.5);
  }

  begin(targets: DenseTargets, { values }: Predictions): void {
    this.#targets = targets;
    this.#values = values;
  }

  score(row: number): boolean {
    const { values, unsmoothed, classes } = this.#targets as DenseTargets;
    const start = row * classes;
    this.peek(row);
    this.loss = this.#reader.loss(values, start);
    this.nll = values === unsmoothed ? this.loss : this.#reader.loss(unsmoothed, start);
    this.floor = this.#floorOf(values, start);
    return !Number.isNaN(this.loss);
  }

  peek(row: number): boolean {
    this.#reader.read(this.#values, row * this.#reader.classes);
    this.uniform = this.#reader.loss(this.#halves, 0);
    return !Number.isNaN(this.uniform);
  }

  fault(): PredictionFault {
    return { found: Number.NaN, reason: "nan" };
  }

  brier(): number {
    return Number.NaN;
  }

  rank(): number {
    return 0;
  }

  /** Reached where each class is predicted with its target. */
  #floorOf(values: Float64Array, start: number): number {
    const { classes, weights } = this.#reader;
    let sum = 0;
    for (let code = 0; code < classes; code++) {
      const is = values[start + code];
      sum -= weights[code] * (share(is) + share(1 - is));
    }
    return sum / classes;
  }
}

function share(probability: number): number {
  return probability === 0 ? 0 : probability * Math.log(probability);
}
