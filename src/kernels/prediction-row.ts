import type { PredictionFault } from "./prediction-fault.js";
import type { Probabilities } from "./one-hot.js";

/** Sums of finite surprisals stay finite in this unit: 2^64 of them, two times the largest double each. */
const LARGE_UNIT = 2 ** -66;

/** How rows of predictions are read. */
export interface PredictionRowOptions {
  /** Row width, K. */
  readonly classes: number;
  /** w, [classes]: not negative, finite. Default: 1 for each class. */
  readonly weights?: Float64Array;
}

/**
 * One row of predictions, and the losses and metrics that follow from it: `read` goes over the classes once
 * or twice, and everything that a class index asks for afterwards takes a few operations. One object reads
 * all rows of a data set, one after the other. Arguments are trusted: who calls has checked them.
 *
 * Notation: lp the logarithms of the predicted probabilities p, w the class weights, q a target row.
 * In all sums 0 · ∞ is 0: what has no weight or no target adds nothing, however impossible it was.
 */
export abstract class PredictionRow {
  readonly classes: number;
  readonly weights: Float64Array;
  /** The class with the greatest prediction; the lowest index wins a tie. */
  predicted = 0;
  /** Its probability. */
  confidence = NaN;
  /** `−Σ_c w_c · lp_c`: K times the loss against the uniform distribution. */
  uniform = NaN;
  /** Σ p² over the classes that are not predicted. */
  protected otherSquares = NaN;
  /** The predictions as given, in float64, and where the row begins in them. */
  protected given: Float64Array;
  protected start = 0;
  readonly #scratch: Float64Array;

  constructor({ classes, weights }: PredictionRowOptions) {
    this.classes = classes;
    this.weights = weights ?? new Float64Array(classes).fill(1);
    this.#scratch = new Float64Array(classes);
    this.given = this.#scratch;
  }

  /**
   * Takes up a row.
   *
   * @param values Predictions, row-major [rows, classes].
   * @param start Where the row begins in them.
   * @returns Whether the row can be scored; if not, {@link fault} tells why, and nothing else here means anything.
   */
  abstract read(values: Probabilities, start: number): boolean;

  /** Why the row that was read last cannot be scored; undefined if it can. */
  abstract fault(): PredictionFault | undefined;

  /**
   * `−lp_c`, not negative: what it costs that the class occurs.
   *
   * @param unit What it is multiplied by before anything can overflow. Default: 1, for nats.
   */
  abstract surprisal(code: number, unit?: number): number;

  /** `p_c`. */
  abstract probability(code: number): number;

  /** `−w_y · lp_y`: the loss against the class alone, without smoothing. */
  nll(code: number): number {
    const weight = this.weights[code];
    const loss = weight * this.surprisal(code);
    return loss < Infinity ? loss : this.#lossByClass((other) => (other === code ? 1 : 0));
  }

  /**
   * The loss against a row that is `on` for one class and `off` for all others:
   * `(on − off) · nll + off · uniform`. Label smoothing has `off = ε/K` and `on = 1 − ε + ε/K`.
   */
  lossOfTwoValues(code: number, on: number, off: number): number {
    const loss = off === 0 ? on * this.nll(code) : (on - off) * this.nll(code) + off * this.uniform;
    // A difference of much larger numbers (or of infinities) is not worth its bits: then class by class.
    return on >= off && loss < Infinity
      ? loss
      : this.#lossByClass((other) => (other === code ? on : off));
  }

  /**
   * `−Σ_c w_c · q_c · lp_c`: the loss against any target row, or any row of a table of templates.
   *
   * @param targets Target rows, row-major [rows, classes].
   * @param start Where the row begins in them.
   */
  loss(targets: Probabilities, start: number): number {
    let loss = 0;
    for (let code = 0; code < this.classes; code++) {
      loss += this.weights[code] * targets[start + code] * this.surprisal(code);
    }
    return loss < Infinity ? loss : this.#lossByClass((code) => targets[start + code]);
  }

  /** `Σ_c (p_c − [c = y])²`, in [0, 2] (Brier 1950). */
  brier(code: number): number {
    const { confidence, otherSquares } = this;
    return code === this.predicted
      ? (1 - confidence) ** 2 + otherSquares
      : confidence ** 2 + otherSquares + (1 - 2 * this.probability(code));
  }

  /** `Σ_c (p_c − q_c)²` against any target row. */
  brierOfRow(targets: Probabilities, start: number): number {
    let sum = 0;
    for (let code = 0; code < this.classes; code++) {
      sum += (this.probability(code) - targets[start + code]) ** 2;
    }
    return sum;
  }

  /**
   * How many classes are predicted before this one: those with a greater prediction, and those of the same
   * with a lower index. The class is among the top k where this is below k.
   *
   * @param limit Where to stop counting, for who asks for no more than whether it is reached.
   */
  rank(code: number, limit: number = Infinity): number {
    if (code === this.predicted) {
      return 0;
    }
    const { given, start, classes } = this;
    const own = given[start + code];
    let rank = 0;
    for (let other = 0; other < classes && rank < limit; other++) {
      const score = given[start + other];
      if (score > own || (score === own && other < code)) {
        rank++;
      }
    }
    return rank;
  }

  /**
   * `(p_y − max_{c ≠ y} p_c + 1) / 2` in [0, 1]: low where the predictions contradict the label. A row of one
   * class has no other, which counts as 0.
   *
   * @see Northcutt et al. 2021, "Confident Learning", https://arxiv.org/abs/1911.00068; cleanlab's `normalized_margin`
   */
  normalizedMargin(code: number): number {
    const rival = code === this.predicted ? this.#secondHighest() : this.confidence;
    return (this.probability(code) - rival + 1) / 2;
  }

  /** Has `given` and `start` point to the row in float64. */
  protected take(values: Probabilities, start: number): void {
    if (values instanceof Float64Array) {
      this.given = values;
      this.start = start;
      return;
    }
    // Float32 is copied, so that all other loops know one kind of array.
    this.given = this.#scratch;
    this.start = 0;
    for (let code = 0; code < this.classes; code++) {
      this.given[code] = values[start + code];
    }
  }

  /** The index of the greatest prediction, the lowest of several; 0 where the first is NaN. */
  protected findHighest(): number {
    const { given, start, classes } = this;
    let highest = given[start];
    let code = 0;
    for (let other = 1; other < classes; other++) {
      if (given[start + other] > highest) {
        highest = given[start + other];
        code = other;
      }
    }
    return code;
  }

  /** `−Σ_c w_c · lp_c`, class by class: for rows where the short way meets an infinity. */
  protected uniformByClass(): number {
    return this.#lossByClass(() => 1);
  }

  /** `−Σ_c w_c · q_c · lp_c`, the slow way, that neither multiplies 0 and ∞ nor overflows on its way. */
  #lossByClass(target: (code: number) => number): number {
    let loss = 0;
    for (let code = 0; code < this.classes; code++) {
      const share = this.weights[code] * target(code);
      loss += share === 0 ? 0 : share * this.surprisal(code, LARGE_UNIT);
    }
    return loss / LARGE_UNIT;
  }

  #secondHighest(): number {
    let highest = 0;
    for (let code = 0; code < this.classes; code++) {
      if (code !== this.predicted) {
        highest = Math.max(highest, this.probability(code));
      }
    }
    return highest;
  }
}
