import { checkIgnoreIndex, type IgnoreOptions } from "../classes/ignored-labels.js";
import { usageError } from "../errors.js";
import { option } from "../wording/option.js";

/** How labels are read beside their column and their classes. */
export interface LabelOptions extends IgnoreOptions {
  /** Rows have any number of labels: targets are multi-hot. */
  readonly multiLabel?: boolean;
  /** What stands between two labels of a text. Default `|`. */
  readonly labelSeparator?: string;
}

/** The same, settled. */
export interface LabelSettings {
  /** Rows have any number of labels, with this between two of them in a text; absent: they have one. */
  readonly multiLabel?: { readonly separator: string };
  /** The labels whose rows stay without a target; absent: there are none. */
  readonly ignored?: IgnoreOptions;
}

/**
 * Settles how labels are read.
 * @throws {DatasetError} If options exclude each other (`CONFLICT`), or one is outside its domain (`EMPTY_VALUE`,
 *   `BAD_IGNORE_INDEX`).
 */
export function resolveLabels(
  options: LabelOptions & { readonly soft?: unknown; readonly codes?: string },
): LabelSettings {
  const { multiLabel = false, labelSeparator = "|", ignoreIndex, ignoreLabel } = options;
  checkIgnoreIndex(ignoreIndex);
  refuseConflicts(options);
  if (labelSeparator === "") {
    throw usageError("EMPTY_VALUE", `${option("labelSeparator")}: the separator is empty`);
  }
  return {
    multiLabel: multiLabel ? { separator: labelSeparator } : undefined,
    ignored:
      ignoreIndex === undefined && ignoreLabel === undefined
        ? undefined
        : { ignoreIndex, ignoreLabel },
  };
}

function refuseConflicts({
  multiLabel,
  ignoreIndex,
  ignoreLabel = "",
  soft,
  codes,
}: Parameters<typeof resolveLabels>[0]): void {
  if (multiLabel === true && codes !== undefined) {
    throw usageError(
      "CONFLICT",
      `${option("multiLabel", true)} and ${option("codes")} exclude each other: a row of several labels has no single class index`,
    );
  }
  if (soft !== undefined && (ignoreIndex !== undefined || ignoreLabel !== "")) {
    const asked = ignoreIndex === undefined ? "ignoreLabel" : "ignoreIndex";
    throw usageError("CONFLICT", `${option("soft")} and ${option(asked)} exclude each other`, {
      hint: `Rows whose probabilities are missing are ignored with ${option("ignoreLabel", "")}.`,
    });
  }
}
