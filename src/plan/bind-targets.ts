import { usageError } from "../errors.js";
import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import { leaveOut } from "../selectors.js";
import { scoreNames, type ScoreOutput } from "../loss/score-columns.js";
import { LINE_NAMES, positivePlace, targetNames, type TargetOutput } from "../targets.js";
import { option } from "../wording/option.js";
import type { Facts } from "./plan.js";
import type { TargetSettings } from "./target-settings.js";

/**
 * How the targets are written.
 * @throws {DatasetError} If one of two classes is asked for that is none of them (`UNKNOWN_CLASS`), or there are not two
 *   (`POSITIVE_CLASSES`).
 */
export function bindTargets(
  { layout, positive, dtype, targetName, codes }: TargetSettings,
  { classes }: Facts,
  format: FormatName,
): TargetOutput {
  if (positive !== undefined) {
    positivePlace(positive, classes.names);
  }
  const isPlain = isText(format) || positive !== undefined;
  return {
    layout: layout ?? (isPlain ? "columns" : "fixed-list"),
    dtype,
    name: targetName,
    classes: classes.names,
    codes,
    // Without a layout of its own: scoring writes no targets.
    positive: layout === undefined ? positive : undefined,
  };
}

/**
 * Refuses an output with two columns of one name, as far as its format or the targets care.
 * @param kept The names of the input columns that go out.
 * @throws {DatasetError} `DOUBLED_COLUMN` or `TARGET_COLLISION`.
 */
export function refuseCollisions(
  kept: readonly string[],
  { targets, scores }: { readonly targets: TargetOutput; readonly scores?: ScoreOutput },
  format: FormatName,
): void {
  const seen = new Set<string>();
  for (const name of kept) {
    if (seen.has(name) && !isText(format)) {
      throw usageError(
        "DOUBLED_COLUMN",
        `there are several columns named ${JSON.stringify(name)}, which Arrow readers cannot tell apart`,
        {
          column: name,
          hint: `Rename one of them, write CSV, or ${leaveOut(name)}.`,
        },
      );
    }
    seen.add(name);
  }
  refuseTaken(seen, targets);
  refuseTakenScores(new Set([...seen, ...targetNames(targets)]), scores);
}

function refuseTakenScores(taken: ReadonlySet<string>, scores: ScoreOutput = {}): void {
  const name = scoreNames(scores).find(
    (each, index, all) => taken.has(each) || all.indexOf(each) < index,
  );
  if (name !== undefined) {
    const rename = `choose another name with ${option("lossName")}`;
    const drop = `Drop the old column with ${option("drop", name)}`;
    throw usageError("LOSS_COLLISION", `the new column ${JSON.stringify(name)} is there already`, {
      column: name,
      hint: name === scores.loss ? `${drop}, or ${rename}.` : `${drop}.`,
    });
  }
}

function refuseTaken(kept: ReadonlySet<string>, targets: TargetOutput): void {
  const names = targetNames(targets);
  names.forEach((name, index) => {
    const isCodes = targets.codes !== undefined && index === names.length - 1;
    const asked = isCodes ? "codes" : "targetName";
    const isFixed = targets.layout === "long" && index < LINE_NAMES.length;
    const rename = `Choose another name with ${option(asked)}`;
    if (kept.has(name)) {
      throw usageError(
        "TARGET_COLLISION",
        `the new column ${JSON.stringify(name)} is there already`,
        {
          column: name,
          hint: isFixed
            ? dropIt(name)
            : `${rename}, or drop the old column with ${option("drop")}.`,
        },
      );
    }
    if (names.indexOf(name) < index) {
      throw usageError(
        "TARGET_COLLISION",
        `${option(asked)} and the targets would both write the column ${JSON.stringify(name)}`,
        { column: name, hint: `${rename}.` },
      );
    }
  });
}

function dropIt(name: string): string {
  return `Drop the old column with ${option("drop", name)}, or rename it: that of the layout long has no other name.`;
}
