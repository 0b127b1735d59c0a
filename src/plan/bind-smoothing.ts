import type { ClassOrder } from "../classes/values-by-class.js";
import { refuseMultiLabel, Smoother } from "../smoothing/smoother.js";
import { settleSmoothing } from "../smoothing/settle-smoothing.js";
import type { AskedSmoothing, Smoothing } from "../smoothing/smoothing.js";
import { CodedTargets, DenseTargets, type Targets, TwoValues } from "../targets.js";
import type { Facts, Plan } from "./plan.js";
import { noEffect } from "./refuse-idle.js";
import type { Settings } from "./settings.js";

/**
 * How the targets of these classes are smoothed, and the two numbers of every row, where all rows have the same.
 * @throws {DatasetError} As `settleSmoothing`; if the method shares out among the classes of several labels a row
 *   (`MULTI_LABEL_METHOD`), or an epsilon for all is that of no class (`NO_EFFECT`).
 */
export function bindSmoothing(settings: Settings, facts: Facts): Plan["smoothing"] {
  const asked: AskedSmoothing = { ...settings.smoothing, ...facts.valuesByClass };
  if (settings.multiLabel !== undefined) {
    refuseMultiLabel(asked);
  }
  const { classes, classesFrom } = facts;
  const { names, counts } = classes;
  const order = { count: names.length, names, counts, isLearned: classesFrom === "learned" };
  refuseIdleEpsilon(settings, asked, order);
  const smoothing = settleSmoothing(asked, order);
  return { ...smoothing, ...twoValues(smoothing, names.length, settings.multiLabel !== undefined) };
}

function refuseIdleEpsilon(
  { given }: Settings,
  { classEpsilons }: AskedSmoothing,
  { count }: ClassOrder,
): void {
  const isNamed = classEpsilons?.kind === "named";
  if (
    given.includes("epsilon") &&
    (classEpsilons?.kind === "listed" || (isNamed && classEpsilons.entries.length === count))
  ) {
    throw noEffect("epsilon", "every class has one of its own");
  }
}

function twoValues(
  smoothing: Smoothing,
  classes: number,
  isMulti: boolean,
): Pick<Plan["smoothing"], "onValue" | "offValue"> {
  if (smoothing.epsilon === null) {
    return { onValue: null, offValue: null };
  }
  return isMulti
    ? questionValues(smoothing)
    : rowValues(smoothing, new CodedTargets(classes, new Int32Array(0)));
}

/** Where each class is a question of its own, the numbers of yes and no. */
function questionValues(smoothing: Smoothing): Pick<Plan["smoothing"], "onValue" | "offValue"> {
  const answers = new DenseTargets(2, Float64Array.of(1, 0), { multi: true });
  const [onValue, offValue] = new Smoother(smoothing, answers).apply(answers).dense();
  return { onValue, offValue };
}

function rowValues(
  smoothing: Smoothing,
  targets: Targets,
): Pick<Plan["smoothing"], "onValue" | "offValue"> {
  const smoothed = new Smoother(smoothing, targets).apply(targets) as CodedTargets;
  return smoothed.templates instanceof TwoValues
    ? { onValue: smoothed.templates.on, offValue: smoothed.templates.off }
    : { onValue: null, offValue: null };
}
