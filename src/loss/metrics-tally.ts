import type { CalibrationConvention } from "../kernels/calibration.js";
import { Calibration } from "../kernels/calibration.js";
import { Confusion } from "../kernels/confusion.js";
import { ExactSum } from "../kernels/exact-sum.js";
import type { RowScorer } from "./row-scorer.js";

/** How often a class (by its name) was predicted as another. */
export type ConfusionCount = readonly [truth: string, predicted: string, count: number];

/** How good predictions are apart from their loss; null where no row counts. */
export interface Metrics {
  /** The part of the rows whose class has the greatest prediction; of several the lowest index has it. */
  readonly accuracy: number | null;
  /** The part of the rows whose class is among the five greatest predictions. */
  readonly top5: number | null;
  /** `Σ_c (p_c − y_c)²`, 0 to 2, on the mean. */
  readonly brier: number | null;
  /** The expected calibration error. */
  readonly ece: number | null;
  /** The largest one of a bin. */
  readonly mce: number | null;
  /** The cells that occur. */
  readonly confusion: readonly ConfusionCount[];
}

const TOP = 5;

/** Metrics of rows, taken up one after another. */
export class MetricsTally {
  readonly #calibration: Calibration;
  readonly #confusion: Confusion;
  readonly #brier = new ExactSum();
  #rows = 0;
  #correct = 0;
  #top = 0;

  constructor(
    classes: number,
    options: { readonly eceBins: number; readonly eceConvention: CalibrationConvention },
  ) {
    this.#calibration = new Calibration({
      bins: options.eceBins,
      convention: options.eceConvention,
    });
    this.#confusion = new Confusion(classes);
  }

  /** Takes up the row that was scored last. */
  add(scorer: RowScorer): void {
    const { truth, predicted } = scorer;
    const isCorrect = truth === predicted;
    this.#rows++;
    this.#correct += isCorrect ? 1 : 0;
    this.#top += isCorrect || scorer.rank(TOP) < TOP ? 1 : 0;
    this.#brier.add(scorer.brier());
    this.#calibration.add(scorer.confidence, isCorrect);
    this.#confusion.add(truth, predicted);
  }

  /** @param nameOf What a class is called. */
  result(nameOf: (code: number) => string): Metrics {
    const mean = (sum: number): number | null => (this.#rows === 0 ? null : sum / this.#rows);
    return {
      accuracy: mean(this.#correct),
      top5: mean(this.#top),
      brier: mean(this.#brier.value()),
      ece: this.#rows === 0 ? null : this.#calibration.expectedError(),
      mce: this.#rows === 0 ? null : this.#calibration.maximumError(),
      confusion: this.#confusion
        .cells()
        .map(({ actual, predicted, rows }) => [nameOf(actual), nameOf(predicted), rows]),
    };
  }
}
