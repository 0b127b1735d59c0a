import { usageError } from "../errors.js";
import { option } from "../wording/option.js";

const CUSTOMARY = new Set(["label", "target", "class", "y"]);

/** What is known of the columns when nobody named the label. */
export interface LabelCandidates {
  readonly names: readonly string[];
  /** The places of columns that hold something else. */
  readonly taken?: readonly number[];
  /** Whether the last column holds fractional numbers. Asked only where it matters. */
  readonly lastIsFractional: () => Promise<boolean>;
}

/** A label column nobody named, and why it is that one. */
export interface DefaultLabel {
  readonly index: number;
  readonly reason: string;
}

/**
 * The label column where nobody named one: the only column with a customary name, else the last.
 * @throws {DatasetError} If two have a customary name (`AMBIGUOUS_LABEL`), the last one holds fractional numbers or
 *   predictions, or
 *   there are no columns at all (`NO_LABEL`).
 */
export async function defaultLabel({
  names,
  taken = [],
  lastIsFractional,
}: LabelCandidates): Promise<DefaultLabel> {
  const customary = names.flatMap((name, index) =>
    CUSTOMARY.has(name.toLowerCase()) ? [index] : [],
  );
  const found = customary.filter((index) => !taken.includes(index));
  if (found.length > 1) {
    const listed = found.map((index) => JSON.stringify(names[index])).join(" and ");
    throw usageError("AMBIGUOUS_LABEL", `the columns ${listed} could each be the label`, {
      hint: choiceHint(found.map((index) => names[index])),
    });
  }
  if (found.length === 1) {
    return { index: found[0], reason: "by its name" };
  }
  const last = names.length - 1;
  if (last < 0) {
    throw usageError("NO_LABEL", "the dataset has no columns, so none can be the label");
  }
  if (customary.length > 0 || taken.includes(last)) {
    throw takenLabel(names[customary[0] ?? last], customary.length > 0);
  }
  if (await lastIsFractional()) {
    throw usageError(
      "NO_LABEL",
      `no column is named label, target, class or y, and the last one, ${JSON.stringify(names[last])}, holds fractional numbers`,
      {
        column: names[last],
        hint: `Name the label column with ${option("label")}, or probability columns with ${option("soft")}.`,
      },
    );
  }
  return { index: last, reason: "the last column" };
}

function takenLabel(column: string, isCustomary: boolean): Error {
  const other = isCustomary ? "" : "no column is named label, target, class or y, and ";
  const which = isCustomary ? "would be the label" : "is the last one";
  return usageError(
    "NO_LABEL",
    `${other}the column ${JSON.stringify(column)}, which ${which}, is taken for predictions`,
    { column, hint: `Name the label column with ${option("label")}, or select fewer.` },
  );
}

/** A column that shares its name cannot be named. */
function choiceHint(candidates: readonly string[]): string {
  const doubled = candidates.find((name, index) => candidates.indexOf(name) < index);
  return doubled === undefined
    ? `Name it with ${option("label")}.`
    : `Rename those that share the name ${JSON.stringify(doubled)}, or name another column with ${option("label")}.`;
}
