import type { Column, ColumnType, Field, Values } from "../../batch.js";
import { dataError, usageError } from "../../errors.js";
import { toFloat16 } from "../../kernels/float16.js";
import {
  targetNames,
  type CodedTargets,
  type TargetDtype,
  type TargetOutput,
  type Targets,
} from "../../targets.js";

/**
 * The columns that targets become, in the order of their names: probabilities, cast once, and the class index.
 * @throws {DatasetError} If class indices are wanted of targets that have none (`NO_CODES`), the names are not as many
 *   as the classes (`CLASS_COUNT`), or the lists together are too long (`COLUMN_TOO_LARGE`).
 */
export function spellTargets(targets: Targets, output: TargetOutput): Column[] {
  if (targets.classes !== output.classes.length) {
    throw usageError(
      "CLASS_COUNT",
      `there are ${output.classes.length} class names, and the targets have ${targets.classes} classes`,
    );
  }
  const names = targetNames(output);
  const columns = probabilities(targets, output, names);
  return output.codes === undefined ? columns : [...columns, codesColumn(targets, output.codes)];
}

/** The number of rows that targets have. */
export function targetRows(targets: Targets): number {
  return targets.kind === "coded" ? targets.codes.length : targets.values.length / targets.classes;
}

function probabilities(targets: Targets, output: TargetOutput, names: readonly string[]): Column[] {
  const rows = targetRows(targets);
  switch (output.layout) {
    case "none":
      return [];
    case "columns":
      return classValues(targets, output.dtype).map((data, at) =>
        column(names[at], floatType(output.dtype), rows, { data }),
      );
    case "fixed-list": {
      const child = items(targets, output.dtype);
      const type: ColumnType = { kind: "fixed-list", child: child.field, size: targets.classes };
      return [column(output.name, type, rows, { children: [child] })];
    }
    case "list": {
      checkListLength(rows * targets.classes, output.name);
      const child = items(targets, output.dtype);
      const offsets = Int32Array.from({ length: rows + 1 }, (_, row) => row * targets.classes);
      const type: ColumnType = { kind: "list", child: child.field };
      return [column(output.name, type, rows, { offsets, children: [child] })];
    }
  }
}

/** All probabilities one after another, row by row: the child of a list column. */
function items(targets: Targets, dtype: TargetDtype): Column {
  const data = targets.kind === "coded" ? codedRows(targets, dtype) : cast(targets.values, dtype);
  return column("item", floatType(dtype), data.length, { data });
}

function codedRows(targets: CodedTargets, dtype: TargetDtype): FloatValues {
  const { classes, codes } = targets;
  const [on, off] = cast([targets.on, targets.off], dtype);
  const values = cast(codes.length * classes, dtype).fill(off);
  for (let row = 0; row < codes.length; row++) {
    values[row * classes + codes[row]] = on;
  }
  return values;
}

/** The probabilities of each class in an array of its own. */
function classValues(targets: Targets, dtype: TargetDtype): FloatValues[] {
  const { classes } = targets;
  const rows = targetRows(targets);
  if (targets.kind === "dense") {
    return Array.from({ length: classes }, (_, at) =>
      cast(
        Float64Array.from({ length: rows }, (_row, row) => targets.values[row * classes + at]),
        dtype,
      ),
    );
  }
  const [on, off] = cast([targets.on, targets.off], dtype);
  const values = Array.from({ length: classes }, () => cast(rows, dtype).fill(off));
  targets.codes.forEach((code, row) => (values[code][row] = on));
  return values;
}

function codesColumn(targets: Targets, name: string): Column {
  if (targets.kind !== "coded") {
    throw usageError(
      "NO_CODES",
      `there is no class index for the column "${name}": the targets are soft`,
      {
        hint: "Leave out the column of class indices.",
      },
    );
  }
  const { codes } = targets;
  const data = new BigInt64Array(codes.length);
  // The low halves; codes are never negative, so that the high ones stay 0.
  const halves = new Int32Array(data.buffer);
  for (let row = 0; row < codes.length; row++) {
    halves[2 * row] = codes[row];
  }
  return column(name, { kind: "int", bits: 64, signed: true }, codes.length, { data });
}

type FloatValues = Extract<Values, Uint16Array | Float32Array | Float64Array>;

/** The values in the output's type; of a number: as many zeros. float16 as its bits. */
function cast(values: ArrayLike<number> | number, dtype: TargetDtype): FloatValues {
  if (typeof values === "number") {
    return new ARRAYS[dtype](values);
  }
  return dtype === "float16" ? toFloat16(values) : new ARRAYS[dtype](values);
}

const ARRAYS = { float16: Uint16Array, float32: Float32Array, float64: Float64Array } as const;

function floatType(dtype: TargetDtype): ColumnType {
  const bits = { float16: 16, float32: 32, float64: 64 } as const;
  return { kind: "float", bits: bits[dtype] };
}

function column(name: string, type: ColumnType, length: number, parts: Partial<Column>): Column {
  // Readers compare with fields that their own libraries make, which are nullable unless told otherwise.
  const field: Field = { name, type, nullable: true };
  return { field, length, nullCount: 0, ...parts };
}

function checkListLength(length: number, name: string): void {
  if (length > MAX_INT32) {
    throw dataError(
      "COLUMN_TOO_LARGE",
      `the target lists of one batch hold ${length} numbers, and 32-bit offsets end at ${MAX_INT32}`,
      { column: name, hint: "Use smaller batches (--chunk-rows), or the layout fixed-list." },
    );
  }
}

const MAX_INT32 = 2 ** 31 - 1;
