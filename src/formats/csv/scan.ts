import { givenTypes, type DecodeOptions } from "./decode-plan.js";
import { type DialectOptions, resolveDialect } from "./dialect.js";
import type { CsvHead } from "./head.js";
import { BLOCK_BYTES, openRowReader, type RowBlock } from "./row-reader.js";
import { CsvTypeScan } from "./type-scan.js";
import type { CsvType } from "./types.js";

/** How to look through a text. */
export interface CsvScanOptions extends DialectOptions, Pick<DecodeOptions, "types"> {
  /** What the input is called in messages; default "input". */
  readonly file?: string;
}

/** What a text holds. */
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
 * Looks at every row, so that the types fit all of them.
 * @throws {DatasetError} What is wrong with the structure of the text, as `CsvDecoder` does.
 */
export async function scanCsvTypes(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: CsvScanOptions = {},
): Promise<CsvScan> {
  const scanner = await openScanner(options);
  for await (const chunk of chunks) {
    scanner.look(scanner.reader.push(chunk));
  }
  scanner.look(scanner.reader.finish());
  return scanner.result();
}

/** Looks at the rows of the first MiB alone, as a `CsvDecoder` that guesses does; reads no further. */
export async function guessCsvTypes(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: CsvScanOptions = {},
): Promise<CsvScan> {
  const scanner = await openScanner(options);
  for await (const chunk of chunks) {
    const block = scanner.reader.push(chunk).next();
    if (block.done !== true) {
      scanner.look([block.value]);
      return scanner.result();
    }
  }
  scanner.look(scanner.reader.finish());
  return scanner.result();
}

async function openScanner(options: CsvScanOptions) {
  const { file = "input", types } = options;
  const reader = await openRowReader(resolveDialect(options), {
    file,
    blockBytes: BLOCK_BYTES,
    firstBlockBytes: BLOCK_BYTES,
  });
  let scan: CsvTypeScan | undefined;
  let head: CsvHead | undefined;
  let rows = 0;
  return {
    reader,
    look(blocks: Iterable<RowBlock>): void {
      for (const block of blocks) {
        head = block.head;
        scan ??= new CsvTypeScan([...block.head.names.keys()]);
        scan.add(block.cells, block.rows);
        rows += block.rows;
      }
    },
    result(): CsvScan {
      if (head === undefined || scan === undefined) {
        throw new TypeError("a text gives a block or an error");
      }
      const given = givenTypes(head.names, types);
      return {
        head,
        types: scan.types.map((type, column) => given[column] ?? type),
        fractional: scan.fractional,
        rows,
        blankLines: reader.blankLines,
      };
    },
  };
}
