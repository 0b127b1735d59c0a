import type { Batch } from "../batch.js";
import { usageError } from "../errors.js";
import type { Smoothing } from "../smoothing.js";
import { resolveSmoothing, smoothTargets } from "../smoothing.js";
import { checkOptions, NUMBER, type Shapes, TEXT } from "../wording/shapes.js";
import { Stage } from "./stage.js";

const SHAPES: Shapes<Smoothing> = { epsilon: NUMBER, method: TEXT };

/** Smooths the targets of every batch. One-hot targets stay class indices: two numbers change, not K a row. */
export class LabelSmoother extends Stage {
  readonly #smoothing: Smoothing;

  /** @param smoothing Epsilon (default 0.1) and the method (default uniform). */
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
    return batch.withTargets(smoothTargets(batch.targets, this.#smoothing));
  }
}
