// Reads all columns of a CSV file as numbers and does nothing with them: what a loss costs beside that is its own.
//
//   node read-columns.js FILE
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { CsvDecoder, drain } from "../../dist/index.js";

const BLOCK_BYTES = 1 << 20;

await pipeline(
  createReadStream(process.argv[2], { highWaterMark: BLOCK_BYTES }),
  new CsvDecoder(),
  drain(),
);
