import type { Batch } from "../batch.js";
import { usageError } from "../errors.js";
import type { Smoothing } from "../smoothing/smoothing.js";
import { resolveSmoothing } from "../smoothing/smoothing.js";
import { Smoother } from "../smoothing/smoother.js";
import { checkOptions, NUMBER, NUMBERS, type Shapes, TEXT } from "../wording/shapes.js";
import { Stage } from "./stage.js";

const SHAPES: Shapes<Smoothing> = {
  epsilon: NUMBER,
  method: TEXT,
  classEpsilons: NUMBERS,
  epsilonColumn: TEXT,
  prior: NUMBERS,
  sigma: NUMBER,
  matrix: NUMBERS,
};

/**
 * Smooths the targets of every batch: `(1 − ε) · q + ε / K`, or for the method `others`
 * `(1 − ε) · q + ε · (1 − q) / (K − 1)`. One-hot targets stay class indices: two numbers change, not K a row.
 *
 * @example new LabelSmoother({ epsilon: 0.1 }) // one-hot class 2 of 5 becomes 0.02 0.02 0.92 0.02 0.02
 * @throws {DatasetError} On the way, if batches have no targets (`NO_TARGETS`).
 * @see Szegedy et al. 2016, section 7, https://arxiv.org/abs/1512.00567
 */
export class LabelSmoother extends Stage {
  readonly #smoothing: Smoothing;
  #smoother?: Smoother;

  /**
   * @param smoothing Epsilon, in [0, 1] (default 0.1), and the method (default uniform).
   * @throws {DatasetError} If epsilon is outside its domain (`BAD_EPSILON`), there is no such method (`UNKNOWN_VALUE`), or
   *   no such option.
   */
  constructor(smoothing: Partial<Smoothing> = {}) {
    super();
    checkOptions("LabelSmoother", smoothing, SHAPES);
    this.#smoothing = resolveSmoothing(smoothing);
  }

  protected override apply(batch: Batch): Batch {
    if (batch.targets === undefined) {
      throw usageError("NO_TARGETS", "there are no targets to smooth", {
        hint: "Put OneHotEncoder or SoftTargetReader before LabelSmoother.",
      });
    }
    const { targets } = batch;
    if (this.#smoother?.suits(targets) !== true) {
      this.#smoother = new Smoother(this.#smoothing, targets);
    }
    return batch.withTargets(this.#smoother.apply(targets));
  }
}
