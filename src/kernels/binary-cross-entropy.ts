import { checkClip, checkWeights } from "./check-predictions.js";
import { checkEpsilon, checkProbabilities, checkWholeRows, shown } from "./checks.js";
import type { Probabilities } from "./one-hot.js";

/** What {@link binaryCrossEntropy} can be asked for. */
export interface BinaryCrossEntropyOptions {
  /** Smooths every target to `(1 − ε) · y + ε / 2`, as Keras' BinaryCrossentropy. In [0, 1]. Default: 0. */
  readonly epsilon?: number;
  /**
   * w, [classes]: what the loss of each class is multiplied by, as `weight` of `torch.nn.BCEWithLogitsLoss`;
   * the mean is over the number of classes all the same. Finite, not negative. Default: 1 for each class.
   */
  readonly weights?: ArrayLike<number>;
  /** What the predictions are. Default: logits. */
  readonly kind?: "logits" | "probs";
  /** C in (0, 0.5), for probabilities: clips each to [C, 1 − C], as Keras with 1e-7. */
  readonly clip?: number;
}

/** How rows of a multi-label data set are scored. */
export interface BinaryRowOptions {
  /** Row width, K. */
  readonly classes: number;
  readonly kind: "logits" | "probs";
  readonly clip?: number;
  /** w, [classes]: not negative, finite. Default: 1 for each class. */
  readonly weights?: Float64Array;
}

/**
 * The binary cross-entropy of every row, in nats, for targets that may name several classes:
 * `ℓ_n = 1/K · Σ_c w_c · (max(x, 0) − x · y′ + ln(1 + e^−|x|))` with `y′ = (1 − ε) · y + ε / 2`; from
 * probabilities `1/K · Σ_c w_c · (−y′ · ln p − (1 − y′) · ln(1 − p))`.
 *
 * Here, too, 0 · ∞ is 0: a class that is certain and right costs nothing, one that is certain and wrong
 * costs Infinity. PyTorch's `BCELoss` of probabilities stops at 100 instead.
 *
 * @param predictions Row-major [rows, classes], logits or probabilities.
 * @param classes Row width, K; a positive whole number.
 * @param targets y in [0, 1], row-major [rows, classes].
 * @returns A loss for each row. Their mean is PyTorch's, for every row has as many classes.
 * @throws {RangeError} If an option, a shape, a target or a probability is outside its domain, or a logit is NaN.
 * @throws {TypeError} If an array is of another type.
 * @example binaryCrossEntropy(Float64Array.of(2, -1), 2, Float64Array.of(1, 0)) // Float64Array [0.22009485…]
 */
export function binaryCrossEntropy(
  predictions: Probabilities,
  classes: number,
  targets: Probabilities,
  options: BinaryCrossEntropyOptions = {},
): Float64Array {
  const { epsilon = 0, kind = "logits", clip, weights } = options;
  checkProbabilities("predictions", predictions);
  checkProbabilities("targets", targets);
  checkWholeRows("predictions", predictions.length, classes);
  checkEpsilon(epsilon);
  checkClip(clip, kind);
  if (targets.length !== predictions.length) {
    throw new RangeError(`targets hold ${targets.length} values, expected ${predictions.length}`);
  }
  checkShares("target", targets);
  if (kind === "probs") {
    checkShares("probability", predictions);
  }
  const row = new BinaryRow({ classes, kind, clip, weights: checkWeights(weights, classes) });
  const smoothed = Float64Array.from(targets, (target) => (1 - epsilon) * target + epsilon / 2);
  return Float64Array.from({ length: predictions.length / classes }, (_, index) => {
    const start = index * classes;
    row.read(predictions, start);
    const loss = row.loss(smoothed, start);
    if (Number.isNaN(loss)) {
      throw new RangeError(`row ${index} of the predictions holds NaN, expected numbers`);
    }
    return loss;
  });
}

/**
 * One row of predictions that name any number of classes. One object reads all rows of a data set, one after the
 * other. Arguments are trusted: who calls has checked them.
 */
export class BinaryRow {
  readonly classes: number;
  readonly weights: Float64Array;
  readonly #kind: "logits" | "probs";
  readonly #least: number;
  #values: Probabilities = new Float64Array();
  #start = 0;

  constructor({ classes, kind, clip = 0, weights }: BinaryRowOptions) {
    this.classes = classes;
    this.weights = weights ?? new Float64Array(classes).fill(1);
    this.#kind = kind;
    this.#least = clip;
  }

  /** Takes up the row of `values`, row-major [rows, classes], that begins at `start`. */
  read(values: Probabilities, start: number): void {
    this.#values = values;
    this.#start = start;
  }

  /**
   * The mean over the classes of their weighted losses.
   *
   * @param targets y in [0, 1], after smoothing, row-major [rows, classes].
   * @param start Where the row begins in them.
   * @returns A loss; NaN if a prediction is NaN.
   */
  loss(targets: Probabilities, start: number): number {
    let sum = 0;
    for (let code = 0; code < this.classes; code++) {
      sum +=
        this.weights[code] === 0
          ? 0
          : this.weights[code] * this.#lossOf(code, targets[start + code]);
    }
    return sum / this.classes;
  }

  /** The probability that the row belongs to the class. */
  probability(code: number): number {
    const value = this.#values[this.#start + code];
    return this.#kind === "probs" ? value : 1 / (1 + Math.exp(-value));
  }

  #lossOf(code: number, target: number): number {
    const value = this.#values[this.#start + code];
    return this.#kind === "logits"
      ? lossOfLogit(value, target)
      : lossOfProbability(Math.min(Math.max(value, this.#least), 1 - this.#least), target);
  }
}

function lossOfLogit(logit: number, target: number): number {
  const size = Math.abs(logit);
  // What speaks against the larger side; without it, no product of 0 and an infinity is taken.
  const doubt = logit > 0 ? 1 - target : target;
  return (doubt === 0 ? 0 : size * doubt) + Math.log1p(Math.exp(-size));
}

function lossOfProbability(probability: number, target: number): number {
  const is = target === 0 ? 0 : target * Math.log(probability);
  const isNot = target === 1 ? 0 : (1 - target) * Math.log1p(-probability);
  return 0 - is - isNot;
}

function checkShares(name: string, values: Probabilities): void {
  const index = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (index >= 0) {
    throw new RangeError(
      `${name} ${shown(values[index])} at index ${index}, expected a number from 0 to 1`,
    );
  }
}
