import { usageError } from "../errors.js";
import { parseJoinKeys } from "../predictions/join-keys.js";
import type { JoinKeys } from "../predictions/keyed-predictions.js";
import { type PredictionKind, PREDICTION_KINDS } from "../predictions/predictions.js";
import { oneOf } from "../wording/one-of.js";
import { option, type OptionName } from "../wording/option.js";
import { asPath, asSelector } from "./written-forms.js";

/** Where predictions are, and what they mean. */
export interface PredictionOptions {
  /**
   * Prediction columns, one a class, or one list column: a selector such as `logit_*`, or names. With `predFile` those of
   * that file; default there: the columns named after the classes, else all, which must be one for each.
   */
  readonly pred?: string | readonly string[];
  /** `logits` (default; log-probabilities are logits) or `probs`. */
  readonly predKind?: string;
  /** A path or file: URL of the predictions, where they are in a file of their own: CSV, TSV, Arrow or NumPy's `.npy`. */
  readonly predFile?: string | URL;
  /** The column by which predictions of a file are found, `id`, or `id=image_id` where that file calls it otherwise. Default: row by row. */
  readonly on?: string;
}

/** The same, settled. */
export interface PredictionSettings {
  /** Absent: there are no predictions. */
  readonly predictions?: {
    readonly select?: string;
    /** Absent: nobody said. */
    readonly kind?: PredictionKind;
    readonly file?: string;
    readonly on?: JoinKeys;
  };
}

/**
 * Settles where predictions are.
 * @throws {DatasetError} If an option is outside its domain (`UNKNOWN_VALUE`, `BAD_KEY`, `EMPTY_VALUE`), does nothing
 *   without another (`NO_EFFECT`), or needs the standard input that is the data (`DOUBLED_INPUT`).
 */
export function resolvePredictions({
  pred,
  predKind,
  predFile,
  on,
  input,
}: PredictionOptions & { readonly input?: unknown }): PredictionSettings {
  const kind = oneOf(predKind, PREDICTION_KINDS, "predKind");
  if (pred === undefined && predFile === undefined) {
    refuseAlone("predKind", kind, `without ${option("pred")} there are no predictions`);
    refuseAlone("on", on, `without ${option("predFile")} there is no file to join`);
    return {};
  }
  if (predFile === undefined) {
    refuseAlone("on", on, `without ${option("predFile")} predictions are columns of the rows`);
  }
  const file = asPath(predFile);
  if (file === "") {
    throw usageError("EMPTY_VALUE", `${option("predFile")}: the path is empty`);
  }
  if (file === "-" && [input].flat().includes("-")) {
    throw usageError("DOUBLED_INPUT", "stdin (-) is given twice; it can be read once");
  }
  const keys = on === undefined ? undefined : parseJoinKeys(on);
  return { predictions: { select: asSelector(pred), kind, file, on: keys } };
}

function refuseAlone(name: OptionName, value: unknown, why: string): void {
  if (value !== undefined) {
    throw usageError("NO_EFFECT", `${option(name)} has no effect: ${why}`, {
      hint: "Leave it out.",
    });
  }
}
