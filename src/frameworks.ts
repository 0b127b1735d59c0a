import { clippedAt, type ProbabilityLimits } from "./kernels/probability-row.js";
import type { PredictionKind } from "./predictions/predictions.js";

/** Whose loss is reckoned. */
export type FrameworkName =
  | "torch"
  | "keras"
  | "tfjs"
  | "fairseq"
  | "fastai"
  | "sklearn"
  | "xgboost"
  | "lightgbm";

/**
 * What the sum of the losses is divided by. `weights`: the summed weights of the rows that count, for class labels times
 * the weight of their class. `rows`: how many there are, whatever they weigh. `nonzero`: how many have a weight that is
 * not 0. `none`: 1.
 */
export type DenominatorName = "weights" | "rows" | "nonzero" | "none";

/** What distinguishes the cross-entropy of a framework. */
export interface Framework {
  /** The predictions that it takes, those that it expects first. */
  readonly kinds: readonly [PredictionKind, ...PredictionKind[]];
  /** Whether targets may be distributions, so that smoothing may be done before. */
  readonly soft: boolean;
  /** Whether it has a binary loss for several labels a row. */
  readonly multi: boolean;
  /** The smoothing of the loss itself: `any` where soft targets make it of no account. */
  readonly smoothing: "any" | "uniform" | "others" | "none";
  /** Class weights stand within the sum over the classes, or in its nll part alone, or weigh whole rows; or there are none. */
  readonly classWeights: "terms" | "nll" | "rows" | "none";
  readonly sampleWeights: boolean;
  readonly limits?: ProbabilityLimits;
  readonly denominator: { readonly labels: DenominatorName; readonly soft: DenominatorName };
  /** The mean where nothing counts. */
  readonly empty: 0 | null;
}

/** float64's; `2.220446049250313e-16` */
const SKLEARN_LIMITS: ProbabilityLimits = {
  normalised: false,
  least: Number.EPSILON,
  most: 1 - Number.EPSILON,
};

/** Its least is a float32. */
const XGBOOST_LIMITS: ProbabilityLimits = {
  normalised: false,
  least: Math.fround(1e-16),
  most: Infinity,
};

/** Its least is a float32, and so is the logarithm of that. */
const LIGHTGBM_LIMITS: ProbabilityLimits = {
  normalised: false,
  least: Math.fround(1e-15),
  most: Infinity,
  leastLogarithm: Math.fround(Math.log(Math.fround(1e-15))),
};

const by = (name: DenominatorName): Framework["denominator"] => ({ labels: name, soft: name });

const BOOSTER = {
  kinds: ["probs"],
  soft: false,
  multi: false,
  smoothing: "none",
  classWeights: "rows",
  sampleWeights: true,
  denominator: by("weights"),
  empty: null,
} as const;

/**
 * The same loss in each framework, in rows: what differs between two of them is what their reports differ by.
 * - torch: `torch.nn.functional.cross_entropy`, or `binary_cross_entropy_with_logits` with several labels a row
 * - keras: `CategoricalCrossentropy`, `BinaryCrossentropy`; weights by class are the weights of their rows in `Model.fit`
 * - tfjs: `tf.losses.softmaxCrossEntropy`, `sigmoidCrossEntropy`
 * - fairseq: `label_smoothed_nll_loss`, which sums
 * - fastai: `LabelSmoothingCrossEntropy`; the uniform part has neither class weights nor their denominator, and does not
 *   leave out ignored rows
 * - sklearn: `log_loss`; xgboost: `mlogloss`; lightgbm: `multi_logloss`
 */
export const FRAMEWORKS: Readonly<Record<FrameworkName, Framework>> = {
  torch: {
    kinds: ["logits", "probs"],
    soft: true,
    multi: true,
    smoothing: "any",
    classWeights: "terms",
    sampleWeights: true,
    denominator: { labels: "weights", soft: "rows" },
    empty: null,
  },
  keras: {
    kinds: ["probs", "logits"],
    soft: true,
    multi: true,
    smoothing: "any",
    classWeights: "rows",
    sampleWeights: true,
    limits: clippedAt(1e-7),
    denominator: by("rows"),
    empty: 0,
  },
  tfjs: {
    kinds: ["logits"],
    soft: true,
    multi: true,
    smoothing: "any",
    classWeights: "rows",
    sampleWeights: true,
    denominator: by("nonzero"),
    empty: null,
  },
  fairseq: {
    kinds: ["logits"],
    soft: false,
    multi: false,
    smoothing: "others",
    classWeights: "none",
    sampleWeights: false,
    denominator: by("none"),
    empty: 0,
  },
  fastai: {
    kinds: ["logits"],
    soft: false,
    multi: false,
    smoothing: "uniform",
    classWeights: "nll",
    sampleWeights: false,
    denominator: by("weights"),
    empty: null,
  },
  sklearn: { ...BOOSTER, limits: SKLEARN_LIMITS },
  xgboost: { ...BOOSTER, limits: XGBOOST_LIMITS },
  lightgbm: { ...BOOSTER, limits: LIGHTGBM_LIMITS },
};

export const FRAMEWORK_NAMES = Object.keys(FRAMEWORKS) as readonly FrameworkName[];
