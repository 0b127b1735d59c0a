import type { TargetOutput, Targets } from "../../targets.js";
import { checkClassCount, checkLines } from "../../targets/check-targets.js";
import type { FieldStyle } from "./cell-writer.js";
import { OutputBytes } from "./output-bytes.js";
import type { TargetLines } from "./target-lines.js";
import { targetRounding } from "./target-rounding.js";

/** So many different weights are kept ready-made. */
const MOST_READY = 4096;

/** Writes what the layout `long` says of each line: row, class, weight and, where it is wanted, the class index. */
export class LineWriter {
  readonly #output: TargetOutput;
  readonly #style: FieldStyle;
  /** The fields of each class, with a delimiter before and behind. */
  readonly #classes: readonly Uint8Array[];
  /** The class index, with a delimiter before; nothing where it is not wanted. */
  readonly #codes: readonly Uint8Array[];
  readonly #round: (value: number) => number;
  readonly #ready = new Map<number, Uint8Array>();
  readonly #scratch = new OutputBytes();

  constructor(output: TargetOutput, style: FieldStyle) {
    const { delimiter } = style.dialect;
    this.#output = output;
    this.#style = style;
    this.#round = targetRounding(output);
    this.#classes = output.classes.map((name) =>
      this.#written((out) => {
        out.pushText(delimiter);
        this.#settled(out, () => out.pushText(name));
        out.pushText(delimiter);
      }),
    );
    this.#codes = output.classes.map((_, code) =>
      this.#written((out) => {
        if (output.codes !== undefined) {
          out.pushText(delimiter);
          this.#settled(out, () => out.pushInteger(code));
        }
      }),
    );
  }

  /**
   * The lines of rows with these targets; a row that has none has no line.
   * @param firstRow The number of the first row.
   * @throws {DatasetError} `CLASS_COUNT` or `MULTI_LABEL`.
   */
  lines(targets: Targets, firstRow: number): TargetLines {
    checkClassCount(targets, this.#output);
    checkLines(targets);
    const { classes } = targets;
    const weights = new Float64Array(classes);
    return {
      count: (row) => (targets.has(row) ? classes : 0),
      write: (row, line, out) => {
        if (line === 0) {
          targets.write(row, weights, 0);
        }
        this.#settled(out, () => out.pushInteger(firstRow + row));
        out.push(this.#classes[line]);
        out.push(this.#weight(weights[line]));
        out.push(this.#codes[line]);
      },
    };
  }

  #weight(value: number): Uint8Array {
    const ready = this.#ready.get(value);
    if (ready !== undefined) {
      return ready;
    }
    const bytes = this.#written((out) =>
      this.#settled(out, () => out.pushNumber(this.#round(value))),
    );
    if (this.#ready.size < MOST_READY) {
      this.#ready.set(value, bytes);
    }
    return bytes;
  }

  /** A copy of what is written, without memory of a whole block for each. */
  #written(write: (out: OutputBytes) => void): Uint8Array {
    this.#scratch.truncate(0);
    write(this.#scratch);
    return Uint8Array.from(this.#scratch.bytes.subarray(0, this.#scratch.length));
  }

  #settled(out: OutputBytes, write: () => void): void {
    const start = out.length;
    write();
    this.#style.quoting.settle(out, start);
  }
}
