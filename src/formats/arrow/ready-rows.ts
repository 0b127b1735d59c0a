import { Arena } from "../../columns/arena.js";
import {
  type CodedTargets,
  NO_TARGET,
  type TargetDtype,
  type Targets,
  type Templates,
} from "../../targets.js";
import { castInto, type FloatValues, TargetMemory } from "./target-memory.js";

/** Templates that take more bytes are not kept. */
const READY_BYTES = 2 ** 20;

/** Rows of more numbers are copied as a whole. */
const MOST_SINGLE = 32;

/** The row of each class in the type that targets are written in, row-major [classes, classes]. */
export interface ReadyRows {
  readonly classes: number;
  readonly codes: Int32Array;
  readonly templates: FloatValues;
}

const kept = new WeakMap<Templates, Map<TargetDtype, FloatValues>>();

/** Targets that are copies of a row for each class, each cast once; undefined where there are none or they are too large. */
export function readyRows(targets: Targets, { dtype, type }: TargetMemory): ReadyRows | undefined {
  const { classes } = targets;
  const bytes = type.kind === "float" ? (classes * classes * type.bits) / 8 : Infinity;
  if (targets.kind === "dense" || targets.byRow !== undefined || bytes > READY_BYTES) {
    return undefined;
  }
  const byDtype = kept.get(targets.templates) ?? new Map<TargetDtype, FloatValues>();
  const templates = byDtype.get(dtype) ?? castTemplates(targets, dtype);
  kept.set(targets.templates, byDtype.set(dtype, templates));
  return { classes, codes: targets.codes, templates };
}

function castTemplates({ classes, templates }: CodedTargets, dtype: TargetDtype): FloatValues {
  const values = new Float64Array(classes * classes);
  for (let code = 0; code < classes; code++) {
    templates.write(code, values, code * classes);
  }
  return new TargetMemory(dtype, new Arena()).cast(values);
}

/** All rows one after another; zeros where there is no target. */
export function readyItems(
  { classes, codes, templates }: ReadyRows,
  memory: TargetMemory,
): FloatValues {
  const values = memory.take(codes.length * classes);
  for (let row = 0; row < codes.length; row++) {
    const at = row * classes;
    const from = codes[row] * classes;
    if (codes[row] === NO_TARGET) {
      values.fill(0, at, at + classes);
    } else if (classes > MOST_SINGLE) {
      values.set(templates.subarray(from, from + classes), at);
    } else {
      for (let code = 0; code < classes; code++) {
        values[at + code] = templates[from + code];
      }
    }
  }
  return values;
}

/** All rows one after another, each cast when a class is met first; zeros where there is no target. */
export function codedItems(targets: CodedTargets, memory: TargetMemory): FloatValues {
  const { classes, codes, byRow } = targets;
  const values = memory.take(codes.length * classes);
  const numbers = new Float64Array(classes);
  const firstRows: (number | undefined)[] = [];
  for (let row = 0; row < codes.length; row++) {
    const at = row * classes;
    const like = byRow === undefined ? firstRows[codes[row]] : undefined;
    if (codes[row] === NO_TARGET) {
      values.fill(0, at, at + classes);
    } else if (like === undefined) {
      targets.write(row, numbers, 0);
      castInto(values.subarray(at, at + classes), numbers);
      firstRows[codes[row]] = row;
    } else {
      values.copyWithin(at, like * classes, (like + 1) * classes);
    }
  }
  return values;
}

/** The numbers of each class in an array of its own; zeros where there is no target. */
export function readyColumns(
  { classes, codes, templates }: ReadyRows,
  memory: TargetMemory,
): FloatValues[] {
  return Array.from({ length: classes }, (_, at) => {
    const values = memory.take(codes.length);
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row];
      values[row] = code === NO_TARGET ? 0 : templates[code * classes + at];
    }
    return values;
  });
}
