import type { Field } from "../batch.js";
import type { ClassList } from "../classes/classes.js";
import { refuseNonNumbers } from "../columns/numbers.js";
import { plainField } from "../columns/plain-field.js";
import { placed, usageError } from "../errors.js";
import type { FormatName } from "../format-name.js";
import type { DecodedField } from "../formats/format.js";
import type { Notices } from "../plan/notices.js";
import type { Facts, PredictionFacts } from "../plan/plan.js";
import type { Settings } from "../plan/settings.js";
import { keyKind } from "../predictions/key-reader.js";
import { isListField, type SettledColumns, settleColumns } from "../predictions/settle-columns.js";
import { columnIndex, selectColumns } from "../selectors.js";
import { andList } from "../wording/and-list.js";
import { option } from "../wording/option.js";
import type { PredictionFile } from "./prediction-file.js";
import type { Sources } from "./sources.js";

/** What predictions are matched with. */
export interface PredictionsRequest {
  /** The columns of the data. */
  readonly columns: readonly Field[];
  readonly label?: Facts["label"];
  readonly classes: ClassList;
  readonly classesFrom: Facts["classesFrom"];
  readonly notices: Notices;
}

/** The places of the columns of the data that a selector takes for predictions or their keys: none of them is the label. */
export function predictionColumns({ predictions }: Settings, names: readonly string[]): number[] {
  if (predictions === undefined) {
    return [];
  }
  if (predictions.file === undefined) {
    return selectColumns(predictions.select as string, names, "pred");
  }
  return predictions.on === undefined ? [] : [columnIndex(predictions.on.data, names, "on")];
}

/** Which columns hold predictions, and the classes, of which predictions may tell more than the labels do. */
export async function fitPredictions(
  sources: Sources,
  settings: Settings,
  request: PredictionsRequest,
): Promise<Pick<Facts, "predictions" | "classes">> {
  const { classes, columns, label } = request;
  if (settings.predictions === undefined) {
    return { classes };
  }
  const { file } = sources;
  const name = file?.input.name ?? sources.inputs[0].name;
  try {
    const fields =
      file === undefined ? columns : (await file.format.inspect(file.input, {})).columns;
    const settled = settle(fields, settings, request);
    if (file === undefined && label !== undefined && settled.names.includes(label.name)) {
      throw labelSelected(label.name);
    }
    const facts = file === undefined ? { settled } : ofFile(file, fields, settled, settings);
    return { predictions: facts, classes: extendedClasses(settled, request) };
  } catch (error) {
    throw placed(error, { file: name });
  }
}

function settle(
  fields: readonly Field[],
  { predictions, positive }: Settings,
  { classes, classesFrom }: PredictionsRequest,
): SettledColumns {
  return settleColumns({
    fields,
    select: predictions?.select,
    asked: "pred",
    classes: classes.names,
    isNamed: true,
    isLearned: classesFrom === "learned",
    positive,
    key: predictions?.on?.predictions,
  });
}

/** What is read of a file of predictions. */
function ofFile(
  { name, input }: PredictionFile,
  fields: readonly Field[],
  settled: SettledColumns,
  { predictions }: Settings,
): PredictionFacts {
  const names = fields.map((field) => field.name);
  const isDelimited = name === "csv" || name === "tsv";
  const decoded = settled.names.map((each) => predictionField(names.indexOf(each), fields, name));
  const key = predictions?.on?.predictions;
  if (key !== undefined) {
    const index = keyIndex(key, names, name);
    keyKind(fields[index]);
    const field = isDelimited ? fields[index] : plainField(fields[index]);
    decoded.push({ index, field, guessed: false });
  }
  return {
    settled,
    file: { path: input.name, format: name, fields: decoded.toSorted((a, b) => a.index - b.index) },
  };
}

function keyIndex(key: string, names: readonly string[], format: string): number {
  if (format === "npy") {
    throw usageError("NO_KEY", `${option("on")}: a NumPy array has no columns to find rows by`, {
      hint: `Leave ${option("on")} out where the rows are in the order of the data.`,
    });
  }
  return columnIndex(key, names, "on");
}

/** How a column of predictions is read: of a text as numbers, whatever its cells are. */
function predictionField(
  index: number,
  fields: readonly Field[],
  format: FormatName | "npy",
): DecodedField {
  const field = fields[index];
  if (format === "csv" || format === "tsv") {
    const type = { kind: "float", bits: 64 } as const;
    return {
      index,
      field: { name: field.name, type, nullable: true },
      guessed: false,
      numbers: true,
    };
  }
  if (!isListField(field)) {
    refuseNonNumbers(field, "pred");
  }
  return { index, field: plainField(field), guessed: false };
}

/** Classes that have a prediction column and no row come to those that were learned. */
function extendedClasses(
  settled: SettledColumns,
  { classes, notices }: PredictionsRequest,
): ClassList {
  const extra = settled.classes.filter((name) => !classes.names.includes(name));
  if (extra.length === 0) {
    return classes;
  }
  const counts = new Map(classes.names.map((name, code) => [name, classes.counts?.[code] ?? 0]));
  notices.tell({
    code: "CLASSES_EXTENDED",
    message: `${andList(extra)} ${extra.length === 1 ? "has a prediction column and no row: it is a class" : "have a prediction column and no row: they are classes"} too`,
  });
  return {
    names: settled.classes,
    counts: settled.classes.map((name) => counts.get(name) ?? 0),
  };
}

function labelSelected(name: string): Error {
  return usageError(
    "PREDICTION_COLUMNS",
    `${option("pred")}: the label column ${JSON.stringify(name)} is among the prediction columns`,
    { column: name, hint: `Name the label column with ${option("label")}, or select fewer.` },
  );
}
