import { Buffer } from "node:buffer";
import { usageError } from "../../errors.js";
import { float16Bits, float16Value } from "../../kernels/float16.js";
import { shortestFloat16, shortestFloat32 } from "../../kernels/shortest-decimal.js";
import type { CodedTargets, DenseTargets, TargetOutput, Targets } from "../../targets.js";
import type { CellWriter, FieldStyle } from "./cell-writer.js";
import { OutputBytes } from "./output-bytes.js";

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
  #ready?: ReadyRows;

  constructor(output: TargetOutput, style: FieldStyle) {
    this.#output = output;
    this.#style = style;
    this.#delimiter = Buffer.from(style.dialect.delimiter);
    this.#between = output.layout === "columns" ? this.#delimiter : Buffer.from(",");
    this.#round = rounding(output);
  }

  /**
   * What appends the fields of a row of these targets.
   * @throws {DatasetError} `NO_CLASS_INDEX`, if class indices are wanted of targets that are no one-hot rows;
   *   `CLASS_COUNT`, if there are not as many classes as names.
   */
  rows(targets: Targets): CellWriter {
    this.#checkClasses(targets);
    if (targets.kind === "coded") {
      const ready = this.#readyFor(targets);
      return (row, out) => ready.write(targets.codes[row], out);
    }
    if (this.#output.codes !== undefined) {
      throw usageError(
        "NO_CLASS_INDEX",
        `the column "${this.#output.codes}" wants the class of every row, but the targets are soft; expected labels`,
      );
    }
    return (row, out) => this.#writeTargets(out, () => this.#writeDense(targets, row, out));
  }

  #readyFor(targets: CodedTargets): ReadyRows {
    if (this.#ready?.suits(targets) !== true) {
      const pattern = new OneHotPattern(targets, this.#between, (value) => this.#number(value));
      this.#ready = new ReadyRows(targets, (code, out) => {
        this.#writeTargets(out, () => pattern.write(code, out));
        this.#writeCode(code, out);
      });
    }
    return this.#ready as ReadyRows;
  }

  #checkClasses({ classes }: Targets): void {
    const names = this.#output.classes.length;
    if (classes !== names) {
      throw usageError(
        "CLASS_COUNT",
        `found targets of ${classes} classes, but ${names} class names`,
      );
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

  #writeDense({ classes, values }: DenseTargets, row: number, out: OutputBytes): void {
    for (let index = 0; index < classes; index++) {
      if (index > 0) {
        out.push(this.#between);
      }
      this.#writeNumber(values[row * classes + index], out);
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

/** The float64 that prints as the shortest decimal of a target in the type it is written as. */
function rounding({ dtype }: TargetOutput): (value: number) => number {
  switch (dtype) {
    case "float16":
      return (value) => shortestFloat16(float16Value(float16Bits(value)));
    case "float32":
      return (value) => shortestFloat32(Math.fround(value));
    case "float64":
      return (value) => value;
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
    { classes, on, off }: CodedTargets,
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
  readonly #targets: CodedTargets;
  readonly #assemble: CellWriter;
  readonly #rows: Uint8Array[] = [];
  #bytes = 0;

  constructor(targets: CodedTargets, assemble: CellWriter) {
    this.#targets = targets;
    this.#assemble = assemble;
  }

  /** Whether rows of these targets have the same two numbers. */
  suits({ classes, on, off }: CodedTargets): boolean {
    const own = this.#targets;
    return own.classes === classes && Object.is(own.on, on) && Object.is(own.off, off);
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
