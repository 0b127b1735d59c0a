import { type ClassOrder, type ValueDomain, valuesByClass } from "../classes/values-by-class.js";
import { usageError } from "../errors.js";
import { option } from "../wording/option.js";
import { isMass, makeWhole, SUM_TOLERANCE, totalMass } from "./distribution.js";
import type { MatrixTable } from "./given-matrix.js";
import { settleMatrix } from "./settle-matrix.js";
import { type AskedSmoothing, isShare, type Smoothing } from "./smoothing.js";

/**
 * What was asked for, once the classes are known: values by class in class order, learned class frequencies for a prior
 * that nobody gave. What was in files is read by now.
 * @throws {DatasetError} As `valuesByClass` and `settleMatrix`; for a class's epsilon outside [0, 1] (`BAD_EPSILON`), and for
 *   a prior that is no distribution (`BAD_PRIOR`) or is neither given nor known (`NO_PRIOR`).
 */
export function settleSmoothing(asked: AskedSmoothing, classes: ClassOrder): Smoothing {
  const { method, epsilonColumn, sigma } = asked;
  const classEpsilons = classEpsilonsOf(asked, classes);
  const isCommon = epsilonColumn === undefined && classEpsilons === undefined;
  return {
    method,
    epsilon: isCommon ? asked.epsilon : null,
    classEpsilons,
    epsilonColumn,
    prior: method === "prior" ? priorOf(asked, classes) : undefined,
    sigma,
    matrix: asked.matrix && settleMatrix(asked.matrix as MatrixTable, classes),
  };
}

function classEpsilonsOf(
  { classEpsilons, epsilon }: AskedSmoothing,
  classes: ClassOrder,
): readonly number[] | undefined {
  const domain: ValueDomain = {
    asked: "classEpsilons",
    code: "BAD_EPSILON",
    expected: "a number from 0 to 1",
    fits: isShare,
    missing: epsilon,
  };
  return classEpsilons && valuesByClass(classEpsilons, classes, domain);
}

const PRIOR: ValueDomain = {
  asked: "prior",
  code: "BAD_PRIOR",
  expected: "a finite number that is not negative",
  fits: isMass,
};

function priorOf({ prior }: AskedSmoothing, classes: ClassOrder): readonly number[] {
  if (prior === undefined) {
    return frequencies(classes);
  }
  const values = valuesByClass(prior, classes, PRIOR);
  const { sum, isWhole } = totalMass(values);
  if (!isWhole) {
    throw usageError(
      "BAD_PRIOR",
      `${option("prior")}: the values add up to ${sum}; expected 1 within ${SUM_TOLERANCE}`,
      { file: prior.kind === "listed" || prior.kind === "named" ? prior.file : undefined },
    );
  }
  makeWhole(values, sum);
  return values;
}

/** The part of the rows that each class has. */
function frequencies({ counts }: ClassOrder): readonly number[] {
  const rows = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  if (counts === undefined || rows === 0) {
    throw usageError(
      "NO_PRIOR",
      `${option("method", "prior")} needs the frequencies of the classes, which nobody counted`,
      {
        hint: `Give them with ${option("prior")}, or learn the classes, or take them from a file with counts: ${option("classes", "@train.arrow")}.`,
      },
    );
  }
  return counts.map((count) => count / rows);
}
