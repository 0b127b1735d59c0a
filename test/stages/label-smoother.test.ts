import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/batch.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import { OneHotEncoder } from "../../src/stages/one-hot-encoder.js";
import { SoftTargetReader } from "../../src/stages/soft-target-reader.js";
import { batchOf, floatColumn, intColumn } from "../columns-from.js";
import { faultIn, faultOf } from "../faults.js";

async function targetsOf(
  batch: Batch,
  ...stages: (OneHotEncoder | SoftTargetReader | LabelSmoother)[]
): Promise<Float64Array> {
  const last = stages.reduce<Readable>((chain, stage) => chain.pipe(stage), Readable.from([batch]));
  const [out] = (await last.toArray()) as Batch[];
  return out.targets?.dense() ?? new Float64Array(0);
}

describe("LabelSmoother", () => {
  const index = batchOf([intColumn("y", "int64", [2n])]);
  const oneHot = batchOf([0, 0, 1, 0, 0].map((value, at) => floatColumn(`p${at}`, [value])));

  it("gives the textbook's targets from index 2, in float64 and in float32", async () => {
    const targets = await targetsOf(
      index,
      new OneHotEncoder({ label: "y", numClasses: 5 }),
      new LabelSmoother({ epsilon: 0.1 }),
    );
    expect([...targets]).toEqual([0.02, 0.02, 0.92, 0.02, 0.02]);
    expect(Float32Array.from(targets)).toEqual(Float32Array.of(0.02, 0.02, 0.92, 0.02, 0.02));
  });

  it("gives the textbook's targets from one-hot columns, in float64 and in float32", async () => {
    const targets = await targetsOf(
      oneHot,
      new SoftTargetReader({ columns: "p0..p4" }),
      new LabelSmoother({ epsilon: 0.1 }),
    );
    expect([...targets]).toEqual([0.02, 0.02, 0.92, 0.02, 0.02]);
    expect(Float32Array.from(targets)).toEqual(Float32Array.of(0.02, 0.02, 0.92, 0.02, 0.02));
  });

  it("smooths uniformly by 0.1 where nothing is said", async () => {
    const targets = await targetsOf(
      index,
      new OneHotEncoder({ label: "y", numClasses: 5 }),
      new LabelSmoother(),
    );
    expect([...targets]).toEqual([0.02, 0.02, 0.92, 0.02, 0.02]);
  });

  it("smooths to the other classes alone", async () => {
    const smoother = new LabelSmoother({ method: "others", epsilon: 0.4 });
    const targets = await targetsOf(
      index,
      new OneHotEncoder({ label: "y", numClasses: 5 }),
      smoother,
    );
    expect([...targets]).toEqual([0.1, 0.1, 0.6, 0.1, 0.1]);
  });

  it("applied twice amounts to 1 − (1 − 0.5)(1 − 0.5)", async () => {
    const halves = [0.5, 0.5].map((epsilon) => new LabelSmoother({ epsilon }));
    const targets = await targetsOf(
      index,
      new OneHotEncoder({ label: "y", numClasses: 4 }),
      ...halves,
    );
    expect([...targets]).toEqual([0.1875, 0.1875, 0.4375, 0.1875]);
  });

  it("needs targets", async () => {
    expect(await faultOf(() => targetsOf(index, new LabelSmoother()))).toMatchObject({
      kind: "usage",
      code: "NO_TARGETS",
      hint: expect.stringContaining("OneHotEncoder"),
    });
  });

  it.each([1.5, -0.1, Number.NaN])("is not made with epsilon %s", (epsilon) => {
    expect(faultIn(() => new LabelSmoother({ epsilon })).code).toBe("BAD_EPSILON");
  });

  it("is not made with a method there is not", () => {
    const method = "unifrom" as "uniform";
    expect(faultIn(() => new LabelSmoother({ method })).code).toBe("UNKNOWN_VALUE");
  });
});
