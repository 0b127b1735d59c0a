import { type GivenValues, givenValues, type ValuesByClass } from "../classes/given-values.js";
import { usageError } from "../errors.js";
import {
  type DenominatorName,
  type Framework,
  FRAMEWORK_NAMES,
  type FrameworkName,
  FRAMEWORKS,
} from "../frameworks.js";
import type { CalibrationConvention } from "../kernels/calibration.js";
import { clippedAt, type ProbabilityLimits } from "../kernels/probability-row.js";
import { oneOf } from "../wording/one-of.js";
import { option, type OptionName } from "../wording/option.js";

export const CALIBRATION_CONVENTIONS: readonly CalibrationConvention[] = [
  "histogram",
  "torchmetrics",
  "right-closed",
];

const MEANS: readonly MeanOver[] = ["weights", "rows"];

/** What the mean is taken over, where that is not the framework's own way. */
export type MeanOver = Extract<DenominatorName, "weights" | "rows">;

/** What can be asked of a loss. Everything has a default. */
export interface LossOptions {
  /** Whose loss it is, in all that frameworks differ in. Default: torch. */
  readonly like?: string;
  /**
   * A weight for each class, finite and not negative: by name `{ a: 1, b: 2 }` or in class order. As text `a=1,b=2`, `1,2`,
   * the path of a file, or `balanced`: as much for the rows of each class together. Default: 1 each.
   */
  readonly classWeights?: string | ValuesByClass;
  /** The column that holds a weight for each row: finite, not negative. Default: 1 each. */
  readonly sampleWeight?: string;
  /** `weights` or `rows`. Default: as the framework does. */
  readonly meanOver?: string;
  /** C in (0, 0.5): probabilities are divided by their sum and clipped to [C, 1 − C]. */
  readonly clip?: number;
  /** A column by whose values rows, loss and accuracy are told apart. */
  readonly by?: string;
  /** The bins of the calibration error. Default: 15. */
  readonly eceBins?: number;
  /** `histogram` (default), `torchmetrics` or `right-closed`. */
  readonly eceConvention?: string;
}

/** What was asked for, checked, before the classes are known. */
export interface AskedLoss extends Omit<LossSettings, "classWeights"> {
  readonly classWeights?: GivenValues | "balanced";
}

/** How losses are reckoned: plain data. */
export interface LossSettings {
  readonly like: FrameworkName;
  /** In class order. */
  readonly classWeights?: readonly number[];
  readonly sampleWeight?: string;
  readonly meanOver?: MeanOver;
  readonly clip?: number;
  readonly by?: string;
  readonly eceBins: number;
  readonly eceConvention: CalibrationConvention;
}

/**
 * Settles what a user asked for.
 * @throws {DatasetError} For a value outside its domain, or what the framework does not have (`LIKE_CONFLICT`).
 */
export function resolveLoss(options: LossOptions): AskedLoss {
  const like = oneOf(options.like, FRAMEWORK_NAMES, "like") ?? "torch";
  const meanOver = oneOf(options.meanOver, MEANS, "meanOver");
  const eceConvention = oneOf(options.eceConvention, CALIBRATION_CONVENTIONS, "eceConvention");
  const { sampleWeight, clip, by, eceBins = 15 } = options;
  const weights = options.classWeights;
  const classWeights =
    weights === "balanced" ? ("balanced" as const) : givenValues(weights, "classWeights");
  refuseMissing(like, { ...options, meanOver });
  if (clip !== undefined && !(clip > 0 && clip < 0.5)) {
    throw usageError("BAD_CLIP", `${option("clip")} is ${clip}; it must be between 0 and 0.5`);
  }
  if (!(Number.isSafeInteger(eceBins) && eceBins > 0)) {
    throw usageError("BAD_COUNT", `${option("eceBins")}: ${eceBins} is no positive integer`);
  }
  const settled = { like, classWeights, sampleWeight, meanOver, clip, by, eceBins };
  return { ...settled, eceConvention: eceConvention ?? "histogram" };
}

/** What probabilities go through before their logarithm is taken. */
export function limitsOf({ like, clip }: LossSettings): ProbabilityLimits | undefined {
  return clip === undefined ? FRAMEWORKS[like].limits : clippedAt(clip);
}

/** What a framework does not have is refused, for otherwise nobody would know what the number is. */
function refuseMissing(like: FrameworkName, options: LossOptions): void {
  const { classWeights, sampleWeights, limits } = FRAMEWORKS[like];
  const missing: [OptionName, boolean, string][] = [
    ["classWeights", classWeights === "none", "weighs no classes"],
    ["sampleWeight", !sampleWeights, "weighs no rows"],
    ["meanOver", classWeights === "nll", "divides the two parts of its mean differently"],
    ["clip", limits !== undefined && like !== "keras", "has limits of its own"],
  ];
  for (const [name, isMissing, why] of missing) {
    if (options[name as keyof LossOptions] !== undefined && isMissing) {
      throw unlike(like, `${option(name)}: the loss of ${like} ${why}`);
    }
  }
}

/** How the loss of a framework and what is asked of it disagree. */
export function unlike(like: FrameworkName, message: string, hint?: string): Error {
  return usageError("LIKE_CONFLICT", message, {
    hint: hint ?? `Leave one of them out: ${option("like", like)} is the loss as it is there.`,
  });
}

/** What the framework of a loss is like. */
export function frameworkOf({ like }: LossSettings): Framework {
  return FRAMEWORKS[like];
}
