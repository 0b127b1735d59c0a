import { shown } from "./checks.js";
import { ExactSum } from "./exact-sum.js";

/**
 * Where a confidence on the edge of two bins belongs.
 * - `histogram`: bins [lo, hi), the last closed, with the edges of `numpy.linspace(0, 1, bins + 1)`, as
 *   `numpy.histogram` has them.
 * - `torchmetrics`: the same with confidences and edges in float32, and a bin more for confidences of 1.
 * - `right-closed`: bins (lo, hi], the first closed, as in scikit-learn's `calibration_curve`.
 */
export type CalibrationConvention = "histogram" | "torchmetrics" | "right-closed";

/** What {@link Calibration} can be asked for. */
export interface CalibrationOptions {
  /** A whole number from 1. Default: 15. */
  readonly bins?: number;
  /** Default: `histogram`. */
  readonly convention?: CalibrationConvention;
}

/** A bin of confidences, and the rows in it. */
export interface CalibrationBin {
  readonly lower: number;
  readonly upper: number;
  readonly rows: number;
  /** The share of rows that were predicted correctly; NaN for an empty bin. */
  readonly accuracy: number;
  /** Mean confidence; NaN for an empty bin. */
  readonly confidence: number;
}

/**
 * How far confidence and accuracy are apart, in bins of equal width. Sums are exact: the order of the rows, and
 * how they were split among objects that are merged, do not matter.
 *
 * @example
 * const calibration = new Calibration({ bins: 10 });
 * calibration.add(0.93, true);
 * calibration.add(0.97, false);
 * calibration.expectedError() // 0.45, which is |1/2 − 0.95|
 * @throws {RangeError} If an option is outside its domain.
 * @see Guo et al. 2017, section 2, https://arxiv.org/abs/1706.04599
 */
export class Calibration {
  readonly #convention: CalibrationConvention;
  readonly #edges: Float64Array;
  readonly #rows: Float64Array;
  readonly #correct: Float64Array;
  readonly #confidence: readonly ExactSum[];

  constructor({ bins = 15, convention = "histogram" }: CalibrationOptions = {}) {
    checkOptions(bins, convention);
    this.#convention = convention;
    this.#edges = convention === "torchmetrics" ? float32Edges(bins) : float64Edges(bins);
    const count = this.#edges.length - 1;
    this.#rows = new Float64Array(count);
    this.#correct = new Float64Array(count);
    this.#confidence = Array.from({ length: count }, () => new ExactSum());
  }

  /**
   * @param confidence The probability of the predicted class, in [0, 1]; more than 1 counts as 1.
   * @param isCorrect Whether that class is the true one.
   */
  add(confidence: number, isCorrect: boolean): void {
    const counted = this.#convention === "torchmetrics" ? Math.fround(confidence) : confidence;
    const bin = this.#binOf(counted);
    this.#rows[bin]++;
    this.#correct[bin] += isCorrect ? 1 : 0;
    this.#confidence[bin].add(counted);
  }

  /**
   * Adds all rows of another object, which stays as it is.
   *
   * @throws {RangeError} If its bins are others.
   */
  merge(other: Calibration): void {
    if (other.#convention !== this.#convention || other.#rows.length !== this.#rows.length) {
      throw new RangeError("calibrations of different bins cannot be merged");
    }
    this.#confidence.forEach((sum, bin) => {
      sum.merge(other.#confidence[bin]);
      this.#rows[bin] += other.#rows[bin];
      this.#correct[bin] += other.#correct[bin];
    });
  }

  /** The bins from 0 to 1, empty ones included. */
  bins(): CalibrationBin[] {
    return this.#confidence.map((sum, bin) => ({
      lower: this.#edges[bin],
      upper: this.#edges[bin + 1],
      rows: this.#rows[bin],
      accuracy: this.#correct[bin] / this.#rows[bin],
      confidence: sum.value() / this.#rows[bin],
    }));
  }

  /** ECE: `Σ_b (n_b / N) · |accuracy_b − confidence_b|`; NaN without rows. */
  expectedError(): number {
    const bins = this.#filled();
    const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
    return bins.reduce((sum, bin) => sum + bin.rows * gapOf(bin), 0) / rows;
  }

  /** MCE: the largest `|accuracy_b − confidence_b|` of the bins with rows; NaN without rows. */
  maximumError(): number {
    const gaps = this.#filled().map(gapOf);
    return gaps.length === 0 ? NaN : Math.max(...gaps);
  }

  #filled(): CalibrationBin[] {
    return this.bins().filter(({ rows }) => rows > 0);
  }

  #binOf(confidence: number): number {
    const edges = this.#edges;
    const last = this.#rows.length - 1;
    // At most one off: edges are rounded.
    let bin = Math.min(last, Math.max(0, Math.floor(confidence * last)));
    if (this.#convention === "right-closed") {
      while (bin > 0 && confidence <= edges[bin]) bin--;
      while (bin < last && confidence > edges[bin + 1]) bin++;
      return bin;
    }
    while (bin > 0 && confidence < edges[bin]) bin--;
    while (bin < last && confidence >= edges[bin + 1]) bin++;
    return bin;
  }
}

function checkOptions(bins: number, convention: string): void {
  if (!(Number.isInteger(bins) && bins > 0)) {
    throw new RangeError(`bins is ${shown(bins)}, expected a positive whole number`);
  }
  if (!["histogram", "torchmetrics", "right-closed"].includes(convention)) {
    throw new RangeError(
      `convention is ${shown(convention)}, expected "histogram", "torchmetrics" or "right-closed"`,
    );
  }
}

/** As `numpy.linspace`, whose edges are multiples of a rounded step. */
function float64Edges(bins: number): Float64Array {
  const edges = Float64Array.from({ length: bins + 1 }, (_, edge) => edge * (1 / bins));
  edges[bins] = 1;
  return edges;
}

/** As `torch.linspace`, which counts in float32 from both ends; a last bin holds 1 alone. */
function float32Edges(bins: number): Float64Array {
  const step = Math.fround(1 / bins);
  const half = Math.floor((bins + 1) / 2);
  const edges = Float64Array.from({ length: bins + 2 }, (_, edge) =>
    Math.fround(edge < half ? edge * step : 1 - (bins - edge) * step),
  );
  edges[bins + 1] = 1;
  return edges;
}

function gapOf({ accuracy, confidence }: CalibrationBin): number {
  return Math.abs(accuracy - confidence);
}
