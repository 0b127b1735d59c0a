// What the stage CrossEntropy adds to reading 200,000 rows of 100 logits from CSV, and what it takes by itself. Both ways
// take turns, so that what else the machine does falls on both.
//
//   npm run build && node scripts/bench/loss.js
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  CrossEntropy,
  CsvDecoder,
  drain,
  JoinPredictions,
  OneHotEncoder,
} from "../../dist/index.js";

const ROWS = 200_000;
const CLASSES = 100;
const ROUNDS = 5;

/** The stage, and how long it was at work. */
class TimedLoss extends CrossEntropy {
  milliseconds = 0;

  apply(batch) {
    const begin = performance.now();
    const scored = super.apply(batch);
    this.milliseconds += performance.now() - begin;
    return scored;
  }
}

const folder = mkdtempSync(join(tmpdir(), "smooth-dataset-bench-"));
const path = join(folder, "logits.csv");
const classes = Array.from({ length: CLASSES }, (_, code) => String(code));
try {
  await pipeline(Readable.from(lines()), createWriteStream(path));
  const times = { read: [], scored: [], stage: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.read.push(await timed([]));
    const loss = new TimedLoss();
    times.scored.push(await timed([loss]));
    times.stage.push(loss.milliseconds);
  }
  const [read, scored, stage] = [times.read, times.scored, times.stage].map(median);
  console.log(`CSV to predictions    ${read.toFixed(0)} ms`);
  console.log(
    `the same with losses  ${scored.toFixed(0)} ms, ${(scored / read).toFixed(2)} times as long`,
  );
  console.log(`the stage alone       ${stage.toFixed(0)} ms`);
} finally {
  rmSync(folder, { recursive: true });
}

async function timed(stages) {
  const begin = performance.now();
  await pipeline([
    createReadStream(path, { highWaterMark: 2 ** 20 }),
    new CsvDecoder(),
    new OneHotEncoder({ label: "y", classes }),
    new JoinPredictions({ select: "z_*", classes }),
    ...stages,
    drain(),
  ]);
  return performance.now() - begin;
}

function* lines() {
  yield `y,${classes.map((name) => `z_${name}`).join(",")}\n`;
  for (let row = 0; row < ROWS; row++) {
    const logits = classes.map((_, code) => (Math.sin(row * CLASSES + code) * 8).toFixed(4));
    yield `${(row * 31) % CLASSES},${logits.join(",")}\n`;
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
