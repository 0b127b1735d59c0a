import type { Dialect, Field } from "./batch.js";
import { usageError } from "./errors.js";
import type { FormatName } from "./format-name.js";
import { isText } from "./format-name.js";
import { plainField } from "./plain-field.js";
import type { Facts, InputFacts, Plan, TextRoad } from "./plan.js";
import { selectColumns } from "./selectors.js";
import type { Settings } from "./settings.js";
import { smoothTargets } from "./smoothing.js";
import type { TargetOutput } from "./targets.js";
import { CodedTargets, targetNames } from "./targets.js";
import { typeBytes, typeName } from "./type-name.js";
import { VERSION } from "./version.js";

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
  const smoothing = smoothingOf(settings, facts.classes.names.length);
  const output = outputOf(settings, facts, { format, fields, targets });
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
    smoothing,
    formula: formulaOf(smoothing, facts.classes.names.length),
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
  const columns = fields.map((index) => plainField(facts.input.columns[index]));
  const dialect = isText(format) ? outputDialect(settings, facts.input, format) : undefined;
  const rowBytes =
    columns.reduce((sum, column) => sum + typeBytes(column.type), 0) + targetBytes(targets);
  const rows = facts.rows ?? estimatedRows(facts.input);
  return {
    format,
    dialect,
    road: dialect === undefined ? undefined : textRoad(facts.input, dialect, fields.length),
    columns,
    fields,
    targets,
    chunkRows: settings.chunkRows ?? defaultChunkRows(facts.input.format, targets, rowBytes),
    metadata: isText(format) ? {} : { smooth_dataset: JSON.stringify(provenance(settings, facts)) },
    schema: [
      ...columns.map(({ name, type }) => ({ name, type: typeName(type) })),
      ...targetSchema(targets),
    ],
    bytes:
      rows === undefined
        ? undefined
        : Math.round(rows * outputRowBytes(facts.input, targets, { format, rowBytes })),
  };
}

function estimatedRows({ bytes, bytesPerRow }: InputFacts): number | undefined {
  return bytes === undefined || bytesPerRow === undefined ? undefined : bytes / bytesPerRow;
}

/** In text a target takes about as many characters as the shortest decimal of its type, and a delimiter. */
function outputRowBytes(
  input: InputFacts,
  targets: TargetOutput,
  { format, rowBytes }: { format: FormatName; rowBytes: number },
): number {
  if (!isText(format)) {
    return rowBytes;
  }
  const digits = { float16: 7, float32: 11, float64: 20 }[targets.dtype];
  const values = targets.layout === "none" ? 0 : targets.classes.length * digits;
  return (input.bytesPerRow ?? rowBytes - targetBytes(targets)) + values;
}

function targetSchema(targets: TargetOutput): { name: string; type: string }[] {
  const { layout, dtype, classes, codes } = targets;
  const types = {
    "fixed-list": `fixed_size_list<${dtype}>[${classes.length}]`,
    list: `list<${dtype}>`,
    columns: dtype,
    none: "",
  };
  return targetNames(targets).map((name) => ({
    name,
    type: name === codes ? "int64" : types[layout],
  }));
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
  const standard = standardDialect(format, input.dialect === undefined ? dialect : {});
  if (input.dialect === undefined) {
    return standard;
  }
  if (input.format === format || input.dialect.delimiter === standard.delimiter) {
    return input.dialect;
  }
  return { ...standard, header: input.dialect.header, nullText: input.dialect.nullText };
}

/** The dialect of a format where the options say nothing else. An empty quote: nothing encloses fields. */
function standardDialect(format: FormatName, options: Settings["dialect"]): Dialect {
  const { quote = '"' } = options;
  return {
    delimiter: options.delimiter ?? (format === "tsv" ? "\t" : ","),
    quote: quote === "" ? undefined : quote,
    escape: options.escape ?? (quote === "" ? undefined : quote),
    header: options.header ?? true,
    nullText: options.nullText,
  };
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
      field:
        output.road === "columns"
          ? textField(input.columns[index])
          : plainField(input.columns[index]),
    }));
  return { fields, labelText: label?.index };
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

function formulaOf(
  { method, epsilon, onValue, offValue }: Plan["smoothing"],
  classes: number,
): string {
  const parts = {
    uniform: `${epsilon} / ${classes}`,
    others: `${epsilon} * (1 - one_hot) / ${classes - 1}`,
  };
  return `(1 - ${epsilon}) * one_hot + ${parts[method]}: ${onValue} for the class of the row, ${offValue} for each other`;
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
