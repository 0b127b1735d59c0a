/**
 * Where the mass goes that smoothing takes from a class: a row-stochastic matrix M of which no more is kept than is
 * needed. A target row q becomes `(1 − ε)·q + ε·(q·M)`.
 */
export abstract class Spread {
  #row = new Float64Array(0);

  /** @param classes The number of classes, K. */
  constructor(readonly classes: number) {}

  /** Adds `share` times row `code` of M to the K values from `out[at]` on. */
  abstract add(code: number, share: number, out: Float64Array, at: number): void;

  /**
   * Smooths the row of K probabilities from `values[at]` on, in place.
   * @param epsilon The mass moved, in [0, 1].
   */
  mix(values: Float64Array, at: number, epsilon: number): void {
    this.#through(values, at, () => epsilon);
  }

  /**
   * Smooths a row with an epsilon for each class: `q·S` with `S[c] = (1 − ε_c)·I[c] + ε_c·M[c]`.
   * @param epsilons The mass moved from each class, K values in [0, 1].
   */
  mixByClass(values: Float64Array, at: number, epsilons: ArrayLike<number>): void {
    this.#through(values, at, (code) => epsilons[code]);
  }

  #through(values: Float64Array, at: number, epsilonOf: (code: number) => number): void {
    const { classes } = this;
    if (this.#row.length < classes) {
      this.#row = new Float64Array(classes);
    }
    const row = this.#row;
    for (let code = 0; code < classes; code++) {
      row[code] = values[at + code];
      values[at + code] = (1 - epsilonOf(code)) * row[code];
    }
    for (let code = 0; code < classes; code++) {
      if (row[code] !== 0) {
        this.add(code, row[code] * epsilonOf(code), values, at);
      }
    }
  }
}

/** Every class's mass goes to the same row, so that a row of probabilities needs one addition. */
abstract class CommonSpread extends Spread {
  override mix(values: Float64Array, at: number, epsilon: number): void {
    for (let code = 0; code < this.classes; code++) {
      values[at + code] *= 1 - epsilon;
    }
    this.add(0, epsilon, values, at);
  }
}

/**
 * To all classes alike: `(1 − ε)·q + ε/K`.
 * @see Szegedy et al. 2016, section 7, https://arxiv.org/abs/1512.00567
 */
export class UniformSpread extends CommonSpread {
  override add(_code: number, share: number, out: Float64Array, at: number): void {
    const each = share / this.classes;
    for (let code = 0; code < this.classes; code++) {
      out[at + code] += each;
    }
  }
}

/**
 * To a distribution over the classes, such as their frequencies: `(1 − ε)·q + ε·π`.
 * @see Pereyra et al. 2017, https://arxiv.org/abs/1701.06548
 */
export class PriorSpread extends CommonSpread {
  /** @param prior π, one probability a class. */
  constructor(readonly prior: ArrayLike<number>) {
    super(prior.length);
  }

  override add(_code: number, share: number, out: Float64Array, at: number): void {
    for (let code = 0; code < this.classes; code++) {
      out[at + code] += share * this.prior[code];
    }
  }
}

/**
 * To the other classes alone: `(1 − ε)·q + ε·(1 − q)/(K − 1)`. A single class keeps its mass.
 * @see `label_smoothed_nll_loss` of fairseq, https://github.com/facebookresearch/fairseq
 */
export class OthersSpread extends Spread {
  override add(code: number, share: number, out: Float64Array, at: number): void {
    const { classes } = this;
    const each = classes === 1 ? share : share / (classes - 1);
    for (let other = 0; other < classes; other++) {
      if (other !== code || classes === 1) {
        out[at + other] += each;
      }
    }
  }

  override mix(values: Float64Array, at: number, epsilon: number): void {
    const { classes } = this;
    if (classes > 1) {
      const share = epsilon / (classes - 1);
      for (let code = 0; code < classes; code++) {
        const value = values[at + code];
        values[at + code] = (1 - epsilon) * value + share * (1 - value);
      }
    }
  }
}

/**
 * To the other classes by their distance: `g_c ∝ exp(−(c − y)² / 2σ²)` for `c ≠ y`, summing to 1. A single class keeps
 * its mass.
 * @see after Díaz and Marathe 2019, "Soft Labels for Ordinal Regression" (CVPR)
 */
export class OrdinalSpread extends Spread {
  /** exp(−d² / 2σ²) relative to that of distance 1, so that a small sigma leaves something to share. */
  readonly #byDistance: Float64Array;
  /** The sums of the above up to each distance. */
  readonly #upTo: Float64Array;

  /** @param sigma The width of the Gaussian in classes, above 0. */
  constructor(classes: number, sigma: number) {
    super(classes);
    this.#byDistance = Float64Array.from({ length: classes }, (_, distance) =>
      // The square of a tiny sigma is 0.
      distance < 2 ? distance : Math.exp((1 - distance * distance) / (2 * sigma * sigma)),
    );
    let sum = 0;
    this.#upTo = this.#byDistance.map((weight) => (sum += weight));
  }

  override add(code: number, share: number, out: Float64Array, at: number): void {
    const { classes } = this;
    if (classes === 1) {
      out[at] += share;
      return;
    }
    const each = share / (this.#upTo[code] + this.#upTo[classes - 1 - code]);
    for (let other = 0; other < classes; other++) {
      out[at + other] += each * this.#byDistance[Math.abs(other - code)];
    }
  }
}

/**
 * By a matrix: `q·((1 − ε)·I + ε·M)`, such as a similarity of classes, or, with epsilon 1, a noise transition.
 * @see https://arxiv.org/abs/1912.09393 and https://arxiv.org/abs/1609.03683
 */
export class MatrixSpread extends Spread {
  /** @param matrix M, row-major [classes, classes]; every row sums to 1. */
  constructor(
    classes: number,
    readonly matrix: ArrayLike<number>,
  ) {
    super(classes);
  }

  override add(code: number, share: number, out: Float64Array, at: number): void {
    const { classes, matrix } = this;
    for (let other = 0; other < classes; other++) {
      out[at + other] += share * matrix[code * classes + other];
    }
  }
}

/** Halves, for classes that are questions of their own: `y·(1 − ε) + ε/2`. Rows need not sum to 1. */
export class BinarySpread extends CommonSpread {
  override add(_code: number, share: number, out: Float64Array, at: number): void {
    for (let code = 0; code < this.classes; code++) {
      out[at + code] += share / 2;
    }
  }

  override mixByClass(values: Float64Array, at: number, epsilons: ArrayLike<number>): void {
    for (let code = 0; code < this.classes; code++) {
      values[at + code] = (1 - epsilons[code]) * values[at + code] + epsilons[code] / 2;
    }
  }
}
