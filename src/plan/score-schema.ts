import { scoreNames, type ScoreOutput } from "../loss/score-columns.js";

/** The columns that scores are written as, with their types in words. */
export function scoreSchema(scores: ScoreOutput): { name: string; type: string }[] {
  return scoreNames(scores).map((name) => ({
    name,
    type: name === scores.predicted ? "dictionary<int32, utf8>" : "float64",
  }));
}

/** About how many bytes of Arrow the scores of one row take. */
export function scoreBytes(scores: ScoreOutput): number {
  return scoreNames(scores).length * 8;
}
