import type { Dialect, Field } from "./batch.js";
import type { ClassList } from "./classes.js";
import { usageError } from "./errors.js";
import type { FormatName } from "./format-name.js";
import { isText } from "./format-name.js";
import { selectColumns } from "./selectors.js";
import type { Settings } from "./settings.js";
import type { SmoothingMethod } from "./smoothing.js";
import { smoothTargets } from "./smoothing.js";
import type { TargetOutput } from "./targets.js";
import { CodedTargets, targetNames } from "./targets.js";
import { typeBytes } from "./type-name.js";
import { VERSION } from "./version.js";

/** What only the data can tell. */
export interface Facts {
  readonly input: InputFacts;
  /** The label column, by place and name; absent where the targets are soft. */
  readonly label?: { readonly index: number; readonly name: string };
  /** The columns that hold soft targets, by place. */
  readonly soft?: readonly number[];
  readonly classes: ClassList;
  readonly classesFrom: ClassesFrom;
  /** Data rows, where they were counted. */
  readonly rows?: number;
}

/** Where the class list comes from. */
export type ClassesFrom = "given" | "indices" | "learned" | "columns" | `file ${string}`;

/** What the inputs have in common. */
export interface InputFacts {
  readonly names: readonly string[];
  readonly format: FormatName;
  readonly columns: readonly Field[];
  /** The schema metadata of Arrow. */
  readonly metadata?: ReadonlyMap<string, string>;
  /** The dialect of text, and whether its fields can be located in the bytes. */
  readonly dialect?: Dialect;
  readonly plainDialect?: boolean;
  /** The size of all inputs, where it is known. */
  readonly bytes?: number;
}

/** How rows reach a text output: whole, as some of their fields' bytes, or printed from columns. */
export type TextRoad = "rows" | "fields" | "columns";

/** Everything a run does, decided: plain data that can be printed, kept or handed to another process. */
export interface Plan {
  readonly version: string;
  readonly input: {
    readonly names: readonly string[];
    readonly format: FormatName;
    readonly dialect?: Dialect;
    readonly bytes?: number;
    readonly rows?: number;
  };
  readonly decode: {
    /** The fields of a text that become columns, by place, with their types. */
    readonly fields: readonly { readonly index: number; readonly field: Field }[];
    /** The field whose cells are also kept as they are spelled. */
    readonly labelText?: number;
    readonly source: boolean;
  };
  readonly label?: string;
  readonly soft?: readonly string[];
  readonly classes: ClassList;
  readonly classesFrom: ClassesFrom;
  /** Whether labels are class indices instead of names. */
  readonly indexLabels: boolean;
  readonly smoothing: {
    readonly method: SmoothingMethod;
    readonly epsilon: number;
    readonly onValue: number;
    readonly offValue: number;
  };
  readonly output: {
    readonly format: FormatName;
    readonly dialect?: Dialect;
    readonly road?: TextRoad;
    /** The input columns that go out, in their order. */
    readonly columns: readonly Field[];
    readonly fields: readonly number[];
    readonly targets: TargetOutput;
    /** Rows in each record batch; absent: the input's batches. */
    readonly chunkRows?: number;
    readonly metadata: Readonly<Record<string, string>>;
    /** About how many bytes a row takes in Arrow. */
    readonly rowBytes: number;
  };
}

/** The bytes a record batch should have. */
const CHUNK_BYTES = 4 * 2 ** 20;
const MOST_CHUNK_ROWS = 65_536;

/**
 * Joins what was asked for with what the data is.
 * @param format What the output is written as.
 * @throws {DatasetError} If a selector matches nothing, names collide, or the dataset is smoothed already.
 */
export function bind(settings: Settings, facts: Facts, format: FormatName): Plan {
  refuseSmoothed(settings, facts);
  const names = facts.input.columns.map((column) => column.name);
  const fields = outputFields(settings, names);
  const targets = targetOutput(settings, facts, format);
  refuseCollisions(
    fields.map((index) => names[index]),
    targets,
    format,
  );
  const output = { ...outputOf(settings, facts, { format, fields, targets }) };
  return deepFreeze({
    version: VERSION,
    input: {
      names: facts.input.names,
      format: facts.input.format,
      dialect: facts.input.dialect,
      bytes: facts.input.bytes,
      rows: facts.rows,
    },
    decode: decodeOf(facts, output),
    label: facts.label?.name,
    soft: facts.soft?.map((index) => names[index]),
    classes: facts.classes,
    classesFrom: facts.classesFrom,
    indexLabels: settings.numClasses !== undefined,
    smoothing: smoothingOf(settings, facts.classes.names.length),
    output,
  });
}

function outputFields({ keep, drop }: Settings, names: readonly string[]): number[] {
  const all = names.map((_, index) => index);
  if (keep !== undefined) {
    return selectColumns(keep, names, "--keep").toSorted((a, b) => a - b);
  }
  const dropped = new Set(drop === undefined ? [] : selectColumns(drop, names, "--drop"));
  return all.filter((index) => !dropped.has(index));
}

function targetOutput(settings: Settings, { classes }: Facts, format: FormatName): TargetOutput {
  return {
    layout: settings.layout ?? (isText(format) ? "columns" : "fixed-list"),
    dtype: settings.dtype,
    name: settings.targetName,
    classes: classes.names,
    codes: settings.codes,
  };
}

function refuseCollisions(
  kept: readonly string[],
  targets: TargetOutput,
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
          hint: "Rename one of them, drop them, or write CSV.",
        },
      );
    }
    seen.add(name);
  }
  for (const name of targetNames(targets)) {
    if (seen.has(name)) {
      const option = name === targets.codes ? "--codes" : "--target-name";
      throw usageError(
        "TARGET_COLLISION",
        `the new column ${JSON.stringify(name)} is there already`,
        {
          column: name,
          hint: `Choose another name with ${option}, or drop the old column with --drop.`,
        },
      );
    }
    seen.add(name);
  }
}

interface OutputShape {
  readonly format: FormatName;
  readonly fields: readonly number[];
  readonly targets: TargetOutput;
}

function outputOf(
  settings: Settings,
  facts: Facts,
  { format, fields, targets }: OutputShape,
): Plan["output"] {
  const columns = fields.map((index) => facts.input.columns[index]);
  const dialect = isText(format) ? outputDialect(settings, facts.input, format) : undefined;
  const rowBytes =
    columns.reduce((sum, column) => sum + typeBytes(column.type), 0) + targetBytes(targets);
  return {
    format,
    dialect,
    road: dialect === undefined ? undefined : textRoad(facts.input, dialect, fields.length),
    columns,
    fields,
    targets,
    chunkRows: settings.chunkRows ?? defaultChunkRows(facts.input.format, targets, rowBytes),
    metadata: isText(format) ? {} : { smooth_dataset: JSON.stringify(provenance(settings, facts)) },
    rowBytes,
  };
}

/** The bytes of one row's targets. */
function targetBytes({ layout, dtype, classes, codes }: TargetOutput): number {
  const values = layout === "none" ? 0 : classes.length * (Number(dtype.slice("float".length)) / 8);
  return values + (codes === undefined ? 0 : 8);
}

/** The input's own batches are kept, unless the targets would blow the largest usual ones up beyond reason. */
function defaultChunkRows(
  input: FormatName,
  targets: TargetOutput,
  rowBytes: number,
): number | undefined {
  const rows = Math.max(
    1,
    Math.min(MOST_CHUNK_ROWS, Math.floor(CHUNK_BYTES / Math.max(1, rowBytes))),
  );
  return isText(input) || targetBytes(targets) * MOST_CHUNK_ROWS > 16 * CHUNK_BYTES
    ? rows
    : undefined;
}

/** Text keeps its dialect, unless the output's format asks for another delimiter. */
function outputDialect({ dialect }: Settings, input: InputFacts, format: FormatName): Dialect {
  const standard: Dialect = {
    delimiter: format === "tsv" ? "\t" : ",",
    quote: '"',
    escape: '"',
    header: true,
  };
  if (input.dialect === undefined) {
    return { ...standard, ...definedOnly(dialect) };
  }
  if (input.format === format || input.dialect.delimiter === standard.delimiter) {
    return input.dialect;
  }
  return { ...standard, header: input.dialect.header, nullText: input.dialect.nullText };
}

function definedOnly<Options extends object>(options: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<Options>;
}

function textRoad(input: InputFacts, dialect: Dialect, fields: number): TextRoad {
  if (input.dialect !== dialect) {
    return "columns";
  }
  if (fields === input.columns.length) {
    return "rows";
  }
  return input.plainDialect === true ? "fields" : "columns";
}

function decodeOf({ input, label, soft }: Facts, output: Plan["output"]): Plan["decode"] {
  const copied = output.road === "rows" || output.road === "fields";
  const wanted = new Set([...(soft ?? []), ...(copied ? [] : output.fields)]);
  const fields = [...wanted]
    .toSorted((a, b) => a - b)
    .map((index) => ({
      index,
      field: output.road === "columns" ? textField(input.columns[index]) : input.columns[index],
    }));
  return { fields, labelText: label?.index, source: copied };
}

function textField({ name }: Field): Field {
  return { name, type: { kind: "utf8" }, nullable: true };
}

function smoothingOf({ smoothing }: Settings, classes: number): Plan["smoothing"] {
  const { on, off } = smoothTargets(
    new CodedTargets(classes, new Int32Array(0)),
    smoothing,
  ) as CodedTargets;
  return { ...smoothing, onValue: on, offValue: off };
}

/** What is written into the schema of the output, so that a later reader knows what the targets are. */
function provenance({ smoothing, targetName }: Settings, { classes, label }: Facts): object {
  const { names, counts } = classes;
  return {
    version: VERSION,
    method: smoothing.method,
    epsilon: smoothing.epsilon,
    target: targetName,
    label: label?.name,
    classes: names.map((name, code) =>
      counts === undefined ? { name } : { name, count: counts[code] },
    ),
  };
}

function refuseSmoothed({ smoothing, allowResmooth }: Settings, { input }: Facts): void {
  const text = input.metadata?.get("smooth_dataset");
  if (text === undefined || allowResmooth) {
    return;
  }
  const before = smoothedBefore(text);
  const both = before?.method === "uniform" && smoothing.method === "uniform";
  const total = both ? 1 - (1 - before.epsilon) * (1 - smoothing.epsilon) : 0;
  throw usageError(
    "ALREADY_SMOOTHED",
    `the dataset is smoothed already${before === undefined ? "" : ` (${before.method}, epsilon ${before.epsilon})`}`,
    {
      file: input.names[0],
      hint: `${both ? `Smoothing it again would amount to epsilon ${Number(total.toPrecision(12))}. ` : ""}Say --allow-resmooth to do it all the same.`,
    },
  );
}

function smoothedBefore(text: string): { method: string; epsilon: number } | undefined {
  try {
    const { method, epsilon } = JSON.parse(text) as { method?: unknown; epsilon?: unknown };
    return typeof method === "string" && typeof epsilon === "number"
      ? { method, epsilon }
      : undefined;
  } catch {
    return undefined;
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
