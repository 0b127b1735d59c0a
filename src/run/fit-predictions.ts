import type { Field } from "../batch.js";
import type { ClassList } from "../classes/classes.js";
import { refuseNonNumbers } from "../columns/numbers.js";
import { plainField } from "../columns/plain-field.js";
import { placed, usageError } from "../errors.js";
import type { FormatName } from "../format-name.js";
import type { DecodedField } from "../formats/format.js";
import type { Notices } from "../plan/notices.js";
import type { Facts } from "../plan/plan.js";
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
  try {
    if (file !== undefined) {
      return await ofFile(file, settings, request);
    }
    refuseLabel(columns, settings, label);
    const settled = settle(columns, settings, request);
    return { predictions: { settled }, classes: extendedClasses(settled, request) };
  } catch (error) {
    throw placed(error, { file: file?.input.name ?? sources.inputs[0].name });
  }
}

function refuseLabel(columns: readonly Field[], settings: Settings, label: Facts["label"]): void {
  const names = columns.map(({ name }) => name);
  if (label !== undefined && predictionColumns(settings, names).includes(label.index)) {
    throw usageError(
      "PREDICTION_COLUMNS",
      `${option("pred")}: the label column ${JSON.stringify(label.name)} is among the prediction columns`,
      {
        column: label.name,
        hint: `Name the label column with ${option("label")}, or select fewer.`,
      },
    );
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
async function ofFile(
  { name, input, format }: PredictionFile,
  settings: Settings,
  request: PredictionsRequest,
): Promise<Pick<Facts, "predictions" | "classes">> {
  const { columns: fields, dialect } = await format.inspect(input, {});
  const names = fields.map((field) => field.name);
  const key = settings.predictions?.on?.predictions;
  const keys = key === undefined ? [] : [keyField(keyIndex(key, names, name), fields, name)];
  const settled = settle(fields, settings, request);
  const decoded = settled.names.map((each) => predictionField(names.indexOf(each), fields, name));
  const read = [...keys, ...decoded].toSorted((a, b) => a.index - b.index);
  const file = { path: input.name, format: name, dialect, fields: read };
  return { predictions: { settled, file }, classes: extendedClasses(settled, request) };
}

/** How a column of keys is read: of a text as it is spelled. */
function keyField(
  index: number,
  fields: readonly Field[],
  format: FormatName | "npy",
): DecodedField {
  keyKind(fields[index]);
  const isSpelled = format === "csv" || format === "tsv";
  return {
    index,
    field: isSpelled ? fields[index] : plainField(fields[index]),
    guessed: false,
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
