import type { Readable, Writable } from "node:stream";
import type { DialectOptions } from "../batch.js";
import type { Warning } from "../errors.js";
import { usageError } from "../errors.js";
import type { FormatName } from "../format-name.js";
import { formatNamed, formatOfPath } from "../format-name.js";
import { option, type OptionName } from "../wording/option.js";
import { type LabelOptions, type LabelSettings, resolveLabels } from "./label-settings.js";
import { resolveTargets, type TargetOptions, type TargetSettings } from "./target-settings.js";
import { checkShapes } from "./option-shapes.js";
import {
  type PredictionOptions,
  type PredictionSettings,
  resolvePredictions,
} from "./prediction-settings.js";
import {
  methodOf,
  resolveScore,
  type ScoreOptions,
  type ScoreSettings,
  scoringOptions,
  type Task,
} from "./score-settings.js";
import { asPath, asSelector, asTypeList } from "./written-forms.js";
import type { ValuesByClass } from "../classes/given-values.js";
import type { MatrixByClass } from "../smoothing/given-matrix.js";
import type { AskedSmoothing } from "../smoothing/smoothing.js";
import { resolveSmoothing } from "../smoothing/smoothing.js";

/** Everything `smoothDataset` can be asked for. Each member is the command's option of the same name. */
export interface SmoothOptions
  extends DialectOptions, LabelOptions, TargetOptions, PredictionOptions, ScoreOptions {
  /** A path or file: URL, `-` for stdin, several files with one header, or a stream of bytes. */
  readonly input: string | URL | readonly (string | URL)[] | Readable;
  /** A path or file: URL, `-` for stdout, or a stream for bytes. Default stdout. */
  readonly output?: string | URL | Writable;
  /** The input's format. Default: by content and extension. */
  readonly from?: string;
  /** The output's format. Default: by extension, else the input's. */
  readonly to?: string;
  /** The label column. Default: the only one named label, target, class or y, else the last. */
  readonly label?: string;
  /** The class names in order, `a,b,c`, `1..5` or `@FILE`. Default: learned from the labels. */
  readonly classes?: string | readonly string[];
  /** Labels are class indices in [0, numClasses). */
  readonly numClasses?: number;
  /** The most distinct labels that are learned. Default 10,000. */
  readonly maxClasses?: number;
  /** Probability columns that are the targets, one a class, or one list column: a selector such as `p_*`, or names. */
  readonly soft?: string | readonly string[];
  /** Smoothing mass in [0, 1]. Default 0.1. */
  readonly epsilon?: number;
  /** `uniform` (default), `prior`, `others`, `ordinal` or `matrix`. */
  readonly method?: string;
  /** The mass moved from each class instead, by name or in class order: text, a file or an object. */
  readonly classEpsilons?: string | ValuesByClass;
  /** The column that holds the mass moved from each row instead. */
  readonly epsilonColumn?: string;
  /** For `prior`: the shares of the classes, as `classEpsilons`. Default: how many rows of the data each class has. */
  readonly prior?: string | ValuesByClass;
  /** For `ordinal`: the width of the Gaussian in classes. Default 1. */
  readonly sigma?: number;
  /** For `matrix`: where each class's mass goes: a path or file: URL of CSV or JSON, rows, or an object of objects. */
  readonly matrix?: string | URL | MatrixByClass;
  /** The input columns that go out, a selector or names. Default all. */
  readonly keep?: string | readonly string[];
  /** The input columns that stay behind, a selector or names. */
  readonly drop?: string | readonly string[];
  /** Column types of CSV for Arrow, `a=text,b=float64` or `{ a: "text", b: "float64" }`. Default: guessed. */
  readonly types?: string | Readonly<Record<string, string>>;
  /** Rows in each Arrow record batch. Default: as many as make 4 MiB, fewer where they have more than 8 MiB of text. */
  readonly chunkRows?: number;
  /** Where a stream that has to be read twice is kept meanwhile. Default: the system's folder for temporary files. */
  readonly tempDir?: string;
  /** Smooth a dataset that says it is smoothed already. */
  readonly allowResmooth?: boolean;
  /** A path or file: URL, or `-` for stdout, where the run is described as JSON, also when it fails. Default: nowhere. */
  readonly summary?: string | URL;
  /** Refuse to replace a dataset that has all columns of the input, unless it is the input or an earlier run's output. */
  readonly keepDatasets?: boolean;
  /** Fail on a warning. */
  readonly strict?: boolean;
  readonly signal?: AbortSignal;
  /** Called for each warning as soon as it is known. */
  readonly onWarning?: (warning: Warning) => void;
  /** Called for what was decided and is worth knowing, such as which column was taken as the label. */
  readonly onNotice?: (notice: Warning) => void;
  /** Called after each batch. */
  readonly onProgress?: (progress: { readonly rows: number }) => void;
}

/** What was asked for, with defaults filled in and checked. Inner code asks no further. */
export interface Settings extends LabelSettings, TargetSettings, PredictionSettings, ScoreSettings {
  readonly task: Task;
  readonly inputs: readonly (string | Readable)[];
  readonly output: string | Writable;
  /** Whether rows are written anywhere. */
  readonly isWritten: boolean;
  readonly from?: FormatName;
  readonly to?: FormatName;
  readonly label?: string;
  readonly classes?: string | readonly string[];
  readonly numClasses?: number;
  readonly maxClasses: number;
  readonly soft?: string;
  readonly smoothing: AskedSmoothing;
  readonly keep?: string;
  readonly drop?: string;
  readonly types?: string;
  readonly dialect: DialectOptions;
  readonly chunkRows?: number;
  readonly tempDir?: string;
  readonly allowResmooth: boolean;
  readonly keepDatasets: boolean;
  readonly summary?: string;
  /** The options that were given, whether or not they say the same as the defaults. */
  readonly given: readonly string[];
}

/**
 * Settles everything that can be settled without looking at the data.
 * @param task What the run is for. With `score` nothing is smoothed unless that is asked for, and no targets are written.
 * @throws {DatasetError} For a value outside its domain, or options that exclude each other.
 */
export function resolve(asked: SmoothOptions, task: Task = "smooth"): Settings {
  checkShapes(asked, task);
  const options = task === "score" ? scoringOptions(asked) : asked;
  refuseConflicts(options);
  const predictions = resolvePredictions(options);
  const inputs = inputsOf(options.input);
  const output = asPath(options.output ?? "-");
  return Object.freeze({
    task,
    inputs,
    output,
    isWritten: task === "smooth" || options.output !== undefined,
    from: options.from === undefined ? undefined : formatNamed(options.from, "from"),
    to: outputFormat(output, options.to),
    ...resolveLabels(options),
    ...predictions,
    ...resolveScore(options, predictions, task),
    label: options.label,
    classes: options.classes,
    numClasses: optionalCount(options.numClasses, "numClasses"),
    maxClasses: optionalCount(options.maxClasses, "maxClasses") ?? 10_000,
    soft: asSelector(options.soft),
    smoothing: resolveSmoothing({
      ...options,
      method: options.method ?? methodOf(options),
      matrix: asPath(options.matrix),
    }),
    ...resolveTargets(options),
    ...(task === "score" ? { layout: "none" as const } : {}),
    keep: asSelector(options.keep),
    drop: asSelector(options.drop),
    types: asTypeList(options.types),
    dialect: dialectOptions(options),
    chunkRows: optionalCount(options.chunkRows, "chunkRows"),
    tempDir: options.tempDir,
    allowResmooth: options.allowResmooth ?? false,
    keepDatasets: options.keepDatasets ?? false,
    summary: asPath(options.summary),
    given: givenOptions(asked),
  });
}

function givenOptions(options: SmoothOptions): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

function dialectOptions({
  delimiter,
  quote,
  escape,
  comment,
  header,
  nullText,
}: SmoothOptions): DialectOptions {
  return { delimiter, quote, escape, comment, header, nullText };
}

function inputsOf(input: SmoothOptions["input"]): readonly (string | Readable)[] {
  const inputs = isSeveral(input) ? input.map((place) => asPath(place)) : [asPath(input)];
  if (inputs.length === 0) {
    throw usageError("NO_INPUT", "no input is given");
  }
  if (inputs.filter((path) => path === "-").length > 1) {
    throw usageError("DOUBLED_INPUT", "stdin (-) is given twice; it can be read once");
  }
  return inputs;
}

function isSeveral(input: SmoothOptions["input"]): input is readonly (string | URL)[] {
  return Array.isArray(input);
}

function outputFormat(output: string | Writable, to: string | undefined): FormatName | undefined {
  if (to !== undefined) {
    return formatNamed(to, "to");
  }
  return typeof output === "string" && output !== "-" ? formatOfPath(output) : undefined;
}

function refuseConflicts(options: SmoothOptions): void {
  const { soft, label, numClasses, keep, drop } = options;
  const pairs: [OptionName, unknown, OptionName, unknown][] = [
    ["soft", soft, "label", label],
    ["soft", soft, "numClasses", numClasses],
    ["keep", keep, "drop", drop],
  ];
  for (const [first, a, second, b] of pairs) {
    if (a !== undefined && b !== undefined) {
      throw usageError("CONFLICT", `${option(first)} and ${option(second)} exclude each other`);
    }
  }
  if (label === "") {
    throw usageError("EMPTY_VALUE", `${option("label")}: the name is empty`);
  }
}

function optionalCount(value: number | undefined, asked: OptionName): number | undefined {
  if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
    throw usageError("BAD_COUNT", `${option(asked)}: ${value} is no positive integer`);
  }
  return value;
}
