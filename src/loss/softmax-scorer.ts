import { floorOfRow } from "../kernels/entropy.js";
import { LogitRow } from "../kernels/logit-row.js";
import type { PredictionFault } from "../kernels/prediction-fault.js";
import type { PredictionRow } from "../kernels/prediction-row.js";
import { type ProbabilityLimits, ProbabilityRow } from "../kernels/probability-row.js";
import type { PredictionKind, Predictions } from "../predictions/predictions.js";
import {
  type CodedTargets,
  type DenseTargets,
  isSameTemplates,
  NO_TARGET,
  type Targets,
  type Templates,
  TwoValues,
} from "../targets.js";
import type { RowScorer } from "./row-scorer.js";

/** What rows are scored with. */
export interface ScorerOptions {
  readonly classes: number;
  readonly kind: PredictionKind;
  readonly limits?: ProbabilityLimits;
  /** The weights of the classes within each row's sum, K of them. */
  readonly weights: Float64Array;
}

/** Rows of which each is of one class, or of several in shares that add up to 1. */
abstract class SoftmaxScorer implements RowScorer {
  loss = Number.NaN;
  nll = Number.NaN;
  floor = Number.NaN;
  truth = NO_TARGET;
  protected readonly reader: PredictionRow;
  protected readonly classes: number;
  protected readonly weights: Float64Array;
  #values: Float64Array = new Float64Array(0);

  constructor({ classes, kind, limits, weights }: ScorerOptions) {
    this.classes = classes;
    this.weights = weights;
    this.reader =
      kind === "logits"
        ? new LogitRow({ classes, weights })
        : new ProbabilityRow({ classes, weights, limits });
  }

  get uniform(): number {
    return this.reader.uniform / this.classes;
  }

  get predicted(): number {
    return this.reader.predicted;
  }

  get confidence(): number {
    return this.reader.confidence;
  }

  abstract begin(targets: Targets, predictions: Predictions): void;

  abstract score(row: number): boolean;

  abstract brier(): number;

  peek(row: number): boolean {
    return this.reader.read(this.#values, row * this.classes);
  }

  fault(): PredictionFault | undefined {
    return this.reader.fault();
  }

  rank(limit: number): number {
    return this.reader.rank(this.truth, limit);
  }

  protected take({ values }: Predictions): void {
    this.#values = values;
  }
}

/** Rows with a class each: no target row is spelled out where two numbers tell it. */
export class LabelScorer extends SoftmaxScorer {
  #targets?: CodedTargets;
  #templates?: Templates;
  /** The floors of the rows of each class, as far as they were asked for. */
  #floors: (number | undefined)[] = [];
  readonly #row: Float64Array;

  constructor(options: ScorerOptions) {
    super(options);
    this.#row = new Float64Array(this.classes);
  }

  begin(targets: CodedTargets, predictions: Predictions): void {
    this.take(predictions);
    this.#targets = targets;
    if (this.#templates === undefined || !isSameTemplates(this.#templates, targets.templates)) {
      this.#templates = targets.templates;
      this.#floors = [];
    }
  }

  score(row: number): boolean {
    if (!this.peek(row)) {
      return false;
    }
    const { codes, templates, byRow } = this.#targets as CodedTargets;
    const code = codes[row];
    this.truth = code;
    this.nll = this.reader.nll(code);
    if (byRow === undefined && templates instanceof TwoValues) {
      this.loss = this.reader.lossOfTwoValues(code, templates.on, templates.off);
      this.floor = this.#floors[code] ??= this.#floorOf(row);
    } else {
      this.#targets?.write(row, this.#row, 0);
      this.loss = this.reader.loss(this.#row, 0);
      this.floor =
        byRow === undefined ? (this.#floors[code] ??= this.#floorOf(row)) : this.#floorOf(row);
    }
    return true;
  }

  brier(): number {
    return this.reader.brier(this.truth);
  }

  #floorOf(row: number): number {
    this.#targets?.write(row, this.#row, 0);
    return floorOfRow({ values: this.#row, start: 0, classes: this.classes }, this.weights);
  }
}

/** Rows with a distribution each. */
export class DistributionScorer extends SoftmaxScorer {
  #targets?: DenseTargets;
  #start = 0;

  begin(targets: DenseTargets, predictions: Predictions): void {
    this.take(predictions);
    this.#targets = targets;
  }

  score(row: number): boolean {
    if (!this.peek(row)) {
      return false;
    }
    const { classes, weights } = this;
    const { values, unsmoothed } = this.#targets as DenseTargets;
    const start = row * classes;
    this.#start = start;
    this.truth = greatest(unsmoothed, start, classes);
    this.loss = this.reader.loss(values, start);
    this.nll = values === unsmoothed ? this.loss : this.reader.loss(unsmoothed, start);
    this.floor = floorOfRow({ values, start, classes }, weights);
    return true;
  }

  brier(): number {
    return this.reader.brierOfRow((this.#targets as DenseTargets).unsmoothed, this.#start);
  }
}

/** The place of the greatest of some values from a start on, the first of several. */
function greatest(values: Float64Array, start: number, count: number): number {
  let code = 0;
  for (let other = 1; other < count; other++) {
    if (values[start + other] > values[start + code]) {
      code = other;
    }
  }
  return code;
}
