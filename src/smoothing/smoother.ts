import {
  type Spread,
  UniformSpread,
  OthersSpread,
  PriorSpread,
  OrdinalSpread,
  MatrixSpread,
  BinarySpread,
} from "../kernels/spread.js";
import {
  CodedTargets,
  DenseTargets,
  NO_TARGET,
  type Targets,
  type RowSmoothing,
  type Templates,
  TwoValues,
} from "../targets.js";
import { usageError } from "../errors.js";
import { option } from "../wording/option.js";
import type { Smoothing } from "./smoothing.js";

/** Smooths targets, always in the same way. Coded ones stay coded: their templates change, K rows instead of all. */
export class Smoother {
  readonly #smoothing: Smoothing;
  readonly #multi: boolean;
  readonly #spread: Spread;
  readonly #byClass?: Float64Array;
  /** What became of the templates that were met. */
  readonly #smoothed = new WeakMap<Templates, Templates>();
  readonly #writers = new WeakMap<Templates, RowSmoothing["write"]>();

  /**
   * @param targets What is to be smoothed, or something of the same kind and width.
   * @throws {DatasetError} If targets of several labels a row are not to be smoothed uniformly (`MULTI_LABEL_METHOD`).
   */
  constructor(smoothing: Smoothing, targets: Targets) {
    this.#smoothing = smoothing;
    this.#multi = isMulti(targets);
    this.#spread = this.#multi
      ? binarySpread(smoothing, targets.classes)
      : spreadOf(smoothing, targets.classes);
    this.#byClass = smoothing.classEpsilons && Float64Array.from(smoothing.classEpsilons);
  }

  /** Whether targets are of the kind and width that this one smooths. */
  suits(targets: Targets): boolean {
    return targets.classes === this.#spread.classes && isMulti(targets) === this.#multi;
  }

  /**
   * The smoothed targets; those given stay as they are.
   * @param epsilons One a row, where each row has its own.
   */
  apply(targets: Targets, epsilons?: Float64Array): Targets {
    return targets.kind === "dense"
      ? targets.smoothed(this.#dense(targets, epsilons))
      : this.#coded(targets, epsilons);
  }

  #coded(targets: CodedTargets, epsilons?: Float64Array): Targets {
    const { classes, codes, templates, byRow } = targets;
    if (byRow !== undefined) {
      return this.#again(targets, byRow, epsilons);
    }
    if (epsilons === undefined) {
      return new CodedTargets(classes, codes, this.#templates(templates));
    }
    return new CodedTargets(classes, codes, templates, {
      epsilons,
      write: this.#writerOf(templates),
    });
  }

  /** Smooths what was smoothed row by row before. By two epsilons a row, rows are no copies of anything any more. */
  #again(targets: CodedTargets, byRow: RowSmoothing, epsilons?: Float64Array): Targets {
    const { classes, codes, templates } = targets;
    if (epsilons !== undefined) {
      const missing = Uint8Array.from(codes, (code) => Number(code === NO_TARGET));
      const unsmoothed = new CodedTargets(classes, codes).dense();
      const dense = new DenseTargets(classes, targets.dense(), { missing, unsmoothed });
      return dense.smoothed(this.#dense(dense, epsilons));
    }
    return new CodedTargets(classes, codes, templates, {
      epsilons: byRow.epsilons,
      write: (code, epsilon, out, at) => {
        byRow.write(code, epsilon, out, at);
        this.#mix(out, at);
      },
    });
  }

  /** The same function as long as the templates are the same. */
  #writerOf(templates: Templates): RowSmoothing["write"] {
    let write = this.#writers.get(templates);
    if (write === undefined) {
      write = (code, epsilon, out, at) => {
        templates.write(code, out, at);
        this.#spread.mix(out, at, epsilon);
      };
      this.#writers.set(templates, write);
    }
    return write;
  }

  #templates(templates: Templates): Templates {
    let smoothed = this.#smoothed.get(templates);
    if (smoothed === undefined) {
      smoothed = this.#twoValues(templates) ?? new SmoothedTemplates(templates, this.#mix);
      this.#smoothed.set(templates, smoothed);
    }
    return smoothed;
  }

  /** Two values stay two where all classes are treated alike. */
  #twoValues(templates: Templates): TwoValues | undefined {
    const { method } = this.#smoothing;
    const isEven = method === "uniform" || method === "others";
    if (!(templates instanceof TwoValues && isEven && this.#byClass === undefined)) {
      return undefined;
    }
    const { classes } = templates;
    const row = new Float64Array(Math.max(classes, 2));
    templates.write(0, row, 0);
    this.#mix(row, 0);
    return new TwoValues(classes, row[0], classes === 1 ? templates.off : row[1]);
  }

  #dense({ classes, rows, values }: DenseTargets, epsilons?: Float64Array): Float64Array {
    const smoothed = values.slice();
    for (let row = 0; row < rows; row++) {
      if (epsilons === undefined) {
        this.#mix(smoothed, row * classes);
      } else {
        this.#spread.mix(smoothed, row * classes, epsilons[row]);
      }
    }
    return smoothed;
  }

  readonly #mix = (values: Float64Array, at: number): void => {
    if (this.#byClass === undefined) {
      this.#spread.mix(values, at, this.#smoothing.epsilon as number);
    } else {
      this.#spread.mixByClass(values, at, this.#byClass);
    }
  };
}

/** Templates, each smoothed when it is asked for. */
class SmoothedTemplates implements Templates {
  readonly classes: number;

  constructor(
    readonly inner: Templates,
    readonly mix: (values: Float64Array, at: number) => void,
  ) {
    this.classes = inner.classes;
  }

  write(code: number, out: Float64Array, at: number): void {
    this.inner.write(code, out, at);
    this.mix(out, at);
  }
}

function isMulti(targets: Targets): boolean {
  return targets.kind === "dense" && targets.multi;
}

/** @throws {DatasetError} If the method is not for targets of several labels a row (`MULTI_LABEL_METHOD`). */
export function refuseMultiLabel({ method }: Pick<Smoothing, "method">): void {
  if (method !== "uniform") {
    throw usageError(
      "MULTI_LABEL_METHOD",
      `${option("method", method)} does not go with several labels a row, whose classes share nothing out`,
      { hint: `Leave it out: ${option("method", "uniform")} moves each class towards a half.` },
    );
  }
}

function binarySpread(smoothing: Smoothing, classes: number): Spread {
  refuseMultiLabel(smoothing);
  return new BinarySpread(classes);
}

function spreadOf({ method, prior, sigma, matrix }: Smoothing, classes: number): Spread {
  switch (method) {
    case "uniform":
      return new UniformSpread(classes);
    case "others":
      return new OthersSpread(classes);
    case "prior":
      return new PriorSpread(prior as readonly number[]);
    case "ordinal":
      return new OrdinalSpread(classes, sigma as number);
    case "matrix":
      return new MatrixSpread(classes, matrix as Float64Array);
  }
}
