import type { Column } from "../../batch.js";
import type { Arena } from "../../columns/arena.js";
import { MAX_INT32, tooLarge } from "../../columns/too-large.js";
import { LINE_NAMES, type TargetOutput, type Targets } from "../../targets.js";
import { checkClassCount, checkLines } from "../../targets/check-targets.js";
import { newColumn, TargetMemory, wholeNumbers } from "./target-memory.js";

/** Lines of the layout `long`: each is of a row of a batch, and of a class. */
export interface Lines {
  /** The row of each line within the batch. */
  readonly rows: Int32Array;
  /** The class index of the first line; the classes follow each other, and after the last one comes the first. */
  readonly firstCode: number;
}

/**
 * What is written of lines beside their rows' columns: row, class, weight and, where it is wanted, the class index.
 * @param firstRow The number of the batch's first row.
 * @throws {DatasetError} If the classes are questions of their own (`MULTI_LABEL`), the names are not as many (`CLASS_COUNT`), or
 *   too long together (`COLUMN_TOO_LARGE`).
 */
export function spellLines(
  { targets, firstRow }: { readonly targets: Targets; readonly firstRow: number },
  lines: Lines,
  { output, arena }: { readonly output: TargetOutput; readonly arena: Arena },
): Column[] {
  checkClassCount(targets, output);
  checkLines(targets);
  const { name, dtype, codes, classes } = output;
  const [rowName, className] = LINE_NAMES;
  const codeOf = (line: number): number => (lines.firstCode + line) % classes.length;
  const memory = new TargetMemory(dtype, arena);
  const weights = newColumn(name, memory.type, lines.rows.length, {
    data: memory.cast(weightsOf(targets, lines, arena)),
  });
  const numbers = Float64Array.from(lines.rows, (row) => firstRow + row);
  const columns = [
    wholeNumbers(rowName, numbers, arena),
    classColumn(className, { length: lines.rows.length, classes, codeOf }, arena),
    weights,
  ];
  return codes === undefined
    ? columns
    : [
        ...columns,
        wholeNumbers(
          codes,
          lines.rows.map((_, line) => codeOf(line)),
          arena,
        ),
      ];
}

/** The targets of the lines' rows, each once for all of the row's lines. */
function weightsOf(targets: Targets, { rows, firstCode }: Lines, arena: Arena): Float64Array {
  const { classes } = targets;
  const weights = arena.take(Float64Array, rows.length);
  const row = new Float64Array(classes);
  let code = firstCode;
  for (let line = 0; line < rows.length; line++) {
    if (line === 0 || code === 0) {
      targets.write(rows[line], row, 0);
    }
    weights[line] = row[code];
    code = code + 1 === classes ? 0 : code + 1;
  }
  return weights;
}

interface NamedLines {
  readonly length: number;
  readonly classes: readonly string[];
  readonly codeOf: (line: number) => number;
}

function classColumn(name: string, { length, classes, codeOf }: NamedLines, arena: Arena): Column {
  const names = classes.map((label) => ENCODER.encode(label));
  const offsets = arena.take(Int32Array, length + 1);
  let end = 0;
  offsets[0] = end;
  for (let line = 0; line < length; line++) {
    end += names[codeOf(line)].length;
    offsets[line + 1] = end;
  }
  if (end > MAX_INT32) {
    throw tooLarge(name, end);
  }
  const data = arena.take(Uint8Array, offsets[length]);
  for (let line = 0; line < length; line++) {
    data.set(names[codeOf(line)], offsets[line]);
  }
  return newColumn(name, { kind: "utf8" }, length, { offsets, data });
}

const ENCODER = new TextEncoder();
