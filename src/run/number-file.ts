import type { Batch } from "../batch.js";
import { valueReader } from "../columns/values.js";
import { DatasetError, placed, usageError } from "../errors.js";
import { loadFormat } from "../formats/index.js";
import type { Input } from "../io/input.js";
import { openInput } from "../io/source.js";
import { option, type OptionName } from "../wording/option.js";
import { arrowFormatOf } from "./arrow-content.js";

/** The cells of one row of a text, and the line it starts on. */
export interface TextRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** What to make of a file of numbers. */
export interface NumberFileReaders<Result> {
  readonly asked: OptionName;
  readonly json: (content: unknown) => Result;
  readonly rows: (rows: AsyncIterable<TextRow>) => Promise<Result>;
}

/**
 * Reads a file that an option names: JSON where it looks like it, else CSV, or TSV by its extension, row by row.
 * @throws {DatasetError} If it cannot be read, or is neither (`BAD_VALUES`).
 */
export async function readNumberFile<Result>(
  path: string,
  { asked, json, rows }: NumberFileReaders<Result>,
): Promise<Result> {
  if (path === "-") {
    throw badFile(path, asked, "is stdin");
  }
  const input = await openNamed(path, asked);
  try {
    const start = await input.peek(8);
    if (arrowFormatOf(start) !== undefined) {
      throw badFile(path, asked, "is Arrow");
    }
    return isJson(path, start) ? json(await jsonOf(input, asked)) : await rows(rowsOf(input, path));
  } catch (error) {
    throw placed(error, { file: path });
  } finally {
    await input.close();
  }
}

async function openNamed(path: string, asked: OptionName): Promise<Input> {
  try {
    return await openInput(path);
  } catch (error) {
    if (!(error instanceof DatasetError)) {
      throw error;
    }
    const { kind, code, file, hint, message } = error;
    throw new DatasetError(`${option(asked)}: ${message}`, {
      kind,
      code,
      file,
      hint,
      cause: error,
    });
  }
}

function isJson(path: string, start: Uint8Array): boolean {
  const text = Buffer.from(start).toString("latin1").replace(/^ï»¿/u, "");
  return /\.json$/iu.test(path) || /^\s*(?:\{|\[\s*(?:[[\d.-]|$))/u.test(text);
}

async function jsonOf(input: Input, asked: OptionName): Promise<unknown> {
  const blocks: Uint8Array[] = [];
  for await (const block of input.bytes()) {
    blocks.push(block);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(blocks)));
  } catch (cause) {
    throw badFile(input.name, asked, "is no valid JSON", cause);
  }
}

async function* rowsOf(input: Input, path: string): AsyncGenerator<TextRow, void, undefined> {
  const format = await loadFormat(/\.tsv$/iu.test(path) ? "tsv" : "csv");
  const { dialect, columns } = await format.inspect(input, { header: false });
  const fields = columns.map((field, index) => ({ index, field, guessed: false }));
  for await (const batch of format.read(input, { dialect, fields })) {
    yield* textRows(batch);
    batch.release?.();
  }
}

function* textRows({ columns, rows, source, firstRow }: Batch): Generator<TextRow, void> {
  const readers = columns.map(valueReader);
  for (let row = 0; row < rows; row++) {
    const cells = readers.map((read) => String(read(row) ?? ""));
    yield { cells, line: source?.line(row) ?? firstRow + row + 1 };
  }
}

function badFile(path: string, asked: OptionName, found: string, cause?: unknown): Error {
  return usageError("BAD_VALUES", `${option(asked)}: ${path} ${found}; expected CSV or JSON`, {
    file: path,
    cause,
  });
}
