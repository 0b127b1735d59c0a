import type { Field } from "../batch.js";
import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import { usageError } from "../errors.js";
import type { OptionName } from "../wording/option.js";
import { option } from "../wording/option.js";
import type { Settings } from "./settings.js";

/** What is read, and what is written. */
export interface Formats {
  readonly input: FormatName;
  readonly output: FormatName;
}

/**
 * Refuses options that would be taken and then change nothing, so that nobody believes in vain that they did.
 * Permissions (`allowResmooth`) and resources (`tempDir`, `chunkRows`) are no promise of an effect and may always be given.
 * @throws {DatasetError} For the first such option (`NO_EFFECT`).
 */
export function refuseIdle(settings: Settings, formats: Formats): void {
  for (const { options, reason } of RULES) {
    const given = options.find((name) => settings.given.includes(name));
    const why = given === undefined ? undefined : reason(settings, formats);
    if (given !== undefined && why !== undefined) {
      throw noEffect(given, why);
    }
  }
}

/** Refuses a column type that no value is read with; `why` is a clause. */
export function idleType(column: string, why: string): Error {
  return noEffect("types", why, column);
}

/** Refuses a separator for a label column of lists, which nothing has to be found in. */
export function refuseIdleSeparator({ given }: Settings, { name, type }: Field): void {
  if (given.includes("labelSeparator") && type.kind.endsWith("list")) {
    throw noEffect("labelSeparator", "it holds lists, which are not split", name);
  }
}

/** Refuses an option that would change nothing; `why` is a clause. */
export function noEffect(name: OptionName, why: string, column?: string): Error {
  const where = column === undefined ? "" : ` on the column ${JSON.stringify(column)}`;
  return usageError("NO_EFFECT", `${option(name)} has no effect${where}: ${why}`, {
    column,
    hint: "Leave it out.",
  });
}

/** Options, and why they have no effect where they have none. */
interface Rule {
  readonly options: readonly OptionName[];
  readonly reason: (settings: Settings, formats: Formats) => string | undefined;
}

const RULES: readonly Rule[] = [
  { options: ["maxClasses"], reason: namedClasses },
  { options: ["labelSeparator"], reason: unsplitLabels },
  { options: ["targetName", "dtype"], reason: noTargets },
  {
    options: ["epsilon", "method", "classEpsilons", "epsilonColumn", "prior", "sigma", "matrix"],
    reason: unrecordedSmoothing,
  },
  { options: ["to", "keep", "drop", "lossName"], reason: unwritten },
  { options: ["eceBins", "eceConvention"], reason: unmeasured },
  { options: ["types"], reason: untypedColumns },
  { options: ["soft"], reason: unwrittenTargets },
  { options: ["delimiter", "quote", "escape", "comment", "nullText"], reason: noText },
  // A program says the default like this; the command cannot.
  {
    options: ["header"],
    reason: (settings, formats) =>
      settings.dialect.header === true ? undefined : noText(settings, formats),
  },
  {
    options: ["comment"],
    reason: (_settings, { input }) =>
      isText(input) ? undefined : "it is for reading CSV, and the input is Arrow",
  },
];

function namedClasses({ classes, numClasses, soft }: Settings): string | undefined {
  const source = Object.entries({ classes, numClasses, soft }).find(
    ([, value]) => value !== undefined,
  )?.[0] as OptionName | undefined;
  return source === undefined ? undefined : `with ${option(source)} no classes are learned`;
}

function unsplitLabels({ multiLabel, soft }: Settings): string | undefined {
  if (soft !== undefined) {
    return `with ${option("soft")} no labels are read`;
  }
  return multiLabel === undefined ? `it is for ${option("multiLabel", true)}` : undefined;
}

function noTargets({ layout }: Settings): string | undefined {
  return layout === "none" ? `with ${option("layout", "none")} no targets are written` : undefined;
}

function unwritten({ isWritten }: Settings): string | undefined {
  return isWritten ? undefined : "nothing is written without an output";
}

function unmeasured({ multiLabel }: Settings): string | undefined {
  return multiLabel === undefined ? undefined : "with several labels a row there are no metrics";
}

/** Arrow notes down what a loss is to smooth with by itself. */
function unrecordedSmoothing({ layout, loss }: Settings, { output }: Formats): string | undefined {
  return layout === "none" && isText(output) && loss === undefined
    ? `with ${option("layout", "none")} no targets are written, and CSV has no metadata to keep it in`
    : undefined;
}

/** Without targets, metadata and a loss all that was there already would be written. */
function unwrittenTargets({ layout, loss }: Settings, { output }: Formats): string | undefined {
  return layout === "none" && isText(output) && loss === undefined
    ? `with ${option("layout", "none")} no targets are written, and CSV has no metadata for their classes`
    : undefined;
}

function noText(_settings: Settings, { input, output }: Formats): string | undefined {
  return isText(input) || isText(output)
    ? undefined
    : "neither the input nor the output is CSV or TSV";
}

/** Soft targets are numbers that are read even where their text is copied. */
function untypedColumns({ soft }: Settings, { input, output }: Formats): string | undefined {
  if (!isText(input)) {
    return "it is for reading CSV, and the input is Arrow, whose columns have types";
  }
  return isText(output) && soft === undefined
    ? "from CSV to CSV every field is copied as it is spelled; types are for CSV to Arrow"
    : undefined;
}
