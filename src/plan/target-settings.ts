import { usageError } from "../errors.js";
import {
  defaultTargetName,
  TARGET_DTYPES,
  TARGET_LAYOUTS,
  type TargetDtype,
  type TargetLayout,
} from "../targets.js";
import { oneOf } from "../wording/one-of.js";
import { option } from "../wording/option.js";

/** How targets are written. */
export interface TargetOptions {
  /**
   * `fixed-list` (Arrow's default), `list`, `columns` (CSV's default), `long` (a line for each row and class, with its
   * weight) or `none`.
   */
  readonly layout?: string;
  /** Two classes: write the probability of this one alone, as one column. */
  readonly positive?: string;
  /**
   * The name of the target column, or what the names of the class columns start with. Default `soft_target`; in the
   * layout `long`, `weight`.
   */
  readonly targetName?: string;
  /** `float32` (default), `float64` or `float16`. */
  readonly dtype?: string;
  /** Also write the class index, under this name. In the layout `long` it is that of the line's class. */
  readonly codes?: string;
}

/** The same, settled. */
export interface TargetSettings {
  /** Absent: that of the output's format. */
  readonly layout?: TargetLayout;
  readonly positive?: string;
  readonly targetName: string;
  readonly dtype: TargetDtype;
  readonly codes?: string;
}

/** What the targets are made of, as far as not every layout holds it. */
interface TargetSource {
  readonly soft?: unknown;
  readonly multiLabel?: boolean;
}

/**
 * Settles how targets are written.
 * @throws {DatasetError} If a value is outside its domain (`UNKNOWN_VALUE`, `EMPTY_VALUE`), or options exclude each other
 *   (`CONFLICT`).
 */
export function resolveTargets(options: TargetOptions & TargetSource): TargetSettings {
  const layout = oneOf(options.layout, TARGET_LAYOUTS, "layout");
  refuseConflicts(options, layout);
  for (const name of ["targetName", "codes", "positive"] as const) {
    if (options[name] === "") {
      throw usageError("EMPTY_VALUE", `${option(name)}: the name is empty`);
    }
  }
  return {
    layout,
    positive: options.positive,
    targetName: options.targetName ?? defaultTargetName(layout),
    dtype: oneOf(options.dtype, TARGET_DTYPES, "dtype") ?? "float32",
    codes: options.codes,
  };
}

function refuseConflicts(
  { positive, codes, soft, multiLabel }: TargetOptions & TargetSource,
  layout: TargetLayout | undefined,
): void {
  const isLong = layout === "long";
  const several = multiLabel === true ? option("multiLabel", true) : undefined;
  if (positive !== undefined && layout !== undefined) {
    throw conflict(option("positive"), option("layout"), "one probability is one column");
  }
  if (positive !== undefined && several !== undefined) {
    throw conflict(option("positive"), several, "two classes of which a row has one are asked for");
  }
  if (isLong && several !== undefined) {
    throw conflict(option("layout", "long"), several, "a weighted line is for a row of one class");
  }
  if (soft !== undefined && codes !== undefined && !isLong) {
    throw conflict(option("soft"), option("codes"));
  }
}

function conflict(one: string, other: string, why?: string): Error {
  const because = why === undefined ? "" : `: ${why}`;
  return usageError("CONFLICT", `${one} and ${other} exclude each other${because}`);
}
