import { describe, expect, it } from "vitest";
import { Batch } from "../../src/batch.js";
import { Smoother } from "../../src/smoothing/smoother.js";
import { CodedTargets, DenseTargets, type Targets } from "../../src/targets.js";
import { textColumn } from "../columns-from.js";
import { decode, encode as arrowBytes, faultOf, tableOf } from "./arrow/arrow-bytes.js";
import { encode as csvText } from "./csv/encoding.js";

const CLASSES = ["no", "yes"];

function batchOf(targets: Targets, classNames: readonly string[] = CLASSES): Batch {
  const names = Array.from({ length: targets.rows }, (_, row) => `r${row}`);
  const columns = [textColumn("id", names)];
  return new Batch({ rows: targets.rows, firstRow: 0, columns, targets, classNames });
}

/** With ε = 0.25 of two classes: 0.875 for the class of the row, 0.125 for the other. */
function coded(): Targets {
  const targets = new CodedTargets(2, Int32Array.of(1, 0, -1));
  return new Smoother({ method: "uniform", epsilon: 0.25 }, targets).apply(targets);
}

function dense(): Targets {
  const values = Float64Array.of(0.125, 0.875, 0.875, 0.125, Number.NaN, Number.NaN);
  return new DenseTargets(2, values, { missing: Uint8Array.of(0, 0, 1) });
}

describe.each([
  ["coded", coded],
  ["dense", dense],
])("one of two classes, of %s targets,", (_name, targets) => {
  it("is one field of CSV, empty where there is no target", async () => {
    const text = await csvText([batchOf(targets())], { targets: { positive: "yes" } });
    expect(text).toBe("id,soft_target\nr0,0.875\nr1,0.125\nr2,\n");
    const other = await csvText([batchOf(targets())], { targets: { positive: "no", name: "p" } });
    expect(other).toBe("id,p\nr0,0.125\nr1,0.875\nr2,\n");
  });

  it("is one column of Arrow, null where there is no target", async () => {
    const output = { positive: "yes", dtype: "float64" } as const;
    const bytes = await arrowBytes([batchOf(targets())], { targets: output });
    expect(tableOf(await decode(bytes))).toEqual([
      expect.objectContaining({ values: ["r0", "r1", "r2"] }),
      {
        field: { name: "soft_target", type: { kind: "float", bits: 64 }, nullable: true },
        values: [0.875, 0.125, null],
      },
    ]);
  });
});

describe("one of two classes", () => {
  it("may come with the class index of the row", async () => {
    const targets = { positive: "yes", codes: "code" };
    expect(await csvText([batchOf(coded())], { targets })).toBe(
      "id,soft_target,code\nr0,0.875,1\nr1,0.125,0\nr2,,\n",
    );
  });

  it.each([
    ["of three", ["no", "yes", "maybe"], {}, "POSITIVE_CLASSES"],
    ["of one", ["yes"], {}, "POSITIVE_CLASSES"],
    ["that is none of them", ["no", "maybe"], {}, "UNKNOWN_CLASS"],
    ["in a list", CLASSES, { layout: "list" }, "CONFLICT"],
    ["in long rows", CLASSES, { layout: "long" }, "CONFLICT"],
  ] as const)("is refused %s", async (_name, names, asked, code) => {
    const batch = batchOf(new CodedTargets(names.length, Int32Array.of(0)), names);
    for (const write of [csvText, arrowBytes]) {
      const work = write([batch], { targets: { positive: "yes", ...asked } });
      expect((await faultOf(work)).code).toBe(code);
    }
  });

  it("that is misspelt is told what it may have been", async () => {
    const fault = await faultOf(csvText([batchOf(coded())], { targets: { positive: "Yess" } }));
    expect(fault.message).toBe('`positive`: "Yess" is none of the 2 classes (no, yes)');
    expect(fault.hint).toBe('Did you mean "yes"?');
  });
});
