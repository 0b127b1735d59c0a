import { refuseUnlike, settleLoss } from "../loss/settle-loss.js";
import type { LossSettings } from "../loss/loss-settings.js";
import { columnIndex } from "../selectors.js";
import type { Facts, Plan } from "./plan.js";
import type { Settings } from "./settings.js";

/**
 * How the loss is reckoned, once classes and predictions are known.
 * @throws {DatasetError} As `settleLoss` and `refuseUnlike`; for a column that is not there.
 */
export function bindLoss(
  settings: Settings,
  facts: Facts,
  { smoothing, predictions }: Pick<Plan, "smoothing" | "predictions">,
): LossSettings | undefined {
  if (settings.loss === undefined || predictions === undefined) {
    return undefined;
  }
  const { names, counts } = facts.classes;
  const loss = settleLoss(
    { ...settings.loss, classWeights: facts.classWeights },
    { count: names.length, names, counts, isLearned: facts.classesFrom === "learned" },
  );
  const isSoft = facts.soft !== undefined;
  const isMulti = settings.multiLabel !== undefined;
  refuseUnlike(loss, {
    kind: predictions.kind,
    targets: isMulti ? "multi" : isSoft ? "soft" : "labels",
    isSmoothed: smoothing.epsilon !== 0,
    method: smoothing.method,
    isUneven: smoothing.epsilon === null,
  });
  return loss;
}

/** The places of the columns that the loss is reckoned with, beside predictions. */
export function lossIndices(loss: LossSettings | undefined, { input }: Facts): number[] {
  const names = input.columns.map((column) => column.name);
  return (["sampleWeight", "by"] as const).flatMap((asked) => {
    const name = loss?.[asked];
    return name === undefined ? [] : [columnIndex(name, names, asked)];
  });
}
