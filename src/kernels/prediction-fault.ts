/** How far the sum of a row of probabilities may be from 1. */
export const SUM_TOLERANCE = 1e-3;

/** What adding up may round away, so that 0.999 itself is near enough. */
const ROUNDING = 1e-9;

/** Whether probabilities that add up to this are a distribution. */
export function isWhole(sum: number): boolean {
  return Math.abs(sum - 1) <= SUM_TOLERANCE + ROUNDING;
}

/** Why a row of predictions cannot be scored. */
export interface PredictionFault {
  /** The class whose prediction is at fault; none where it is the row as a whole. */
  readonly code?: number;
  /** The prediction, or the sum of the row. */
  readonly found: number;
  readonly reason: "nan" | "infinite" | "impossible" | "negative" | "sum";
}

/** The first thing that is wrong with a row of logits: NaN, +Infinity, or nothing but −Infinity. */
export function findLogitFault(row: Float64Array): PredictionFault | undefined {
  const code = row.findIndex((logit) => Number.isNaN(logit) || logit === Infinity);
  if (code >= 0) {
    return { code, found: row[code], reason: Number.isNaN(row[code]) ? "nan" : "infinite" };
  }
  return row.every((logit) => logit === -Infinity)
    ? { found: -Infinity, reason: "impossible" }
    : undefined;
}

/** The first thing that is wrong with a row of probabilities: NaN, a negative number, or another sum than 1. */
export function findProbabilityFault(row: Float64Array): PredictionFault | undefined {
  const code = row.findIndex((probability) => !(probability >= 0));
  if (code >= 0) {
    return { code, found: row[code], reason: Number.isNaN(row[code]) ? "nan" : "negative" };
  }
  const found = row.reduce((sum, probability) => sum + probability, 0);
  return isWhole(found) ? undefined : { found, reason: "sum" };
}

/** The fault in the words of a message: what was found, and what was expected. */
export function describeFault({ code, found, reason }: PredictionFault): string {
  switch (reason) {
    case "impossible":
      return "is -Infinity for every class, expected a finite logit for at least one";
    case "sum":
      return `sums to ${found}, expected probabilities that sum to 1 within ${SUM_TOLERANCE}`;
    case "negative":
      return `is ${found} for class ${code}, expected a probability`;
    default:
      return `is ${found} for class ${code}, expected a finite number`;
  }
}
