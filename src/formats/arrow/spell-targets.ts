import type { Column, ColumnType } from "../../batch.js";
import type { Arena } from "../../columns/arena.js";
import { bitmapBytes } from "../../columns/bitmap.js";
import { dataError, usageError } from "../../errors.js";
import {
  NO_TARGET,
  positivePlace,
  targetNames,
  type TargetOutput,
  type Targets,
  TwoValues,
} from "../../targets.js";
import { checkClassCount } from "../../targets/check-targets.js";
import { option } from "../../wording/option.js";
import { codedItems, readyColumns, readyItems, readyRows } from "./ready-rows.js";
import { type FloatValues, newColumn, TargetMemory, wholeNumbers } from "./target-memory.js";

/**
 * The columns that targets become, in the order of their names: probabilities, cast once, and the class index.
 * @param arena Where the columns go.
 * @throws {DatasetError} If class indices are wanted of targets that have none (`NO_CODES`), the names are not as many
 *   as the classes (`CLASS_COUNT`), or the lists together are too long (`COLUMN_TOO_LARGE`).
 */
export function spellTargets(targets: Targets, output: TargetOutput, arena: Arena): Column[] {
  checkClassCount(targets, output);
  const names = targetNames(output);
  const memory = new TargetMemory(output.dtype, arena);
  const columns = probabilities(targets, { ...output, names }, memory);
  return output.codes === undefined
    ? columns
    : [...columns, codesColumn(targets, output.codes, arena)];
}

function probabilities(
  targets: Targets,
  output: TargetOutput & { readonly names: readonly string[] },
  memory: TargetMemory,
): Column[] {
  const { rows } = targets;
  const nulls = validityOf(targets);
  switch (output.layout) {
    case "none":
    case "long": // Lines are spelled elsewhere.
      return [];
    case "columns": {
      const { positive, classes } = output;
      const all = classValues(targets, memory);
      const wanted = positive === undefined ? all : [all[positivePlace(positive, classes)]];
      return wanted.map((data, at) =>
        newColumn(output.names[at], memory.type, rows, { ...nulls, data }),
      );
    }
    case "fixed-list": {
      const child = items(targets, memory);
      const type: ColumnType = { kind: "fixed-list", child: child.field, size: targets.classes };
      return [newColumn(output.name, type, rows, { ...nulls, children: [child] })];
    }
    case "list": {
      checkListLength(rows * targets.classes, output.name);
      const child = items(targets, memory);
      const offsets = Int32Array.from({ length: rows + 1 }, (_, row) => row * targets.classes);
      const type: ColumnType = { kind: "list", child: child.field };
      return [newColumn(output.name, type, rows, { ...nulls, offsets, children: [child] })];
    }
  }
}

/** Which rows have a target; nothing where all have. */
function validityOf(targets: Targets): Pick<Column, "nullCount" | "validity"> {
  const { rows } = targets;
  const validity = new Uint8Array(bitmapBytes(rows));
  let valid = 0;
  for (let row = 0; row < rows; row++) {
    if (targets.has(row)) {
      validity[row >> 3] |= 1 << (row & 7);
      valid++;
    }
  }
  return valid === rows ? { nullCount: 0 } : { nullCount: rows - valid, validity };
}

/** All probabilities one after another, row by row: the child of a list column. */
function items(targets: Targets, memory: TargetMemory): Column {
  const data = itemValues(targets, memory);
  return newColumn("item", memory.type, data.length, { data });
}

function itemValues(targets: Targets, memory: TargetMemory): FloatValues {
  const two = twoValuesOf(targets);
  if (two !== undefined) {
    return twoValued(two, memory);
  }
  const ready = readyRows(targets, memory);
  if (ready !== undefined) {
    return readyItems(ready, memory);
  }
  return targets.kind === "coded" ? codedItems(targets, memory) : memory.cast(withoutNaN(targets));
}

/** Coded targets whose rows consist of two numbers. */
interface TwoValued {
  readonly classes: number;
  readonly codes: Int32Array;
  readonly on: number;
  readonly off: number;
}

function twoValuesOf(targets: Targets): TwoValued | undefined {
  return targets.kind === "coded" &&
    targets.byRow === undefined &&
    targets.templates instanceof TwoValues
    ? {
        classes: targets.classes,
        codes: targets.codes,
        on: targets.templates.on,
        off: targets.templates.off,
      }
    : undefined;
}

function twoValued({ classes, codes, ...two }: TwoValued, memory: TargetMemory): FloatValues {
  const [on, off] = memory.cast([two.on, two.off]);
  const values = memory.take(codes.length * classes).fill(off);
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] !== NO_TARGET) {
      values[row * classes + codes[row]] = on;
    }
  }
  return values;
}

/** What stands under a null is of no account, but it must be the same each time. */
function withoutNaN(targets: Targets): Float64Array {
  const values = targets.dense();
  return values.includes(Number.NaN)
    ? values.map((value) => (value === value ? value : 0))
    : values;
}

/** The probabilities of each class in an array of its own. */
function classValues(targets: Targets, memory: TargetMemory): FloatValues[] {
  const { classes, rows } = targets;
  const two = twoValuesOf(targets);
  if (two === undefined) {
    const ready = readyRows(targets, memory);
    if (ready !== undefined) {
      return readyColumns(ready, memory);
    }
    const values = withoutNaN(targets);
    return Array.from({ length: classes }, (_, at) =>
      memory.cast(Float64Array.from({ length: rows }, (_row, row) => values[row * classes + at])),
    );
  }
  const [on, off] = memory.cast([two.on, two.off]);
  const values = Array.from({ length: classes }, () => memory.take(rows).fill(off));
  two.codes.forEach((code, row) => {
    if (code !== NO_TARGET) {
      values[code][row] = on;
    }
  });
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
  // What stands under a null is of no account.
  const codes = targets.codes.map((code) => Math.max(code, 0));
  return { ...wholeNumbers(name, codes, arena), ...validityOf(targets) };
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
