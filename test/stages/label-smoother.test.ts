import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { Batch } from "../../src/batch.js";
import { LabelSmoother } from "../../src/stages/label-smoother.js";
import { OneHotEncoder } from "../../src/stages/one-hot-encoder.js";
import { SoftTargetReader } from "../../src/stages/soft-target-reader.js";
import { DenseTargets } from "../../src/targets.js";
import { batchOf, floatColumn, intColumn, textColumn } from "../columns-from.js";
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

  it("takes values by class in class order, and by name where the batch knows names", async () => {
    const encoder = { label: "y", numClasses: 2 } as const;
    const [one, zero] = ["1", "0"];
    for (const prior of [[0.75, 0.25], { [one]: 0.25, [zero]: 0.75 }]) {
      const smoother = new LabelSmoother({ method: "prior", prior, epsilon: 0.5 });
      const zeros = batchOf([intColumn("y", "int64", [0n, 1n])]);
      const targets = await targetsOf(zeros, new OneHotEncoder(encoder), smoother);
      expect([...targets]).toEqual([0.875, 0.125, 0.375, 0.625]);
    }
  });

  it("smooths by a matrix, by distance and by class", async () => {
    const zeros = batchOf([intColumn("y", "int64", [0n, 2n])]);
    const smoothed = (smoother: LabelSmoother): Promise<Float64Array> =>
      targetsOf(zeros, new OneHotEncoder({ label: "y", numClasses: 3 }), smoother);
    const matrix = [
      [0, 1, 0],
      [0, 1, 0],
      [0.5, 0, 0.5],
    ];
    const through = new LabelSmoother({ method: "matrix", matrix, epsilon: 0.5 });
    expect([...(await smoothed(through))]).toEqual([0.5, 0.5, 0, 0.25, 0, 0.75]);
    // A narrow Gaussian reaches the neighbours alone.
    const near = new LabelSmoother({ method: "ordinal", sigma: 0.01, epsilon: 0.25 });
    expect([...(await smoothed(near))]).toEqual([0.75, 0.25, 0, 0, 0.25, 0.75]);
    const byClass = new LabelSmoother({ classEpsilons: [0.75, 0, 0] });
    expect([...(await smoothed(byClass))]).toEqual([0.5, 0.25, 0.25, 0, 0, 1]);
  });

  it("takes the epsilon of each row from a column, and none from a row without a target", async () => {
    const rows = batchOf([
      intColumn("y", "int64", [0n, 1n, -1n, 1n]),
      floatColumn("e", [0.5, 0, null, 1]),
    ]);
    const encoder = new OneHotEncoder({ label: "y", numClasses: 2, ignoreIndex: -1 });
    const targets = await targetsOf(rows, encoder, new LabelSmoother({ epsilonColumn: "e" }));
    const none = Number.NaN;
    expect([...targets]).toEqual([0.75, 0.25, 0, 1, none, none, 0.5, 0.5]);
  });

  it.each([
    [floatColumn("e", [0.5, null]), "BAD_EPSILON", 2],
    [floatColumn("e", [0.5, 1.5]), "BAD_EPSILON", 2],
    [floatColumn("e", [-0.5, 1]), "BAD_EPSILON", 1],
    [floatColumn("e", [Number.NaN, 1]), "BAD_EPSILON", 1],
    [textColumn("e", ["0.5", "high"]), "BAD_EPSILON", 2],
    [textColumn("f", ["0.5", "0.5"]), "UNKNOWN_COLUMN", undefined],
  ])("names the row of an epsilon that is none: %#", async (column, code, row) => {
    const rows = batchOf([intColumn("y", "int64", [0n, 1n]), column]);
    const encoder = new OneHotEncoder({ label: "y", numClasses: 2 });
    const smoother = new LabelSmoother({ epsilonColumn: "e" });
    expect(await faultOf(() => targetsOf(rows, encoder, smoother))).toMatchObject({ code, row });
  });

  it("keeps a batch of lists that has no row and no width", async () => {
    const empty = new Batch({ rows: 0, firstRow: 0, columns: [] });
    const smoother = new LabelSmoother({ method: "prior", prior: [0.5, 0.5] });
    const chain = Readable.from([empty.withTargets(new DenseTargets(0, new Float64Array(0)))]).pipe(
      smoother,
    );
    expect(((await chain.toArray()) as Batch[])[0].targets?.rows).toBe(0);
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
