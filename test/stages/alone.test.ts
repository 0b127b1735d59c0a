import { once } from "node:events";
import { Readable, type Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch.js";
import { ArrowDecoder } from "../../src/formats/arrow/decode.js";
import { ArrowEncoder } from "../../src/formats/arrow/encode.js";
import { CsvDecoder } from "../../src/formats/csv/decode.js";
import { CsvEncoder } from "../../src/formats/csv/encode.js";
import { CrossEntropy } from "../../src/stages/cross-entropy.js";
import { BatchesToRows } from "../../src/stages/batches-to-rows.js";
import { JoinPredictions } from "../../src/stages/join-predictions.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import { MultiHotEncoder } from "../../src/stages/multi-hot-encoder.js";
import { OneHotEncoder } from "../../src/stages/one-hot-encoder.js";
import { RowTally } from "../../src/stages/row-tally.js";
import { RowsToBatches } from "../../src/stages/rows-to-batches.js";
import { SoftTargetReader } from "../../src/stages/soft-target-reader.js";
import { DenseTargets } from "../../src/targets.js";
import { batchOf, floatColumn, textColumn } from "../columns-from.js";

const columns = [textColumn("y", ["a", "b"]), floatColumn("p0", [1, 0]), floatColumn("p1", [0, 1])];
const batch = batchOf(columns).withTargets(new DenseTargets(2, Float64Array.of(1, 0, 0, 1)));
const values = Float64Array.of(1, 2, 3, 4);
const predicted = batch.withPredictions({ classes: 2, kind: "logits", values });

/** A record batch of many rows, for what a block of output holds. */
const long = batchOf([
  floatColumn(
    "x",
    Array.from({ length: 200_000 }, (_, row) => row),
  ),
]);

/** The bytes of `count` record batches without an end, in as many chunks. */
async function arrowChunks(count: number): Promise<Uint8Array[]> {
  const encoder = new ArrowEncoder({ container: "stream" });
  const one = batchOf(columns);
  const bytes = await Readable.from(Array.from({ length: count }, () => one))
    .pipe(encoder)
    .toArray();
  const whole = Buffer.concat(bytes as Uint8Array[]);
  const size = Math.ceil(whole.length / count);
  return Array.from({ length: count }, (_, at) => whole.subarray(at * size, (at + 1) * size));
}

/** Predictions of another stream that has no end. */
function joinEndless(): JoinPredictions {
  return new JoinPredictions({ source: Readable.from(scores()), select: "a,b" });
}

function* scores(): Generator<Batch> {
  for (;;) {
    yield batchOf([floatColumn("a", [1, 2]), floatColumn("b", [3, 4])]);
  }
}

/** Each stage, and what it is fed over and over; the one that is fed bytes of Arrow has a list of them. */
const STAGES: [string, () => Transform, (at: number) => unknown][] = [
  ["OneHotEncoder", () => new OneHotEncoder({ label: "y", classes: ["a", "b"] }), () => batch],
  ["MultiHotEncoder", () => new MultiHotEncoder({ label: "y", classes: ["a", "b"] }), () => batch],
  ["LabelSmoother", () => new LabelSmoother(), () => batch],
  ["CrossEntropy", () => new CrossEntropy(), () => predicted],
  ["SoftTargetReader", () => new SoftTargetReader({ columns: "p*" }), () => batch],
  ["JoinPredictions", () => new JoinPredictions({ select: "p*", kind: "probs" }), () => batch],
  ["JoinPredictions (another stream)", joinEndless, () => batch],
  ["RowTally", () => new RowTally(), () => batch],
  ["RowsToBatches", () => new RowsToBatches({ rows: 1 }), () => ({ y: "a" })],
  ["BatchesToRows", () => new BatchesToRows(), () => batch],
  ["CsvDecoder", () => new CsvDecoder({ blockBytes: 1 }), (at) => csvChunk(at)],
  ["CsvEncoder", () => new CsvEncoder(), () => long],
  ["ArrowEncoder", () => new ArrowEncoder(), () => long],
];
const arrow = await arrowChunks(50);
STAGES.push(["ArrowDecoder", () => new ArrowDecoder(), (at) => arrow[at]]);

/** A header and types from a first MiB, then rows. */
function csvChunk(at: number): Buffer {
  return Buffer.from(at === 0 ? `y\n${"a\n".repeat(2 ** 19)}` : "b\n");
}

const MOST = 50;

/** What is fed, one chunk after the other, as long as it is asked for; at `failAt` an error instead. */
class Feed {
  taken = 0;
  readonly stream: Readable;

  constructor(chunk: (at: number) => unknown, failAt = Infinity) {
    this.stream = Readable.from(this.#chunks(chunk, failAt), { highWaterMark: 1 });
  }

  async *#chunks(chunk: (at: number) => unknown, failAt: number): AsyncIterable<unknown> {
    for (; this.taken < MOST; this.taken++) {
      if (this.taken === failAt) {
        throw new RangeError("the source broke");
      }
      yield chunk(this.taken);
    }
  }
}

/** A sink that takes one chunk and never another; `hasOne` is when. */
function stalled(): { sink: Writable; hasOne: Promise<unknown> } {
  const sink = new Writable({ objectMode: true, highWaterMark: 1, write: () => sink.emit("one") });
  return { sink, hasOne: once(sink, "one") };
}

describe.each(STAGES)("%s alone", (_name, make, chunk) => {
  it("waits for its reader, and is destroyed with its chain by an abort", async () => {
    const feed = new Feed(chunk);
    const stage = make();
    const { sink, hasOne } = stalled();
    const abort = new AbortController();
    const run = pipeline(feed.stream, stage, sink, { signal: abort.signal });
    await Promise.race([hasOne, run]);
    await setTimeout(20);
    const { taken } = feed;
    expect(taken).toBeLessThan(MOST / 2);
    abort.abort();
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect([feed.stream, stage, sink].map(({ destroyed }) => destroyed)).toEqual([
      true,
      true,
      true,
    ]);
    await setTimeout(5);
    expect(feed.taken).toBe(taken);
  });

  it("is destroyed with its chain by an error before it", async () => {
    const feed = new Feed(chunk, 3);
    const stage = make();
    const sink = new Writable({ objectMode: true, write: (_chunk, _encoding, done) => done() });
    await expect(pipeline(feed.stream, stage, sink)).rejects.toThrow("the source broke");
    expect([feed.stream, stage, sink].map(({ destroyed }) => destroyed)).toEqual([
      true,
      true,
      true,
    ]);
    expect(sink.writableFinished).toBe(false);
  });

  it("is destroyed with its chain by an error behind it", async () => {
    const feed = new Feed(chunk);
    const stage = make();
    const broken = new RangeError("the sink broke");
    const sink = new Writable({ objectMode: true, write: (_chunk, _type, done) => done(broken) });
    await expect(pipeline(feed.stream, stage, sink)).rejects.toThrow("the sink broke");
    expect([feed.stream, stage].map(({ destroyed }) => destroyed)).toEqual([true, true]);
    expect(feed.taken).toBeLessThan(MOST);
  });
});
