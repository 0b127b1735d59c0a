import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { pathToFileURL } from "node:url";

const SEED = 20_160_711;
const FLOAT_COLUMNS = 8;
const LABELS = ["bird", "cat", "cow", "deer", "dog", "fish", "frog", "horse", "sheep", "snake"];
const FLOATS_HEADER = "id,x0,x1,x2,x3,x4,x5,x6,x7,label\n";
const BLOCK_BYTES = 1 << 20;
const LONGEST_ROW = 16_384;
const [COMMA, DOT, MINUS, NEWLINE, ZERO] = Buffer.from(",.-\n0");

/** The data sets by name, each the same bytes on every machine. */
export const DATA_SETS = {
  /** An id, eight floats of seven digits and one of ten labels: about 88 MB. */
  w1: { rows: 1_000_000, header: FLOATS_HEADER, row: putFloatsRow },
  /** The same, ten times as long: about 890 MB. */
  w1x10: { rows: 10_000_000, header: FLOATS_HEADER, row: putFloatsRow },
  /** Few columns and 10,000 classes, each of which occurs twice. */
  wide: { rows: 20_000, header: "id,x,label\n", row: putWideRow },
  /** A class index and 100 logits a row: about 180 MB. */
  w2: { rows: 200_000, header: logitsHeader(100), row: putLogitsRow(100) },
  /** The same of 1,000 classes: about 90 MB. */
  thousand: { rows: 10_000, header: logitsHeader(1000), row: putLogitsRow(1000) },
  tiny: { rows: 10, header: FLOATS_HEADER, row: putFloatsRow },
};

/**
 * Writes one of the data sets to a file.
 * @param {keyof typeof DATA_SETS} name
 * @param {string} path
 */
export async function makeData(name, path) {
  const { rows, header, row } = DATA_SETS[name];
  const file = createWriteStream(path, { highWaterMark: BLOCK_BYTES });
  const random = seededRandom(SEED);
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let end = block.write(header);
  for (let index = 0; index < rows; index++) {
    if (end + LONGEST_ROW > BLOCK_BYTES) {
      if (!file.write(block.subarray(0, end))) {
        await once(file, "drain");
      }
      // The stream may still hold the old one.
      block = Buffer.allocUnsafe(BLOCK_BYTES);
      end = 0;
    }
    end = row(block, end, index, random);
  }
  file.end(block.subarray(0, end));
  await finished(file);
}

function putFloatsRow(block, start, index, random) {
  let end = start + block.write(String(index + 1), start, "latin1");
  for (let column = 0; column < FLOAT_COLUMNS; column++) {
    block[end++] = COMMA;
    end = putMillionths(block, end, (random() % 10_000_000) - 5_000_000);
  }
  block[end++] = COMMA;
  end += block.write(LABELS[random() % LABELS.length], end, "latin1");
  block[end++] = NEWLINE;
  return end;
}

function logitsHeader(classes) {
  return `label${Array.from({ length: classes }, (_, code) => `,logit_${code}`).join("")}\n`;
}

function putLogitsRow(classes) {
  return (block, start, _index, random) => {
    let end = start + block.write(String(random() % classes), start, "latin1");
    for (let code = 0; code < classes; code++) {
      block[end++] = COMMA;
      end = putMillionths(block, end, (random() % 10_000_000) - 5_000_000);
    }
    block[end++] = NEWLINE;
    return end;
  };
}

function putWideRow(block, start, index, random) {
  // 7,919 shares no factor with 10,000: each class comes once in every 10,000 rows.
  const label = `class-${String((index * 7_919) % 10_000).padStart(5, "0")}`;
  const x = (random() / 2 ** 32).toFixed(6);
  return start + block.write(`${index + 1},${x},${label}\n`, start, "latin1");
}

/** A whole number of millionths with its six decimals: -1234567 is -1.234567. */
function putMillionths(block, start, millionths) {
  let at = start;
  let rest = millionths;
  if (rest < 0) {
    block[at++] = MINUS;
    rest = -rest;
  }
  block[at] = ZERO + Math.floor(rest / 1_000_000);
  block[at + 1] = DOT;
  for (let digit = at + 7; digit > at + 1; digit--) {
    block[digit] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return at + 8;
}

/** Mulberry32: whole numbers in [0, 2^32), the same ones for the same seed. */
function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name, path] = process.argv.slice(2);
  if (!Object.hasOwn(DATA_SETS, name) || path === undefined) {
    console.error(`usage: node make-data.js ${Object.keys(DATA_SETS).join("|")} FILE`);
    process.exitCode = 2;
  } else {
    await makeData(name, path);
  }
}
