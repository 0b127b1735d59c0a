import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { AwaitingTransform } from "../../src/streams/awaiting-transform.js";

/** Gives each number so many times. */
class Repeater extends AwaitingTransform<number, number> {
  made = 0;
  finished = false;

  constructor(readonly times: number) {
    super();
  }

  protected override async *step(input: number): AsyncGenerator<number, void, undefined> {
    for (let time = 0; time < this.times; time++) {
      await turn();
      this.made++;
      yield input;
    }
  }

  protected override async finish(): Promise<void> {
    await turn();
    this.finished = true;
  }
}

describe("an AwaitingTransform", () => {
  it.each([0, 1, 3])("gives all outputs of %i for each input, then finishes", async (times) => {
    const stage = new Repeater(times);
    const out = await Readable.from([1, 2, 3]).compose(stage).toArray();
    expect(out).toEqual([1, 2, 3].flatMap((each) => Array.from({ length: times }, () => each)));
    expect(stage.finished).toBe(true);
  });

  it("makes no more than its reader takes", async () => {
    const stage = new Repeater(1000);
    let taken = 0;
    const sink = new Writable({
      objectMode: true,
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        taken++;
        if (taken < 5) {
          done();
        }
      },
    });
    const abort = new AbortController();
    const run = pipeline(Readable.from([1, 2]), stage, sink, { signal: abort.signal });
    for (let time = 0; time < 50; time++) {
      await turn();
    }
    expect(taken).toBe(5);
    expect(stage.made).toBeLessThan(10);
    abort.abort();
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    const { made } = stage;
    await turn();
    await turn();
    expect(stage.made).toBeLessThanOrEqual(made + 1);
  });

  it("fails with what a step or the end fails with", async () => {
    class Failing extends Repeater {
      protected override finish(): Promise<void> {
        return Promise.reject(new RangeError("at the end"));
      }
    }
    await expect(Readable.from([1]).compose(new Failing(1)).toArray()).rejects.toThrow(
      "at the end",
    );
  });
});
