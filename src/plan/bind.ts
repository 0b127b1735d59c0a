import type { Field } from "../batch.js";
import { bindOutput } from "./bind-output.js";
import { usageError } from "../errors.js";
import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import { refuseBinary } from "../columns/refuse-binary.js";
import { plainField } from "../columns/plain-field.js";
import { refuseUnsupported } from "../columns/refuse-unsupported.js";
import type { Facts, Plan } from "./plan.js";
import { idleType } from "./refuse-idle.js";
import { refuseSmoothed } from "./provenance.js";
import { leaveOut, selectColumns } from "../selectors.js";
import type { Settings } from "./settings.js";
import { smoothTargets } from "../smoothing.js";
import type { TargetOutput } from "../targets.js";
import { CodedTargets, targetNames } from "../targets.js";
import { VERSION } from "../version.js";
import { option } from "../wording/option.js";

/**
 * Joins what was asked for with what the data is.
 * @param format What the output is written as.
 * @throws {DatasetError} If a selector matches nothing, names collide, a type cannot be read, or the dataset is smoothed
 *   already.
 */
export function bind(settings: Settings, facts: Facts, format: FormatName): Plan {
  refuseSmoothed(settings, facts);
  const names = facts.input.columns.map((column) => column.name);
  const fields = outputFields(settings, names);
  const targets = targetOutput(settings, facts, format);
  refuseCollisions(
    fields.map((index) => names[index]),
    targets,
    format,
  );
  fields.forEach((index) => refuseUnsupported(facts.input.columns[index]));
  const smoothing = smoothingOf(settings, facts.classes.names.length);
  const output = bindOutput(settings, facts, { format, fields, targets });
  refuseIdleTypes(settings, facts, output);
  if (isText(format)) {
    output.columns.forEach(refuseBinary);
  }
  return deepFreeze({
    version: VERSION,
    input: {
      names: facts.input.names,
      format: facts.input.format,
      dialect: facts.input.dialect,
      bytes: facts.input.bytes,
      rows: facts.rows,
    },
    decode: decodeOf(facts, output),
    label: facts.label?.name,
    soft: facts.soft?.map((index) => names[index]),
    classes: facts.classes,
    classesFrom: facts.classesFrom,
    indexLabels: settings.numClasses !== undefined,
    smoothing,
    formula: formulaOf(smoothing, facts),
    output,
  });
}

function outputFields({ keep, drop }: Settings, names: readonly string[]): number[] {
  const all = names.map((_, index) => index);
  if (keep !== undefined) {
    return selectColumns(keep, names, "keep").toSorted((a, b) => a - b);
  }
  const dropped = new Set(drop === undefined ? [] : selectColumns(drop, names, "drop"));
  return all.filter((index) => !dropped.has(index));
}

function targetOutput(settings: Settings, { classes }: Facts, format: FormatName): TargetOutput {
  return {
    layout: settings.layout ?? (isText(format) ? "columns" : "fixed-list"),
    dtype: settings.dtype,
    name: settings.targetName,
    classes: classes.names,
    codes: settings.codes,
  };
}

function refuseCollisions(
  kept: readonly string[],
  targets: TargetOutput,
  format: FormatName,
): void {
  const seen = new Set<string>();
  for (const name of kept) {
    if (seen.has(name) && !isText(format)) {
      throw usageError(
        "DOUBLED_COLUMN",
        `there are several columns named ${JSON.stringify(name)}, which Arrow readers cannot tell apart`,
        {
          column: name,
          hint: `Rename one of them, write CSV, or ${leaveOut(name)}.`,
        },
      );
    }
    seen.add(name);
  }
  refuseTaken(seen, targets);
}

function refuseTaken(kept: ReadonlySet<string>, targets: TargetOutput): void {
  const names = targetNames(targets);
  names.forEach((name, index) => {
    const isCodes = targets.codes !== undefined && index === names.length - 1;
    const taken = option(isCodes ? "codes" : "targetName");
    if (kept.has(name)) {
      throw usageError(
        "TARGET_COLLISION",
        `the new column ${JSON.stringify(name)} is there already`,
        {
          column: name,
          hint: `Choose another name with ${taken}, or drop the old column with ${option("drop")}.`,
        },
      );
    }
    if (names.indexOf(name) < index) {
      throw usageError(
        "TARGET_COLLISION",
        `${option("codes")} and the targets would both write the column ${JSON.stringify(name)}`,
        { column: name, hint: `Choose another name with ${taken}.` },
      );
    }
  });
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

function decodeOf({ input, label, soft }: Facts, output: Plan["output"]): Plan["decode"] {
  const copied = output.road === "rows" || output.road === "fields";
  const written = new Set(copied ? [] : output.fields);
  const fields = [...new Set([...(soft ?? []), ...written])]
    .toSorted((a, b) => a - b)
    .map((index) => {
      const field = plainField(input.columns[index]);
      const guessed = output.road !== "columns" && input.guessed.includes(index);
      if (output.road === "columns") {
        return { index, field: textField(field), guessed };
      }
      return { index, field: guessed && !written.has(index) ? targetField(field) : field, guessed };
    });
  return { fields, labelText: label?.index };
}

/** Targets that began as 0 and 1 may go on as fractions. */
function targetField(field: Field): Field {
  const isWhole = field.type.kind === "int";
  return isWhole ? { ...field, type: { kind: "float", bits: 64 } } : field;
}

function textField({ name }: Field): Field {
  return { name, type: { kind: "utf8" }, nullable: true };
}

function smoothingOf({ smoothing }: Settings, classes: number): Plan["smoothing"] {
  const { on, off } = smoothTargets(
    new CodedTargets(classes, new Int32Array(0)),
    smoothing,
  ) as CodedTargets;
  return { ...smoothing, onValue: on, offValue: off };
}

function formulaOf(
  { method, epsilon, onValue, offValue }: Plan["smoothing"],
  { classes, soft }: Facts,
): string {
  const count = classes.names.length;
  const target = soft === undefined ? "one_hot" : "target";
  const share = {
    uniform: `${epsilon} / ${count}`,
    others: `${epsilon} * (1 - ${target}) / ${count - 1}`,
  };
  const ends = `${shown(onValue)} for the class of the row, ${shown(offValue)} for each other`;
  const formula = `(1 - ${epsilon}) * ${target} + ${share[method]}`;
  return soft === undefined ? `${formula}: ${ends}` : formula;
}

/** A number to read. The plan holds it to the last bit beside. */
function shown(value: number): number {
  return Number(value.toPrecision(6));
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
