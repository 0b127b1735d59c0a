import { type GivenValues, givenValues, type ValuesByClass } from "../classes/given-values.js";
import { usageError } from "../errors.js";
import { oneOf } from "../wording/one-of.js";
import { option, type OptionName } from "../wording/option.js";
import { type GivenMatrix, givenMatrix, type MatrixByClass } from "./given-matrix.js";

/**
 * Where the mass that is taken from a row goes: to all classes alike, to given shares of them, to the other classes, to
 * those near by, or by a matrix.
 */
export type SmoothingMethod = "uniform" | "prior" | "others" | "ordinal" | "matrix";

/** What smoothing can be asked for. Values by class are in class order, or by class name. */
export interface SmoothingOptions {
  /** Default `uniform`. */
  readonly method?: string;
  /** The mass moved, in [0, 1]. Default 0.1. */
  readonly epsilon?: number;
  /** The mass moved from each class instead; classes that are not named take `epsilon`. */
  readonly classEpsilons?: ValuesByClass;
  /** The column that holds the mass moved from each row instead. */
  readonly epsilonColumn?: string;
  /** For `prior`: the shares of the classes, which sum to 1. */
  readonly prior?: ValuesByClass;
  /** For `ordinal`: the width of the Gaussian in classes. Default 1. */
  readonly sigma?: number;
  /** For `matrix`: where each class's mass goes; rows sum to 1. */
  readonly matrix?: MatrixByClass;
}

/** The same where values by class may also be text, as a command line has them: `a=0.1,b=0.2`, or a path. */
export interface WrittenSmoothing extends Omit<
  SmoothingOptions,
  "classEpsilons" | "prior" | "matrix"
> {
  readonly classEpsilons?: string | ValuesByClass;
  readonly prior?: string | ValuesByClass;
  readonly matrix?: string | MatrixByClass;
}

/** What was asked for, checked as far as that goes without the classes: plain data. */
export interface AskedSmoothing {
  readonly method: SmoothingMethod;
  readonly epsilon: number;
  readonly classEpsilons?: GivenValues;
  readonly epsilonColumn?: string;
  readonly prior?: GivenValues;
  readonly sigma?: number;
  readonly matrix?: GivenMatrix;
}

/** How the targets of known classes are smoothed: plain data. */
export interface Smoothing {
  readonly method: SmoothingMethod;
  /** The mass moved, in [0, 1]; null where classes or rows differ. */
  readonly epsilon: number | null;
  /** The mass moved from each class instead, in class order. */
  readonly classEpsilons?: readonly number[];
  /** The column that holds the mass moved from each row instead. */
  readonly epsilonColumn?: string;
  /** For `prior`: the shares of the classes, in class order. */
  readonly prior?: readonly number[];
  /** For `ordinal`: the width of the Gaussian, in classes. */
  readonly sigma?: number;
  /** For `matrix`: where each class's mass goes, row-major [classes, classes]. */
  readonly matrix?: Float64Array;
}

export const SMOOTHING_METHODS: readonly SmoothingMethod[] = [
  "uniform",
  "prior",
  "others",
  "ordinal",
  "matrix",
];

/**
 * Settles what a user asked for, as far as that goes without the classes.
 * @throws {DatasetError} For a number outside its domain (`BAD_EPSILON`, `BAD_SIGMA`), a method that there is not
 *   (`UNKNOWN_VALUE`) or that needs a matrix (`NO_MATRIX`), options that exclude each other (`CONFLICT`) or belong to
 *   another method (`NO_EFFECT`).
 */
export function resolveSmoothing(options: WrittenSmoothing): AskedSmoothing {
  const { epsilon = 0.1, epsilonColumn, sigma = 1 } = options;
  const method = oneOf(options.method, SMOOTHING_METHODS, "method") ?? "uniform";
  if (!isShare(epsilon)) {
    throw usageError("BAD_EPSILON", `${option("epsilon")}: ${epsilon} is not in [0, 1]`);
  }
  if (!(sigma > 0 && sigma < Infinity)) {
    throw usageError("BAD_SIGMA", `sigma is ${sigma}; it must be above 0 and finite`);
  }
  refuseOtherMethods(options, method);
  refuseConflicts(options);
  return {
    method,
    epsilon,
    classEpsilons: givenValues(options.classEpsilons, "classEpsilons"),
    epsilonColumn,
    prior: givenValues(options.prior, "prior"),
    sigma: method === "ordinal" ? sigma : undefined,
    matrix: givenMatrix(options.matrix),
  };
}

/** Whether a number is a part of a whole. */
export function isShare(value: number): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

const METHOD_OF = { prior: "prior", sigma: "ordinal", matrix: "matrix" } as const;

function refuseOtherMethods(options: WrittenSmoothing, method: SmoothingMethod): void {
  for (const [name, own] of Object.entries(METHOD_OF) as [keyof typeof METHOD_OF, string][]) {
    if (options[name] !== undefined && method !== own) {
      throw usageError(
        "NO_EFFECT",
        `${option(name)} has no effect with ${option("method", method)}`,
        { hint: `Leave it out, or say ${option("method", own)}.` },
      );
    }
  }
  if (method === "matrix" && options.matrix === undefined) {
    throw usageError("NO_MATRIX", `${option("method", "matrix")} needs ${option("matrix")}`, {
      hint: "It says where each class's mass goes: a row and a column for each class.",
    });
  }
}

function refuseConflicts(options: WrittenSmoothing): void {
  const pairs = [
    ["epsilonColumn", "classEpsilons"],
    ["epsilonColumn", "epsilon"],
  ] as const satisfies readonly (readonly [OptionName, OptionName])[];
  for (const [first, second] of pairs) {
    if (options[first] !== undefined && options[second] !== undefined) {
      throw usageError("CONFLICT", `${option(first)} and ${option(second)} exclude each other`);
    }
  }
}
