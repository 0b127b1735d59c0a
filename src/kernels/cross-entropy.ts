import { checkArray, checkEpsilon, checkProbabilities, checkWholeRows, shown } from "./checks.js";
import { checkClip, checkWeights } from "./check-predictions.js";
import { ExactSum } from "./exact-sum.js";
import { LogitRow } from "./logit-row.js";
import type { Probabilities } from "./one-hot.js";
import { describeFault } from "./prediction-fault.js";
import type { PredictionRow } from "./prediction-row.js";
import { clippedAt, ProbabilityRow } from "./probability-row.js";
import { smooth, smoothProbability } from "./smooth.js";

/** What {@link crossEntropy} and {@link meanCrossEntropy} can be asked for. */
export interface CrossEntropyOptions {
  /** Mass moved to the uniform part of every target, in [0, 1]. Default: 0. */
  readonly epsilon?: number;
  /** w, [classes]: finite, not negative. Default: 1 for each class. */
  readonly weights?: ArrayLike<number>;
  /** Rows with this class index do not count. It may be a class, or none, as −100. Default: all rows count. */
  readonly ignoreIndex?: number;
  /** What the predictions are. Default: logits; logarithms of probabilities are logits, too. */
  readonly kind?: "logits" | "probs";
  /** C in (0, 0.5), for probabilities: divides each row by its sum and clips it to [C, 1 − C], as Keras. */
  readonly clip?: number;
}

/**
 * The cross-entropy of every row, in nats:
 * `ℓ_n = −Σ_c w_c · q′_c · lp_c` with `q′ = (1 − ε) · q + ε / classes` and `lp = log softmax(x)`, or `ln p`.
 * For a class index y this is `(1 − ε) · (−w_y · lp_y) + (ε / classes) · (−Σ_c w_c · lp_c)`; no target
 * row is spelled out. The same as `torch.nn.functional.cross_entropy(…, reduction="none")`, but that 0 · ∞
 * is 0 where PyTorch has NaN: a logit of −Infinity under no target or no weight adds nothing. Under a
 * target it costs Infinity.
 *
 * @param predictions Row-major [rows, classes], logits or probabilities.
 * @param classes Row width, K; a positive whole number.
 * @param targets Class indices, [rows]: an Int32Array or a plain array. Or soft targets, row-major
 *   [rows, classes]: a Float32Array or Float64Array.
 * @returns A loss for each row; 0 for rows that do not count, whatever is predicted in them.
 * @throws {RangeError} If an option, a shape or a class index is outside its domain, or a row that counts holds
 *   NaN, +Infinity or −Infinity alone, or is no distribution where probabilities are expected.
 * @throws {TypeError} If an array is of another type.
 * @example crossEntropy(Float64Array.of(0.1, 0.1, 0.8, 0.1, 0.1), 5, [2], { epsilon: 0.1 }) // Float64Array [1.15004…]
 * @see Szegedy et al. 2016, section 7, https://arxiv.org/abs/1512.00567
 */
export function crossEntropy(
  predictions: Probabilities,
  classes: number,
  targets: ArrayLike<number>,
  options: CrossEntropyOptions = {},
): Float64Array {
  const scorer = scorerOf(predictions, classes, targets, options);
  return Float64Array.from({ length: predictions.length / classes }, (_, row) => scorer.loss(row));
}

/**
 * The mean of {@link crossEntropy}, as PyTorch takes it: for class indices `Σ ℓ_n / Σ w_y` over the rows that
 * count, for soft targets `Σ ℓ_n / rows`, also with weights. Both sums are exact and rounded once, so that
 * the order of the rows does not matter.
 *
 * @param predictions Row-major [rows, classes], logits or probabilities.
 * @param classes Row width, K; a positive whole number.
 * @param targets Class indices, [rows], or soft targets, row-major [rows, classes].
 * @returns The mean; NaN where no row counts, or none that has a weight.
 * @throws {RangeError} As {@link crossEntropy}.
 * @throws {TypeError} As {@link crossEntropy}.
 * @example meanCrossEntropy(Float64Array.of(0, 0, 0, 1), 2, [0, 1]) // 0.5032044340…
 */
export function meanCrossEntropy(
  predictions: Probabilities,
  classes: number,
  targets: ArrayLike<number>,
  options: CrossEntropyOptions = {},
): number {
  const scorer = scorerOf(predictions, classes, targets, options);
  const loss = new ExactSum();
  const weight = new ExactSum();
  for (let row = 0; row < predictions.length / classes; row++) {
    loss.add(scorer.loss(row));
    weight.add(scorer.weight(row));
  }
  const denominator = weight.value();
  return denominator === 0 ? NaN : loss.value() / denominator;
}

/** The loss of a row, and what the row adds to the denominator of the mean. */
interface Scorer {
  loss(row: number): number;
  weight(row: number): number;
}

function scorerOf(
  predictions: Probabilities,
  classes: number,
  targets: ArrayLike<number>,
  options: CrossEntropyOptions,
): Scorer {
  const { epsilon = 0, ignoreIndex, weights, kind, clip } = options;
  checkProbabilities("predictions", predictions);
  checkWholeRows("predictions", predictions.length, classes);
  checkEpsilon(epsilon);
  checkArray("targets", targets);
  const reader = readerOf({ classes, weights: checkWeights(weights, classes), kind, clip });
  const rows = new CheckedRows(predictions, reader);
  if (isSoft(targets)) {
    checkSoftTargets(predictions, targets, ignoreIndex);
    return new SoftScorer(rows, targets, epsilon);
  }
  if (targets.length * classes !== predictions.length) {
    throw new RangeError(
      `targets hold ${targets.length} class indices, expected ${predictions.length / classes}, one for each row`,
    );
  }
  return new CodedScorer(rows, targets, { epsilon, ignoreIndex });
}

function readerOf({
  classes,
  weights,
  kind = "logits",
  clip,
}: Pick<CrossEntropyOptions, "kind" | "clip"> & {
  readonly classes: number;
  readonly weights: Float64Array;
}): PredictionRow {
  if (kind !== "logits" && kind !== "probs") {
    throw new RangeError(`kind is ${shown(kind)}, expected "logits" or "probs"`);
  }
  checkClip(clip, kind);
  return kind === "logits"
    ? new LogitRow({ classes, weights })
    : new ProbabilityRow({
        classes,
        weights,
        limits: clip === undefined ? undefined : clippedAt(clip),
      });
}

function isSoft(targets: ArrayLike<number>): targets is Probabilities {
  return targets instanceof Float64Array || targets instanceof Float32Array;
}

function checkSoftTargets(
  predictions: Probabilities,
  targets: Probabilities,
  ignoreIndex: number | undefined,
): void {
  if (targets.length !== predictions.length) {
    throw new RangeError(
      `soft targets hold ${targets.length} values, expected ${predictions.length}, as many as there are predictions: class indices come as an Int32Array`,
    );
  }
  if (ignoreIndex !== undefined) {
    throw new RangeError(
      `ignoreIndex is ${shown(ignoreIndex)}, expected none: soft targets have no class index`,
    );
  }
}

/** Reads rows, and throws where one cannot be scored. */
class CheckedRows {
  constructor(
    readonly predictions: Probabilities,
    readonly reader: PredictionRow,
  ) {}

  read(row: number): PredictionRow {
    const { predictions, reader } = this;
    if (!reader.read(predictions, row * reader.classes)) {
      const fault = reader.fault();
      throw new RangeError(`row ${row} ${fault === undefined ? "" : describeFault(fault)}`);
    }
    return reader;
  }
}

class CodedScorer implements Scorer {
  readonly #on: number;
  readonly #off: number;
  readonly #ignoreIndex: number | undefined;

  constructor(
    readonly rows: CheckedRows,
    readonly codes: ArrayLike<number>,
    { epsilon, ignoreIndex }: { epsilon: number; ignoreIndex: number | undefined },
  ) {
    const { classes } = rows.reader;
    this.#on = smoothProbability(1, classes, epsilon);
    this.#off = smoothProbability(0, classes, epsilon);
    this.#ignoreIndex = ignoreIndex;
  }

  loss(row: number): number {
    const code = this.codes[row];
    if (code === this.#ignoreIndex) {
      return 0;
    }
    const { classes } = this.rows.reader;
    if (!(code >= 0 && code < classes && Number.isInteger(code))) {
      throw new RangeError(
        `target ${shown(code)} in row ${row} is no class index, expected a whole number from 0 to ${classes - 1}`,
      );
    }
    return this.rows.read(row).lossOfTwoValues(code, this.#on, this.#off);
  }

  weight(row: number): number {
    const code = this.codes[row];
    return code === this.#ignoreIndex ? 0 : this.rows.reader.weights[code];
  }
}

class SoftScorer implements Scorer {
  readonly #smoothed: Float64Array;

  constructor(
    readonly rows: CheckedRows,
    readonly targets: Probabilities,
    readonly epsilon: number,
  ) {
    this.#smoothed = new Float64Array(rows.reader.classes);
  }

  loss(row: number): number {
    const { classes } = this.rows.reader;
    for (let code = 0; code < classes; code++) {
      this.#smoothed[code] = this.targets[row * classes + code];
    }
    smooth(this.#smoothed, classes, this.epsilon);
    return this.rows.read(row).loss(this.#smoothed, 0);
  }

  weight(): number {
    return 1;
  }
}
