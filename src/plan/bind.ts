import { bindSmoothing } from "./bind-smoothing.js";
import { bindDecode } from "./bind-decode.js";
import { bindLoss, lossIndices } from "./bind-loss.js";
import { bindPredictions } from "./bind-predictions.js";
import { bindOutput } from "./bind-output.js";
import { bindTargets, refuseCollisions } from "./bind-targets.js";
import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import { refuseBinary } from "../columns/refuse-binary.js";
import { refuseNonNumbers } from "../columns/numbers.js";
import { refuseUnsupported } from "../columns/refuse-unsupported.js";
import { formulaOf } from "./formula.js";
import type { Facts, Plan } from "./plan.js";
import { idleType } from "./refuse-idle.js";
import { refuseSmoothed } from "./provenance.js";
import { columnIndex, selectColumns } from "../selectors.js";
import type { Settings } from "./settings.js";
import type { Smoothing } from "../smoothing/smoothing.js";
import { VERSION } from "../version.js";

/**
 * Joins what was asked for with what the data is.
 * @param format What the output is written as.
 * @throws {DatasetError} If a selector matches nothing, names collide, a type cannot be read, or the dataset is smoothed
 *   already.
 */
export function bind(settings: Settings, facts: Facts, format: FormatName): Plan {
  const smoothing = bindSmoothing(settings, facts);
  refuseSmoothed(settings, facts, smoothing);
  const names = facts.input.columns.map((column) => column.name);
  const fields = outputFields(settings, names);
  const targets = bindTargets(settings, facts, format);
  const { scores } = settings;
  refuseCollisions(
    fields.map((index) => names[index]),
    { targets, scores },
    format,
  );
  fields.forEach((index) => refuseUnsupported(facts.input.columns[index]));
  const epsilonIndex = epsilonColumn(smoothing, facts);
  const output = bindOutput(settings, facts, { format, fields, targets, smoothing });
  const predictions = bindPredictions(settings, facts);
  const loss = bindLoss(settings, facts, { smoothing, predictions });
  refuseIdleTypes(settings, facts, output);
  if (isText(format)) {
    output.columns.forEach(refuseBinary);
  }
  return deepFreeze({
    version: VERSION,
    task: settings.task,
    input: {
      names: facts.input.names,
      format: facts.input.format,
      dialect: facts.input.dialect,
      bytes: facts.input.bytes,
      rows: facts.rows,
    },
    decode: bindDecode(facts, {
      output,
      predictions,
      epsilonIndex,
      lossIndices: lossIndices(loss, facts),
    }),
    label: facts.label?.name,
    soft: facts.soft?.map((index) => names[index]),
    classes: facts.classes,
    classesFrom: facts.classesFrom,
    indexLabels: settings.numClasses !== undefined,
    multiLabel: settings.multiLabel,
    ignored: settings.ignored,
    smoothing,
    formula: formulaOf(smoothing, { ...facts, isMulti: settings.multiLabel !== undefined }),
    predictions,
    loss,
    output,
  });
}

function outputFields({ keep, drop, isWritten }: Settings, names: readonly string[]): number[] {
  if (!isWritten) {
    return [];
  }
  const all = names.map((_, index) => index);
  if (keep !== undefined) {
    return selectColumns(keep, names, "keep").toSorted((a, b) => a - b);
  }
  const dropped = new Set(drop === undefined ? [] : selectColumns(drop, names, "drop"));
  return all.filter((index) => !dropped.has(index));
}

/**
 * A type that was given for a column which is neither written nor read as a target would change nothing; nor does text
 * for a target, which is a number all the same.
 */
function refuseIdleTypes(
  { given }: Settings,
  { input, soft }: Facts,
  { fields, road }: Plan["output"],
): void {
  const numbers = soft?.filter((index) => input.columns[index].type.kind !== "utf8") ?? [];
  const typed = new Set([...(road === undefined ? fields : []), ...numbers]);
  const idle = input.columns.findIndex(
    (_, index) => !input.guessed.includes(index) && (road === "columns" || !typed.has(index)),
  );
  if (given.includes("types") && idle !== -1) {
    const why = road === undefined ? "it is not written" : "its text is copied";
    const isTarget = soft?.includes(idle) === true && !numbers.includes(idle);
    const { name } = input.columns[idle];
    throw idleType(name, isTarget ? "its values are read as numbers all the same" : why);
  }
}

/** The place of the column that holds the epsilon of each row. */
function epsilonColumn({ epsilonColumn: name }: Smoothing, { input }: Facts): number | undefined {
  if (name === undefined) {
    return undefined;
  }
  const names = input.columns.map((column) => column.name);
  const index = columnIndex(name, names, "epsilonColumn");
  refuseNonNumbers(input.columns[index], "epsilonColumn");
  return index;
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
