import type { DialectOptions } from "../../batch.js";
import { dataError } from "../../errors.js";
import { type DecodeOptions, givenTypes } from "./decode-plan.js";
import { resolveDialect } from "./dialect.js";
import type { CsvHead } from "./head.js";
import type { RowBlock } from "./row-parser.js";
import { BLOCK_BYTES, openRowReader } from "./row-reader.js";
import { CsvTypeScan } from "./type-scan.js";
import type { CsvType } from "../../columns/csv-type.js";

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A text to look through, and what it is called in messages. */
export interface ScanInput {
  readonly file: string;
  readonly chunks: Chunks;
}

/** How to look through text. */
export interface CsvScanOptions extends DialectOptions, Pick<DecodeOptions, "types"> {}

/** What text holds. */
export interface CsvScan {
  readonly head: CsvHead;
  /** The type of each column: as given, or the narrowest that fits all rows looked at. */
  readonly types: readonly CsvType[];
  /** Whether each column holds numbers of which some are not whole. */
  readonly fractional: readonly boolean[];
  /** Data rows looked at. */
  readonly rows: number;
  /** Blank lines among them that are no rows. */
  readonly blankLines: number;
}

/**
 * Looks at every row of some texts of the same columns, so that the types fit all of them.
 * @throws {DatasetError} What is wrong with the structure of a text, as `CsvDecoder` does; `COLUMN_COUNT`
 * for a text of more or fewer columns than the first.
 */
export async function scanCsvTypes(
  inputs: Iterable<ScanInput>,
  options: CsvScanOptions = {},
): Promise<CsvScan> {
  const scanner = new Scanner();
  for (const { file, chunks } of inputs) {
    const reader = await open(file, options);
    for await (const chunk of chunks) {
      scanner.add(reader.push(chunk));
    }
    scanner.add(reader.finish());
    scanner.blankLines += reader.blankLines;
  }
  return scanner.result(options);
}

/**
 * Looks at the rows of the first MiB alone, or further on until there is one, as a `CsvDecoder` that guesses does; asks
 * for no chunk behind it.
 */
export async function guessCsvTypes(
  { file, chunks }: ScanInput,
  options: CsvScanOptions = {},
): Promise<CsvScan> {
  const scanner = new Scanner();
  const reader = await open(file, options);
  for await (const chunk of chunks) {
    const { value, done } = reader.push(chunk).next();
    if (done !== true) {
      scanner.add([value]);
      return scanner.result(options);
    }
  }
  scanner.add(reader.finish());
  scanner.blankLines += reader.blankLines;
  return scanner.result(options);
}

function open(file: string, options: CsvScanOptions) {
  const blocks = { blockBytes: BLOCK_BYTES, firstBlockBytes: BLOCK_BYTES };
  return openRowReader(resolveDialect(options), { file, ...blocks });
}

/** Gathers what blocks of rows show. */
class Scanner {
  blankLines = 0;
  #first?: { readonly head: CsvHead; readonly scan: CsvTypeScan };
  #rows = 0;

  add(blocks: Iterable<RowBlock>): void {
    for (const block of blocks) {
      this.#first ??= {
        head: block.head,
        scan: new CsvTypeScan([...block.head.names.keys()]),
      };
      const { head, scan } = this.#first;
      if (block.head.width !== head.width) {
        throw dataError(
          "COLUMN_COUNT",
          `this input has ${block.head.width} columns; expected ${head.width}, as in the first input`,
          { file: block.source.file, hint: "Give inputs with the same columns." },
        );
      }
      scan.add(block.cells, block.rows);
      this.#rows += block.rows;
    }
  }

  result({ types }: CsvScanOptions): CsvScan {
    if (this.#first === undefined) {
      throw new TypeError("expected at least one input");
    }
    const { head, scan } = this.#first;
    const given = givenTypes(head.names, types);
    return {
      head,
      types: scan.types.map((type, column) => given[column] ?? type),
      fractional: scan.fractional,
      rows: this.#rows,
      blankLines: this.blankLines,
    };
  }
}
