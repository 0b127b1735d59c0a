import type { DialectOptions } from "../../batch.js";
import type { Batch, Dialect, Field } from "../../batch.js";
import type { ByteInput, ColumnTypes, Format, Head, ReadRequest, TypesRequest } from "../format.js";
import { BatchDecoder } from "./batch-decoder.js";
import { isPlainDialect, resolveDialect } from "./dialect.js";
import { CsvEncoder } from "./encode.js";
import { type CsvHead, readCsvHead } from "./head.js";
import { rowIndexerFor } from "./row-indexer.js";
import { readRows } from "./read-rows.js";
import { openRowParser } from "./row-parser.js";
import { BLOCK_BYTES } from "./row-reader.js";
import { guessCsvTypes, scanCsvTypes } from "./scan.js";
import { parseGivenTypes } from "./given-types.js";
import { columnType, type CsvType, csvTypeOf } from "../../columns/csv-type.js";

/** Delimited text as one of the formats: CSV with commas, or TSV with tabs, where no other dialect is asked for. */
export function csvFormat(name: "csv" | "tsv"): Format {
  const delimiter = name === "tsv" ? "\t" : ",";
  return {
    inspect: (input, dialect) => inspect(input, resolveDialect(dialect, delimiter)),
    types: columnTypes,
    read,
    encoder: ({ dialect, blocks, ...rest }) => {
      const { columns, fields, targets, scores } = rest;
      const options = { columns, fields, dialect: dialectOptions(dialect), targets, scores };
      return new CsvEncoder(options, blocks);
    },
  };
}

/** The first bytes that are looked at for a header. */
const HEAD_BYTES = 64 * 1024;

async function inspect(input: ByteInput, dialect: Dialect): Promise<Head> {
  const indexer = await rowIndexerFor(dialect);
  for (let count = HEAD_BYTES; ; count *= 4) {
    const sample = await input.peek(count);
    const atEnd = sample.length < count;
    const head = readCsvHead(sample, { dialect, file: input.name, atEnd, indexer });
    if (head !== undefined) {
      return {
        columns: head.names.map(textField),
        dialect,
        plainDialect: isPlainDialect(dialect),
        bytesPerRow: bytesPerRow(sample, head),
      };
    }
  }
}

function textField(name: string): Field {
  return { name, type: columnType("text"), nullable: true };
}

function bytesPerRow(sample: Uint8Array, { bodyStart }: CsvHead): number | undefined {
  const body = sample.subarray(bodyStart);
  const lines = body.reduce((count, byte) => count + Number(byte === 0x0a), 0);
  return lines === 0 ? undefined : body.length / lines;
}

async function columnTypes(
  inputs: readonly ByteInput[],
  request: TypesRequest,
): Promise<ColumnTypes> {
  const { head, given, whole, signal } = request;
  const names = head.columns.map((column) => column.name);
  const userTypes = given === undefined ? [] : parseGivenTypes(given, names);
  const options = { ...dialectOptions(head.dialect), types: userTypes };
  const [first] = inputs;
  const { types, fractional } = whole
    ? await scanCsvTypes(
        inputs.map((input) => ({ file: input.name, chunks: input.bytes(signal) })),
        options,
      )
    : await guessCsvTypes({ file: first.name, chunks: firstChunks(first) }, options);
  return {
    columns: names.map((name, index) => ({ ...textField(name), type: columnType(types[index]) })),
    guessed: [...names.keys()].filter((index) => userTypes[index] === undefined),
    lastIsFractional: () => Promise.resolve(fractional.at(-1) === true),
  };
}

/** The bytes of an input from its first one on, which are given again when it is read. */
async function* firstChunks(input: ByteInput): AsyncGenerator<Uint8Array, void, undefined> {
  let known = 0;
  for (let count = BLOCK_BYTES; ; count *= 2) {
    const bytes = await input.peek(count);
    yield bytes.subarray(known);
    if (bytes.length < count) {
      return;
    }
    known = count;
  }
}

async function* read(
  input: ByteInput,
  request: ReadRequest,
): AsyncGenerator<Batch, void, undefined> {
  const { fields, dialect, labelText, maxRows, signal } = request;
  const types: (CsvType | undefined)[] = [];
  for (const { index, field } of fields ?? []) {
    types[index] = csvTypeOf(field.type);
  }
  const decoder = new BatchDecoder({
    columns: fields?.map(({ index }) => index),
    guessed: fields?.filter(({ guessed }) => guessed).map(({ index }) => index),
    numbers: fields?.filter(({ numbers }) => numbers).map(({ index }) => index),
    types,
    labelText,
    maxRows,
  });
  const parser = await openRowParser(resolveDialect(dialectOptions(dialect)), input.name);
  const reader = await input.reader(signal);
  try {
    for await (const { block, release } of readRows(reader, parser, BLOCK_BYTES)) {
      signal?.throwIfAborted();
      yield* decoder.decode(block, release);
    }
  } finally {
    await reader.close();
  }
  request.onBlankLines?.(parser.blankLines);
}

/** A settled dialect as options that settle to the same. */
function dialectOptions(dialect: Dialect | undefined): DialectOptions {
  return dialect === undefined ? {} : { ...dialect, quote: dialect.quote ?? "" };
}
