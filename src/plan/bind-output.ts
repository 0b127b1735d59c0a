import type { Dialect } from "../batch.js";
import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import { plainField } from "../columns/plain-field.js";
import type { Facts, InputFacts, Plan, TextRoad } from "./plan.js";
import { provenance } from "./provenance.js";
import type { Settings } from "./settings.js";
import type { TargetOutput } from "../targets.js";
import { targetNames } from "../targets.js";
import { typeBytes, typeName } from "../columns/type-name.js";

/** The bytes a record batch should have. */
const CHUNK_BYTES = 4 * 2 ** 20;
const MOST_CHUNK_ROWS = 65_536;

/**
 * The bytes of text a record batch may have. Nobody knows how long texts are before they come; those of usual length
 * take less.
 */
const CHUNK_TEXT_BYTES = 8 * 2 ** 20;

/** What is settled of the output already. */
export interface OutputShape {
  readonly format: FormatName;
  readonly fields: readonly number[];
  readonly targets: TargetOutput;
}

/** Everything about the output: what is written, how, and about how much. */
export function bindOutput(
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
    chunkBytes: defaultChunkBytes(settings, facts.input.format, format),
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

/** Where the number of rows was left to us, text is waited for only until it is enough for a batch. */
function defaultChunkBytes(
  { chunkRows }: Settings,
  input: FormatName,
  output: FormatName,
): number | undefined {
  return chunkRows === undefined && isText(input) && !isText(output) ? CHUNK_TEXT_BYTES : undefined;
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
