import { Buffer } from "node:buffer";
import { usageError } from "../../errors.js";
import {
  type CodedTargets,
  type DenseTargets,
  isSameTemplates,
  positivePlace,
  targetNames,
  type TargetOutput,
  type Targets,
  type Templates,
  TwoValues,
} from "../../targets.js";
import { checkClassCount } from "../../targets/check-targets.js";
import type { CellWriter, FieldStyle } from "./cell-writer.js";
import { OutputBytes } from "./output-bytes.js";
import type { TargetLines } from "./target-lines.js";
import { targetRounding } from "./target-rounding.js";

/** Ready-made rows are kept up to this many bytes in all. */
const READY_BYTES = 2 ** 20;

/** Writes the target fields of rows: one-hot ones from ready-made bytes, one row for each class. */
export class TargetWriter {
  readonly #output: TargetOutput;
  readonly #style: FieldStyle;
  readonly #delimiter: Uint8Array;
  /** What stands between two numbers. */
  readonly #between: Uint8Array;
  readonly #round: (value: number) => number;
  /** The class whose number alone is written. */
  readonly #positive?: number;
  #ready?: ReadyRows;

  constructor(output: TargetOutput, style: FieldStyle) {
    this.#output = output;
    this.#style = style;
    this.#delimiter = Buffer.from(style.dialect.delimiter);
    this.#between = output.layout === "columns" ? this.#delimiter : Buffer.from(",");
    this.#round = targetRounding(output);
    const { positive, classes } = output;
    this.#positive = positive === undefined ? undefined : positivePlace(positive, classes);
  }

  /**
   * What appends the fields of a row of these targets: one line for each row.
   * @throws {DatasetError} `NO_CLASS_INDEX`, if class indices are wanted of targets that are no one-hot rows;
   *   `CLASS_COUNT`, if there are not as many classes as names.
   */
  lines(targets: Targets): TargetLines {
    checkClassCount(targets, this.#output);
    const write = targets.kind === "coded" ? this.#codedRows(targets) : this.#denseRows(targets);
    return {
      count: () => 1,
      write: (row, _line, out) => {
        if (targets.has(row)) {
          write(row, out);
        } else {
          this.#writeMissing(out);
        }
      },
    };
  }

  #codedRows(targets: CodedTargets): CellWriter {
    const { codes, byRow } = targets;
    if (byRow === undefined) {
      const ready = this.#readyFor(targets);
      return (row, out) => ready.write(codes[row], out);
    }
    const values = new Float64Array(targets.classes);
    return (row, out) => {
      targets.write(row, values, 0);
      this.#writeTargets(out, () => this.#writeNumbers(values, 0, out));
      this.#writeCode(codes[row], out);
    };
  }

  #denseRows({ classes, values }: DenseTargets): CellWriter {
    if (this.#output.codes !== undefined) {
      throw usageError(
        "NO_CLASS_INDEX",
        `the column "${this.#output.codes}" wants the class of every row, but the targets are soft; expected labels`,
      );
    }
    return (row, out) =>
      this.#writeTargets(out, () => this.#writeNumbers(values, row * classes, out));
  }

  #readyFor({ templates }: CodedTargets): ReadyRows {
    if (this.#ready?.suits(templates) !== true) {
      const writeNumbers = this.#templateWriter(templates);
      this.#ready = new ReadyRows(templates, (code, out) => {
        this.#writeTargets(out, () => writeNumbers(code, out));
        this.#writeCode(code, out);
      });
    }
    return this.#ready as ReadyRows;
  }

  #templateWriter(templates: Templates): CellWriter {
    if (templates instanceof TwoValues && this.#positive === undefined) {
      const pattern = new OneHotPattern(templates, this.#between, (value) => this.#number(value));
      return (code, out) => pattern.write(code, out);
    }
    const values = new Float64Array(templates.classes);
    return (code, out) => {
      templates.write(code, values, 0);
      this.#writeNumbers(values, 0, out);
    };
  }

  /** Empty fields, as many as a row has. */
  #writeMissing(out: OutputBytes): void {
    for (let field = 1; field < targetNames(this.#output).length; field++) {
      out.push(this.#delimiter);
    }
  }

  /** Appends the fields that the layout makes of the numbers of one row. */
  #writeTargets(out: OutputBytes, writeNumbers: () => void): void {
    const start = out.length;
    switch (this.#output.layout) {
      case "none":
        return;
      case "columns":
        writeNumbers();
        return;
      default:
        out.pushText("[");
        writeNumbers();
        out.pushText("]");
        this.#style.quoting.settle(out, start);
    }
  }

  /** The K numbers from `values[at]` on, or the one of them that is wanted. */
  #writeNumbers(values: Float64Array, at: number, out: OutputBytes): void {
    if (this.#positive !== undefined) {
      this.#writeNumber(values[at + this.#positive], out);
      return;
    }
    for (let index = 0; index < this.#output.classes.length; index++) {
      if (index > 0) {
        out.push(this.#between);
      }
      this.#writeNumber(values[at + index], out);
    }
  }

  #writeNumber(value: number, out: OutputBytes): void {
    const start = out.length;
    out.pushNumber(this.#round(value));
    if (this.#output.layout === "columns" && !this.#style.quoting.numbersAreSafe) {
      this.#style.quoting.settle(out, start);
    }
  }

  #number(value: number): Uint8Array {
    const out = new OutputBytes();
    this.#writeNumber(value, out);
    return out.take();
  }

  #writeCode(code: number, out: OutputBytes): void {
    const { layout, codes } = this.#output;
    if (codes === undefined) {
      return;
    }
    if (layout !== "none") {
      out.push(this.#delimiter);
    }
    const start = out.length;
    out.pushInteger(code);
    if (!this.#style.quoting.numbersAreSafe) {
      this.#style.quoting.settle(out, start);
    }
  }
}

/** A row of equal numbers but one, put together from long runs of the equal ones. */
class OneHotPattern {
  readonly #classes: number;
  readonly #on: Uint8Array;
  readonly #before: Uint8Array;
  readonly #after: Uint8Array;
  readonly #step: number;

  constructor(
    { classes, on, off }: TwoValues,
    between: Uint8Array,
    print: (value: number) => Uint8Array,
  ) {
    const offBytes = print(off);
    this.#classes = classes;
    this.#on = print(on);
    this.#before = repeated(Buffer.concat([offBytes, between]), classes - 1);
    this.#after = repeated(Buffer.concat([between, offBytes]), classes - 1);
    this.#step = offBytes.length + between.length;
  }

  write(code: number, out: OutputBytes): void {
    out.push(this.#before, 0, code * this.#step);
    out.push(this.#on);
    out.push(this.#after, 0, (this.#classes - 1 - code) * this.#step);
  }
}

/** The bytes of whole rows, by class, kept as far as they fit. */
class ReadyRows {
  readonly #templates: Templates;
  readonly #assemble: CellWriter;
  readonly #rows: Uint8Array[] = [];
  #bytes = 0;

  constructor(templates: Templates, assemble: CellWriter) {
    this.#templates = templates;
    this.#assemble = assemble;
  }

  /** Whether these templates are the ones the rows were made of. */
  suits(templates: Templates): boolean {
    return isSameTemplates(this.#templates, templates);
  }

  write(code: number, out: OutputBytes): void {
    const ready = this.#rows[code];
    if (ready !== undefined) {
      out.push(ready);
      return;
    }
    const start = out.length;
    this.#assemble(code, out);
    if (this.#bytes + out.length - start <= READY_BYTES) {
      this.#rows[code] = Uint8Array.from(out.bytes.subarray(start, out.length));
      this.#bytes += out.length - start;
    }
  }
}

function repeated(bytes: Uint8Array, count: number): Uint8Array {
  return Buffer.alloc(bytes.length * count, bytes);
}
