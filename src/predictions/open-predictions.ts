import type { Batch } from "../batch.js";
import { indexClasses } from "../classes/classes.js";
import { dataError, usageError } from "../errors.js";
import type { BatchQueue } from "./batch-queue.js";
import { PredictionCheck } from "./check-predictions.js";
import { parseJoinKeys } from "./join-keys.js";
import { KeyedPredictions } from "./keyed-predictions.js";
import { OwnPredictions, type PredictionJoin, type PredictionReading } from "./prediction-join.js";
import type { PredictionKind } from "./predictions.js";
import { RowPredictions } from "./row-predictions.js";
import { type SettledColumns, settleColumns } from "./settle-columns.js";

/** Where predictions are, and what they mean. */
export interface PredictionRequest {
  readonly select?: string | readonly string[];
  readonly kind?: PredictionKind;
  readonly classes?: readonly string[];
  readonly positive?: string;
  readonly on?: string;
}

/** Predictions of which the columns are known. */
export interface OpenedPredictions {
  readonly join: PredictionJoin;
  readonly check: PredictionCheck;
  readonly settled: SettledColumns;
  readonly kind: PredictionKind;
  /** The number of classes, K. */
  readonly classes: number;
  /** How many values are read of a row: K, or 1 where they are for one class of two. */
  readonly width: number;
  /** The index of that class. */
  readonly positive?: number;
  /** Where the predictions are. */
  readonly file?: string;
}

/**
 * Settles how predictions are read, and reads those that are held.
 * @param batch The first one of the data.
 * @param queue Where the predictions are, if not in the data.
 */
export async function openPredictions(
  request: PredictionRequest,
  batch: Batch,
  queue: BatchQueue | undefined,
): Promise<OpenedPredictions> {
  const first = queue === undefined ? batch : await queue.peek();
  const settled = settle(request, batch, { first, isOwn: queue === undefined });
  const { kind = "logits", positive } = request;
  const isPositive = settled.form === "positive";
  const isMulti = batch.targets?.kind === "dense" && batch.targets.multi;
  const classes = settled.classes.length;
  const width = isPositive ? 1 : classes;
  const check = new PredictionCheck({
    kind,
    isKindGiven: request.kind !== undefined,
    isShared: !isMulti && !isPositive,
  });
  const reading = { columns: { names: settled.names, width }, check };
  const file = first?.origin?.file ?? first?.source?.file;
  const join = await joinOf(queue, request.on, reading);
  const code = isPositive ? settled.classes.indexOf(positive as string) : undefined;
  return { join, check, settled, kind, classes, width, positive: code, file };
}

function settle(
  { select, classes, positive, on }: PredictionRequest,
  batch: Batch,
  { first, isOwn }: { readonly first: Batch | undefined; readonly isOwn: boolean },
): SettledColumns {
  if (first === undefined) {
    throw dataError("PREDICTION_ROWS", "there are no predictions", {
      hint: "Expected one for each row of the data.",
    });
  }
  const names = classes ?? batch.classNames;
  return settleColumns({
    fields: first.columns.map(({ field }) => field),
    select,
    asked: "select",
    classes: names ?? unnamedClasses(batch),
    isNamed: names !== undefined,
    isLearned: false,
    positive,
    key: isOwn || on === undefined ? undefined : parseJoinKeys(on).predictions,
  });
}

/** Places stand for names that nobody gave. */
function unnamedClasses({ targets }: Batch): readonly string[] {
  if (targets === undefined) {
    throw usageError("NO_CLASSES", "JoinPredictions does not know the classes", {
      hint: "Put OneHotEncoder or SoftTargetReader before it, or name them in its option classes.",
    });
  }
  return indexClasses(targets.classes).names;
}

async function joinOf(
  queue: BatchQueue | undefined,
  on: string | undefined,
  reading: PredictionReading,
): Promise<PredictionJoin> {
  if (queue === undefined) {
    return new OwnPredictions(reading);
  }
  return on === undefined
    ? new RowPredictions(queue, reading)
    : KeyedPredictions.load(queue, parseJoinKeys(on), reading);
}
