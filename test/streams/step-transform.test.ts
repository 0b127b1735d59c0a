import { Readable, Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StepTransform } from "../../src/streams/step-transform.js";

const OBJECTS = { readableObjectMode: true, writableObjectMode: true };

/** Gives each number's copies, and at the end how many numbers there were. */
class Repeat extends StepTransform<number, number> {
  made = 0;
  #inputs = 0;

  constructor() {
    super(OBJECTS);
  }

  protected override *step(count: number): Iterable<number> {
    this.#inputs++;
    if (count < 0) {
      throw new RangeError(`found ${count}`);
    }
    for (let copy = 0; copy < count; copy++) {
      this.made++;
      yield count;
    }
  }

  protected override *finish(): Iterable<number> {
    yield 1000 + this.#inputs;
  }
}

class FailingEnd extends StepTransform<number, number> {
  constructor() {
    super(OBJECTS);
  }

  protected override step(): Iterable<number> {
    return [];
  }

  protected override finish(): Iterable<number> {
    throw new RangeError("at the end");
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await setImmediate();
  }
}

describe("StepTransform", () => {
  it("holds one chunk on both sides", () => {
    const step = new Repeat();
    expect([step.readableHighWaterMark, step.writableHighWaterMark]).toEqual([1, 1]);
  });

  it("gives all outputs of all inputs in order, and what finish has to say", async () => {
    const counts = fc.array(fc.nat({ max: 5 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(counts, fc.boolean(), async (inputs, isSlow) => {
        const outputs: number[] = [];
        const step = Readable.from(inputs).pipe(new Repeat());
        for await (const output of step) {
          outputs.push(output as number);
          await (isSlow ? setImmediate() : undefined);
        }
        const copies = inputs.flatMap((count) => Array.from({ length: count }, () => count));
        expect(outputs).toEqual([...copies, 1000 + inputs.length]);
      }),
      { numRuns: 50 },
    );
  });

  it("waits between two outputs of one input until the reader wants more", async () => {
    const step = new Repeat();
    step.end(1000);
    await settled();
    expect(step.made).toBeLessThanOrEqual(2);
    expect(step.read()).toBe(1000);
    expect(step.read()).toBe(1000);
    await settled();
    expect(step.made).toBeLessThanOrEqual(4);
    step.destroy();
  });

  it("goes on after inputs that give nothing", async () => {
    const outputs = await Readable.from([0, 0, 0, 2, 0, 0]).pipe(new Repeat()).toArray();
    expect(outputs).toEqual([2, 2, 1006]);
  });

  it("ends a chain with the error of a step, and with that of the end", async () => {
    const source = Readable.from([2, -1, 2]);
    const sink = new Writable({ objectMode: true, write: (_chunk, _encoding, done) => done() });
    await expect(pipeline(source, new Repeat(), sink)).rejects.toThrow("found -1");
    expect([source.destroyed, sink.destroyed]).toEqual([true, true]);
    const end = new FailingEnd();
    end.end(1);
    end.resume();
    await expect(finished(end)).rejects.toThrow("at the end");
  });

  it("makes no more once it is destroyed amid its outputs", async () => {
    const step = new Repeat();
    step.write(1000);
    await settled();
    step.read();
    step.destroy();
    const { made } = step;
    await settled();
    expect(step.made).toBe(made);
  });
});
