import type { Batch } from "../batch.js";
import { VALUES_BY_CLASS } from "../classes/given-values.js";
import { usageError } from "../errors.js";
import { MATRIX } from "../smoothing/given-matrix.js";
import { rowEpsilons } from "../smoothing/row-epsilons.js";
import { settleSmoothing } from "../smoothing/settle-smoothing.js";
import type { AskedSmoothing, SmoothingOptions } from "../smoothing/smoothing.js";
import { resolveSmoothing } from "../smoothing/smoothing.js";
import { Smoother } from "../smoothing/smoother.js";
import type { Targets } from "../targets.js";
import { checkOptions, NUMBER, type Shapes, TEXT } from "../wording/shapes.js";
import { Stage } from "./stage.js";

const SHAPES: Shapes<SmoothingOptions> = {
  epsilon: NUMBER,
  method: TEXT,
  classEpsilons: VALUES_BY_CLASS,
  epsilonColumn: TEXT,
  prior: VALUES_BY_CLASS,
  sigma: NUMBER,
  matrix: MATRIX,
};

/**
 * Smooths the targets of every batch: each row q becomes `(1 − ε) · q + ε · (q · M)`, where M says where the mass goes: to
 * every class 1 / K (`uniform`), its share (`prior`), to the other classes alike (`others`) or by distance (`ordinal`), or
 * what a matrix says (`matrix`). One-hot targets stay class indices: what changes is a row for each class, not each row.
 * Targets of several labels a row become `(1 − ε) · y + ε / 2`.
 *
 * @example new LabelSmoother({ epsilon: 0.1 }) // one-hot class 2 of 5 becomes 0.02 0.02 0.92 0.02 0.02
 * @example new LabelSmoother({ method: "prior", prior: { cat: 0.75, dog: 0.25 } }) // or an array in class order
 * @throws {DatasetError} On the way, if batches have no targets (`NO_TARGETS`), values by class are not for their classes
 *   (`UNKNOWN_CLASS`, `MISSING_CLASS`, `VALUE_COUNT`, `MATRIX_SIZE`, `NO_PRIOR`), or the epsilon of a row is none
 *   (`BAD_EPSILON`).
 * @see Szegedy et al. 2016, section 7, https://arxiv.org/abs/1512.00567
 */
export class LabelSmoother extends Stage {
  readonly #asked: AskedSmoothing;
  #smoother?: Smoother;

  /**
   * @param smoothing Epsilon, in [0, 1] (default 0.1), the method (default uniform), and what the method needs.
   * @throws {DatasetError} If a number is outside its domain (`BAD_EPSILON`, `BAD_SIGMA`), there is no such method
   *   (`UNKNOWN_VALUE`), an option belongs to another method (`NO_EFFECT`), or there is no such option.
   */
  constructor(smoothing: SmoothingOptions = {}) {
    super();
    checkOptions("LabelSmoother", smoothing, SHAPES);
    this.#asked = resolveSmoothing(smoothing);
  }

  protected override apply(batch: Batch): Batch {
    const { targets } = batch;
    if (targets === undefined) {
      throw usageError("NO_TARGETS", "there are no targets to smooth", {
        hint: "Put OneHotEncoder, MultiHotEncoder or SoftTargetReader before LabelSmoother.",
      });
    }
    if (targets.classes === 0) {
      return batch; // Lists of no row have no width yet.
    }
    const { epsilonColumn } = this.#asked;
    const epsilons =
      epsilonColumn === undefined ? undefined : rowEpsilons(batch, targets, epsilonColumn);
    return batch.withTargets(this.#smootherFor(targets, batch.classNames).apply(targets, epsilons));
  }

  #smootherFor(targets: Targets, names: readonly string[] | undefined): Smoother {
    if (this.#smoother?.suits(targets) !== true) {
      const smoothing = settleSmoothing(this.#asked, { count: targets.classes, names });
      this.#smoother = new Smoother(smoothing, targets);
    }
    return this.#smoother as Smoother;
  }
}
