import { usageError } from "../errors.js";
import { FRAMEWORKS } from "../frameworks.js";
import { type AskedLoss, type LossOptions, resolveLoss } from "../loss/loss-settings.js";
import type { ScoreOutput } from "../loss/score-columns.js";
import { ALL_SCORES, DEFAULT_SCORES } from "../loss/score-columns.js";
import type { PredictionKind } from "../predictions/predictions.js";
import { option, type OptionName } from "../wording/option.js";
import type { SmoothOptions } from "./settings.js";
import type { PredictionSettings } from "./prediction-settings.js";

/** How the loss of predictions is reckoned and written. */
export interface ScoreOptions extends LossOptions {
  /** The name of the column that the loss is written as. Default `loss`. */
  readonly lossName?: string;
}

/** The same, settled. */
export interface ScoreSettings {
  /** Absent: there are no predictions. */
  readonly loss?: AskedLoss;
  /** What is written of it. */
  readonly scores?: ScoreOutput;
}

/** What a run is for: targets, with the loss of each row where there are predictions; or the loss alone. */
export type Task = "smooth" | "score";

const OPTIONS = [
  "like",
  "classWeights",
  "sampleWeight",
  "meanOver",
  "clip",
  "by",
  "eceBins",
  "eceConvention",
  "lossName",
] as const satisfies readonly (OptionName & keyof ScoreOptions)[];

/**
 * Settles how the loss is reckoned.
 * @throws {DatasetError} As `resolveLoss`; for an empty name (`EMPTY_VALUE`), or without predictions (`NO_EFFECT`).
 */
export function resolveScore(
  options: ScoreOptions & { readonly multiLabel?: boolean },
  { predictions }: PredictionSettings,
  task: Task,
): ScoreSettings {
  if (predictions === undefined) {
    refuseWithoutPredictions(options);
    return {};
  }
  for (const name of ["sampleWeight", "by", "lossName"] as const) {
    if (options[name] === "") {
      throw usageError("EMPTY_VALUE", `${option(name)}: the name is empty`);
    }
  }
  const { lossName: loss = DEFAULT_SCORES.loss } = options;
  // With several labels a row no class is the one that is predicted.
  const isTold = task === "score" && options.multiLabel !== true;
  const written = isTold ? { ...ALL_SCORES, loss } : { loss };
  return { loss: resolveLoss(options), scores: written };
}

function refuseWithoutPredictions(options: ScoreOptions): void {
  const given = OPTIONS.find((name) => options[name] !== undefined);
  if (given !== undefined) {
    throw usageError(
      "NO_EFFECT",
      `${option(given)} has no effect: without ${option("pred")} there is no loss`,
      { hint: "Leave it out." },
    );
  }
}

/** What predictions are where nobody says: what the framework expects whose loss is asked for. */
export function expectedKind({ loss }: ScoreSettings): PredictionKind {
  return loss === undefined ? "logits" : FRAMEWORKS[loss.like].kinds[0];
}

/** The smoothing that comes with the loss of a framework that knows a single one. */
export function methodOf({ like }: ScoreOptions): "others" | undefined {
  return like === "fairseq" ? "others" : undefined;
}

/** Everything `score` can be asked for. */
export type ScoringOptions = Omit<SmoothOptions, (typeof TARGET_OPTIONS)[number]>;

/** Options of targets, which scoring does not write. */
const TARGET_OPTIONS = ["layout", "targetName", "dtype", "codes"] as const;

/**
 * The options of a run that scores predictions: nothing is smoothed unless that is asked for, and no targets are written.
 * @throws {DatasetError} If there are no predictions (`NO_PREDICTIONS`), or for an option of targets or of a smoothing
 *   that does not take place (`NO_EFFECT`).
 */
export function scoringOptions(options: SmoothOptions): SmoothOptions {
  const given = TARGET_OPTIONS.find((name) => options[name] !== undefined);
  if (given !== undefined) {
    throw usageError("NO_EFFECT", `${option(given)} has no effect: scoring writes no targets`, {
      hint: "Leave it out.",
    });
  }
  if (options.pred === undefined && options.predFile === undefined) {
    throw usageError("NO_PREDICTIONS", "there are no predictions to score", {
      hint: `Name their columns with ${option("pred")}, or their file with ${option("predFile")}.`,
    });
  }
  return { ...options, epsilon: defaultEpsilon(options) };
}

/** Nothing is smoothed by default: then how it would be says nothing. */
function defaultEpsilon({
  epsilon,
  epsilonColumn,
  classEpsilons,
  ...rest
}: SmoothOptions): number | undefined {
  if (epsilon !== undefined || epsilonColumn !== undefined) {
    return epsilon;
  }
  const idle =
    classEpsilons === undefined ? WAYS.find((name) => rest[name] !== undefined) : undefined;
  if (idle !== undefined) {
    throw usageError(
      "NO_EFFECT",
      `${option(idle)} has no effect: scoring smooths nothing by default`,
      {
        hint: `Leave it out, or say how much with ${option("epsilon")}.`,
      },
    );
  }
  return 0;
}

/** Options that say how targets are smoothed, and not how much. */
const WAYS = ["method", "prior", "sigma", "matrix"] as const satisfies readonly (OptionName &
  keyof SmoothOptions)[];
