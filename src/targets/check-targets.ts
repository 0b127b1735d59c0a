import type { CodedTargets } from "./coded-targets.js";
import type { DenseTargets } from "./dense-targets.js";
import { usageError } from "../errors.js";
import type { TargetOutput } from "./target-output.js";

/** @throws {DatasetError} If there are not as many classes as names (`CLASS_COUNT`). */
export function checkClassCount(targets: CodedTargets | DenseTargets, output: TargetOutput): void {
  const names = output.classes.length;
  if (targets.classes !== names) {
    throw usageError(
      "CLASS_COUNT",
      `found targets of ${targets.classes} classes, but ${names} class names`,
    );
  }
}

/**
 * Refuses targets of which no weighted lines can be made, one of which holds for a row.
 * @throws {DatasetError} If the classes are questions of their own (`MULTI_LABEL`).
 */
export function checkLines(targets: CodedTargets | DenseTargets): void {
  if (targets.kind === "dense" && targets.multi) {
    throw usageError(
      "MULTI_LABEL",
      "the layout long is for rows of one class, and each of these may have several",
    );
  }
}
