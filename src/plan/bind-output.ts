import type { Dialect } from "../batch.js";
import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import { plainField } from "../columns/plain-field.js";
import type { Facts, InputFacts, Plan, TextRoad } from "./plan.js";
import { provenance } from "./provenance.js";
import type { Smoothing } from "../smoothing/smoothing.js";
import type { Settings } from "./settings.js";
import { scoreBytes, scoreSchema } from "./score-schema.js";
import type { TargetOutput } from "../targets.js";
import { linesPerRow, targetBytes, targetSchema, writtenRowBytes } from "./target-schema.js";
import { bursts, chunkRowsOf } from "../columns/chunk-rows.js";
import { typeBytes, typeName } from "../columns/type-name.js";

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
  readonly smoothing: Smoothing;
}

/** Everything about the output: what is written, how, and about how much. */
export function bindOutput(
  settings: Settings,
  facts: Facts,
  { format, fields, targets, smoothing }: OutputShape,
): Plan["output"] {
  const columns = fields.map((index) => plainField(facts.input.columns[index]));
  const dialect = isText(format) ? outputDialect(settings, facts.input, format) : undefined;
  const columnBytes = columns.reduce((sum, column) => sum + typeBytes(column.type), 0);
  const { scores = {} } = settings;
  const rowBytes = columnBytes + targetBytes(targets) + scoreBytes(scores);
  const written = { columnBytes, textBytes: facts.input.bytesPerRow };
  const rows = facts.rows ?? estimatedRows(facts.input);
  const denseBytes = settings.multiLabel === undefined ? 0 : 8 * facts.classes.names.length;
  return {
    format,
    dialect,
    road: dialect === undefined ? undefined : textRoad(facts.input, dialect, fields.length),
    columns,
    fields,
    targets,
    scores: settings.scores,
    isWritten: settings.isWritten,
    chunkRows: settings.chunkRows ?? defaultChunkRows(facts, targets, { rowBytes, denseBytes }),
    chunkBytes: defaultChunkBytes(settings, facts.input.format, format),
    metadata:
      isText(format) || settings.task === "score"
        ? {}
        : { smooth_dataset: JSON.stringify(provenance(settings, facts, smoothing)) },
    schema: [
      ...columns.map(({ name, type }) => ({ name, type: typeName(type) })),
      ...scoreSchema(scores),
      ...targetSchema(targets),
    ],
    bytes:
      rows === undefined
        ? undefined
        : Math.round(rows * linesPerRow(targets) * writtenRowBytes(targets, format, written)),
  };
}

function estimatedRows({ bytes, bytesPerRow }: InputFacts): number | undefined {
  return bytes === undefined || bytesPerRow === undefined ? undefined : bytes / bytesPerRow;
}

/**
 * The input's own batches are kept, unless each row becomes several, or the targets or predictions would blow the
 * largest usual ones up beyond reason.
 */
function defaultChunkRows(
  { input, classes, predictions }: Facts,
  targets: TargetOutput,
  { rowBytes, denseBytes }: { readonly rowBytes: number; readonly denseBytes: number },
): number | undefined {
  const { format, bytesPerRow = 0 } = input;
  const predictionBytes = predictions === undefined ? 0 : 8 * classes.names.length;
  if (targets.layout === "long") {
    // Each line repeats the text of its row.
    return chunkRowsOf(Math.max(rowBytes, bytesPerRow));
  }
  const isLarge = [targetBytes(targets), predictionBytes, denseBytes].some(bursts);
  // Targets of several labels may take more room between stages than in the output, and
  // predictions are there twice, as they were read and row by row.
  const largest = Math.max(rowBytes, denseBytes, 2 * predictionBytes);
  return isText(format) || isLarge ? chunkRowsOf(largest) : undefined;
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
