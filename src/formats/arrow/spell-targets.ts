import type { Column, ColumnType, Field, Values } from "../../batch.js";
import type { Arena } from "../../columns/arena.js";
import { dataError, usageError } from "../../errors.js";
import { toFloat16 } from "../../kernels/float16.js";
import {
  targetNames,
  type CodedTargets,
  type TargetDtype,
  type TargetOutput,
  type Targets,
} from "../../targets.js";
import { option } from "../../wording/option.js";

/**
 * The columns that targets become, in the order of their names: probabilities, cast once, and the class index.
 * @param arena Where the columns go.
 * @throws {DatasetError} If class indices are wanted of targets that have none (`NO_CODES`), the names are not as many
 *   as the classes (`CLASS_COUNT`), or the lists together are too long (`COLUMN_TOO_LARGE`).
 */
export function spellTargets(targets: Targets, output: TargetOutput, arena: Arena): Column[] {
  if (targets.classes !== output.classes.length) {
    throw usageError(
      "CLASS_COUNT",
      `there are ${output.classes.length} class names, and the targets have ${targets.classes} classes`,
    );
  }
  const names = targetNames(output);
  const memory = new TargetMemory(output.dtype, arena);
  const columns = probabilities(targets, { ...output, names }, memory);
  return output.codes === undefined
    ? columns
    : [...columns, codesColumn(targets, output.codes, arena)];
}

/** The number of rows that targets have. */
export function targetRows(targets: Targets): number {
  return targets.kind === "coded" ? targets.codes.length : targets.values.length / targets.classes;
}

function probabilities(
  targets: Targets,
  output: TargetOutput & { readonly names: readonly string[] },
  memory: TargetMemory,
): Column[] {
  const rows = targetRows(targets);
  switch (output.layout) {
    case "none":
      return [];
    case "columns":
      return classValues(targets, memory).map((data, at) =>
        column(output.names[at], memory.type, rows, { data }),
      );
    case "fixed-list": {
      const child = items(targets, memory);
      const type: ColumnType = { kind: "fixed-list", child: child.field, size: targets.classes };
      return [column(output.name, type, rows, { children: [child] })];
    }
    case "list": {
      checkListLength(rows * targets.classes, output.name);
      const child = items(targets, memory);
      const offsets = Int32Array.from({ length: rows + 1 }, (_, row) => row * targets.classes);
      const type: ColumnType = { kind: "list", child: child.field };
      return [column(output.name, type, rows, { offsets, children: [child] })];
    }
  }
}

/** All probabilities one after another, row by row: the child of a list column. */
function items(targets: Targets, memory: TargetMemory): Column {
  const data = targets.kind === "coded" ? codedRows(targets, memory) : memory.cast(targets.values);
  return column("item", memory.type, data.length, { data });
}

function codedRows(targets: CodedTargets, memory: TargetMemory): FloatValues {
  const { classes, codes } = targets;
  const [on, off] = memory.cast([targets.on, targets.off]);
  const values = memory.take(codes.length * classes).fill(off);
  for (let row = 0; row < codes.length; row++) {
    values[row * classes + codes[row]] = on;
  }
  return values;
}

/** The probabilities of each class in an array of its own. */
function classValues(targets: Targets, memory: TargetMemory): FloatValues[] {
  const { classes } = targets;
  const rows = targetRows(targets);
  if (targets.kind === "dense") {
    return Array.from({ length: classes }, (_, at) =>
      memory.cast(
        Float64Array.from({ length: rows }, (_row, row) => targets.values[row * classes + at]),
      ),
    );
  }
  const [on, off] = memory.cast([targets.on, targets.off]);
  const values = Array.from({ length: classes }, () => memory.take(rows).fill(off));
  targets.codes.forEach((code, row) => (values[code][row] = on));
  return values;
}

function codesColumn(targets: Targets, name: string, arena: Arena): Column {
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
  const data = arena.take(BigInt64Array, codes.length);
  // Codes are never negative, so that the high halves are 0.
  const halves = new Int32Array(data.buffer, data.byteOffset, 2 * codes.length);
  for (let row = 0; row < codes.length; row++) {
    halves[2 * row] = codes[row];
    halves[2 * row + 1] = 0;
  }
  return column(name, { kind: "int", bits: 64, signed: true }, codes.length, { data });
}

type FloatValues = Extract<Values, Uint16Array | Float32Array | Float64Array>;

const ARRAYS = { float16: Uint16Array, float32: Float32Array, float64: Float64Array } as const;
const BITS = { float16: 16, float32: 32, float64: 64 } as const;

/** Arrays of the type that targets are written in; float16 as its bits. */
class TargetMemory {
  readonly type: ColumnType;

  constructor(
    readonly dtype: TargetDtype,
    readonly arena: Arena,
  ) {
    this.type = { kind: "float", bits: BITS[dtype] };
  }

  /** An array that holds anything. */
  take(length: number): FloatValues {
    return this.arena.take<FloatValues>(ARRAYS[this.dtype], length);
  }

  /** The values in the output's type. */
  cast(values: ArrayLike<number>): FloatValues {
    const cast = this.take(values.length);
    if (cast instanceof Uint16Array) {
      return toFloat16(values, cast);
    }
    cast.set(values);
    return cast;
  }
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
      {
        column: name,
        hint: `Use smaller batches (${option("chunkRows")}), or the layout fixed-list.`,
      },
    );
  }
}

const MAX_INT32 = 2 ** 31 - 1;
