import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch.js";
import { BatchesToRows } from "../../src/stages/batches-to-rows.js";
import { drain } from "../../src/stages/drain.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import { OneHotEncoder } from "../../src/stages/one-hot-encoder.js";
import { RowTally } from "../../src/stages/row-tally.js";
import { RowsToBatches } from "../../src/stages/rows-to-batches.js";
import { SoftTargetReader } from "../../src/stages/soft-target-reader.js";
import { batchOf, textColumn } from "../columns-from.js";

function encoder(): OneHotEncoder {
  return new OneHotEncoder({ label: "y", classes: ["a", "b"] });
}

function fiveStages(): (OneHotEncoder | LabelSmoother | RowTally)[] {
  return [encoder(), new LabelSmoother(), new LabelSmoother(), new RowTally(), new RowTally()];
}

/** Batches of two rows as long as they are asked for; `taken` says how many were. */
class Supply {
  taken = 0;

  constructor(readonly labels: (batch: number) => string[] = () => ["a", "b"]) {}

  *batches(count: number): Iterable<Batch> {
    for (; this.taken < count;) {
      const column = textColumn("y", this.labels(this.taken));
      this.taken++;
      yield batchOf([column], (this.taken - 1) * 2);
    }
  }

  stream(count: number): Readable {
    return Readable.from(this.batches(count), { objectMode: true, highWaterMark: 1 });
  }
}

describe("every stage", () => {
  const STAGES = [
    encoder(),
    new LabelSmoother(),
    new SoftTargetReader({ columns: "p_*" }),
    new RowTally(),
    new RowsToBatches(),
    new BatchesToRows(),
  ];

  it.each(STAGES.map((stage) => [stage.constructor.name, stage] as const))(
    "holds one chunk on both sides: %s",
    (_name, stage) => {
      expect([stage.readableHighWaterMark, stage.writableHighWaterMark]).toEqual([1, 1]);
    },
  );

  it.each([
    ["OneHotEncoder", encoder],
    ["LabelSmoother", () => new LabelSmoother()],
    ["SoftTargetReader", () => new SoftTargetReader({ columns: "p" })],
    ["RowTally", () => new RowTally()],
    ["BatchesToRows", () => new BatchesToRows()],
  ])("refuses what is no batch, and names the way in: %s", async (name, make) => {
    for (const chunk of [{ y: "a" }, "y\na\n", Buffer.from("y\na\n"), 1]) {
      const run = pipeline(Readable.from([chunk]), make(), drain());
      await expect(run).rejects.toThrow(TypeError);
      await expect(run).rejects.toThrow(`${name} takes batches`);
      await expect(run).rejects.toThrow("RowsToBatches");
    }
  });
});

describe("a chain of five stages", () => {
  it("takes no more than a few batches while its reader stalls", async () => {
    const supply = new Supply();
    let release: (() => void) | undefined;
    let written = 0;
    const sink = new Writable({
      objectMode: true,
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        written++;
        release = done;
      },
    });
    const [one, two, three, four, five] = fiveStages();
    const run = pipeline(supply.stream(1000), one, two, three, four, five, sink);
    for (let consumed = 1; consumed <= 5; consumed++) {
      await setTimeout(5);
      expect(written).toBe(consumed);
      // One on either side of each of the five stages, of the source and of the sink.
      expect(supply.taken - written).toBeLessThanOrEqual(14);
      release?.();
    }
    sink.destroy();
    await expect(run).rejects.toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
    expect(supply.taken).toBeLessThan(25);
  });

  it("takes no more than a few batches while nobody reads", async () => {
    const supply = new Supply();
    const last = fiveStages().reduce<Readable>(
      (chain, stage) => chain.pipe(stage),
      supply.stream(1000),
    );
    await setTimeout(20);
    expect(supply.taken).toBeLessThanOrEqual(14);
    last.destroy();
  });

  it("is destroyed whole by a bad row, which is named", async () => {
    const supply = new Supply((batch) => (batch === 3 ? ["a", "c"] : ["a", "b"]));
    const source = supply.stream(1000);
    const stages = fiveStages();
    const sink = drain();
    const [one, two, three, four, five] = stages;
    await expect(pipeline(source, one, two, three, four, five, sink)).rejects.toMatchObject({
      code: "UNKNOWN_LABEL",
      row: 8,
      column: "y",
    });
    expect([source, ...stages, sink].map((stream) => stream.destroyed)).toEqual(
      Array.from({ length: 7 }, () => true),
    );
  });

  it("is destroyed whole by an abort", async () => {
    const abort = new AbortController();
    const supply = new Supply((batch) => {
      if (batch === 50) {
        abort.abort();
      }
      return ["a", "b"];
    });
    const source = supply.stream(1000);
    const stages = fiveStages();
    const sink = drain();
    const [one, two, three, four, five] = stages;
    const run = pipeline(source, one, two, three, four, five, sink, { signal: abort.signal });
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect([source, ...stages, sink].map((stream) => stream.destroyed)).toEqual(
      Array.from({ length: 7 }, () => true),
    );
  });

  it("hands on every batch in order, and counts the rows", async () => {
    const [one, two, three, four] = fiveStages();
    const told: number[] = [];
    const tally = new RowTally(({ rows }) => told.push(rows));
    const chain = [one, two, three, four, tally].reduce<Readable>(
      (before, stage) => before.pipe(stage),
      new Supply().stream(4),
    );
    const batches = (await chain.toArray()) as Batch[];
    expect(batches.map((batch) => batch.firstRow)).toEqual([0, 2, 4, 6]);
    expect(told).toEqual([2, 4, 6, 8]);
    expect(tally.rows).toBe(8);
  });

  it("ends in drain() without a reader", async () => {
    const [one, two] = fiveStages();
    await pipeline(new Supply().stream(100), one, two, drain());
    expect((one as OneHotEncoder).result.rows).toBe(200);
  });
});
