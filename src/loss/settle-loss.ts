import { type ClassOrder, valuesByClass } from "../classes/values-by-class.js";
import { usageError } from "../errors.js";
import { FRAMEWORKS } from "../frameworks.js";
import type { PredictionKind } from "../predictions/predictions.js";
import { option } from "../wording/option.js";
import { type AskedLoss, type LossSettings, unlike } from "./loss-settings.js";

/**
 * What was asked for, once the classes are known: class weights in class order. What was in files is read by now.
 * @throws {DatasetError} As `valuesByClass`; if a weight is negative or not finite, or all are 0 (`BAD_WEIGHT`), or
 *   balanced ones are asked for and nobody counted the classes (`NO_COUNTS`).
 */
export function settleLoss(asked: AskedLoss, classes: ClassOrder): LossSettings {
  const { classWeights } = asked;
  if (classWeights === undefined) {
    return { ...asked, classWeights };
  }
  const weights =
    classWeights === "balanced"
      ? balancedWeights(classes)
      : valuesByClass(classWeights, classes, {
          asked: "classWeights",
          code: "BAD_WEIGHT",
          expected: "a finite number that is not negative",
          fits: isWeight,
        });
  if (weights.every((weight) => weight === 0)) {
    throw usageError("BAD_WEIGHT", `${option("classWeights")}: all weights are 0`, {
      hint: "Nothing would be counted.",
    });
  }
  return { ...asked, classWeights: weights };
}

/** Whether something can weigh so much. */
export function isWeight(weight: number): boolean {
  return weight >= 0 && weight < Infinity;
}

/** `N / (K · n_c)`, which gives all classes together the weight of their rows; 0 for a class without rows. */
function balancedWeights({ count, counts }: ClassOrder): readonly number[] {
  const rows = counts?.reduce((sum, each) => sum + each, 0) ?? 0;
  if (counts === undefined || rows === 0) {
    throw usageError(
      "NO_COUNTS",
      `${option("classWeights", "balanced")} needs the number of rows of each class, which nobody counted`,
      {
        hint: `Learn the classes, or take them from a file with counts: ${option("classes", "@train.arrow")}.`,
      },
    );
  }
  return counts.map((each) => (each === 0 ? 0 : rows / (count * each)));
}

/** What is scored. */
export interface Scored {
  readonly kind: PredictionKind;
  readonly targets: "labels" | "soft" | "multi";
  readonly isSmoothed: boolean;
  /** How, where that is known. */
  readonly method?: string;
  /** Whether rows or classes differ in how much. */
  readonly isUneven: boolean;
}

/**
 * Refuses what a framework's loss cannot be given: its number would be one that nobody gets there.
 * @throws {DatasetError} `LIKE_CONFLICT`; `CONFLICT` for logits that are to be clipped.
 */
export function refuseUnlike({ like, clip }: LossSettings, scored: Scored): void {
  const { kinds, soft, multi, smoothing } = FRAMEWORKS[like];
  const { kind, targets, isSmoothed, method = smoothing, isUneven } = scored;
  if (!kinds.includes(kind)) {
    throw unlike(
      like,
      `the loss of ${like} takes ${kinds[0]}, and the predictions are ${kind}`,
      `Give ${kinds[0]} with ${option("predKind", kinds[0])}.`,
    );
  }
  if (clip !== undefined && kind === "logits") {
    throw usageError(
      "CONFLICT",
      `${option("clip")} is for probabilities, and the predictions are logits`,
      { hint: `Leave it out, or say ${option("predKind", "probs")}.` },
    );
  }
  if ((targets === "soft" && !soft) || (targets === "multi" && !multi)) {
    const what = targets === "soft" ? "distributions" : "several labels a row";
    throw unlike(
      like,
      `the loss of ${like} takes a class for each row, and the targets are ${what}`,
    );
  }
  if (smoothing === "none" && isSmoothed) {
    throw unlike(
      like,
      `the loss of ${like} knows no smoothing`,
      `Say ${option("epsilon", 0)}, or leave ${option("like")} out.`,
    );
  }
  if (smoothing !== "any" && isSmoothed && (method !== smoothing || isUneven)) {
    throw unlike(
      like,
      `the loss of ${like} smooths by the method ${smoothing} and one epsilon`,
      `Say ${option("method", smoothing)}, or leave ${option("like")} out.`,
    );
  }
}
