import type { AskedLoss } from "../loss/loss-settings.js";
import { type GivenMatrix, matrixFromJson } from "../smoothing/given-matrix.js";
import { MatrixLines } from "../smoothing/matrix-lines.js";
import type { AskedSmoothing } from "../smoothing/smoothing.js";
import type { Facts } from "../plan/plan.js";
import { readNumberFile } from "./number-file.js";
import { readValues } from "./read-values.js";

/**
 * What of the smoothing is in files, read; and what is not, as it was given.
 * @throws {DatasetError} If a file cannot be read, or holds something else (`BAD_VALUES`, `BAD_MATRIX`).
 */
export async function fitValues({
  classEpsilons,
  prior,
  matrix,
}: AskedSmoothing): Promise<NonNullable<Facts["valuesByClass"]>> {
  return {
    classEpsilons: classEpsilons && (await readValues(classEpsilons, "classEpsilons")),
    prior: prior && (await readValues(prior, "prior")),
    matrix: matrix && (await readMatrix(matrix)),
  };
}

/** The class weights of a loss, read where they are in a file. */
export async function fitClassWeights(loss: AskedLoss | undefined): Promise<Facts["classWeights"]> {
  const given = loss?.classWeights;
  return given === undefined || given === "balanced" ? given : readValues(given, "classWeights");
}

async function readMatrix(given: GivenMatrix): Promise<GivenMatrix> {
  if (given.kind !== "file") {
    return given;
  }
  const { file } = given;
  return readNumberFile<GivenMatrix>(file, {
    asked: "matrix",
    json: (content) => matrixFromJson(content, file),
    rows: async (rows) => {
      const lines = new MatrixLines(file);
      for await (const { cells, line } of rows) {
        lines.add(cells, line);
      }
      return lines.table();
    },
  });
}
