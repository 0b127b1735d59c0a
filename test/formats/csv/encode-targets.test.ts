import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../../src/batch.js";
import { CodedTargets, DenseTargets, type TargetOutput, TwoValues } from "../../../src/targets.js";
import { textColumn } from "../../columns-from.js";
import { batchOf, encode } from "./encoding.js";

const OUTPUT: TargetOutput = {
  layout: "columns",
  dtype: "float32",
  name: "q",
  classes: ["x", "y", "z"],
};

function coded(codes: readonly number[], on: number, off: number): Batch {
  const column = textColumn(
    "id",
    codes.map((_, row) => `r${row}`),
  );
  return batchOf([column], new CodedTargets(3, Int32Array.from(codes), new TwoValues(3, on, off)));
}

function dense(values: readonly number[], classes = 3): Batch {
  const column = textColumn(
    "id",
    Array.from({ length: values.length / classes }, (_, row) => `r${row}`),
  );
  return batchOf([column], new DenseTargets(classes, Float64Array.from(values)));
}

describe("coded targets", () => {
  it("are one field a class", async () => {
    expect(await encode([coded([2, 0, 1], 0.92, 0.04)], { targets: OUTPUT })).toBe(
      "id,q_x,q_y,q_z\nr0,0.04,0.04,0.92\nr1,0.92,0.04,0.04\nr2,0.04,0.92,0.04\n",
    );
  });

  it("are named after class numbers where no names are given", async () => {
    expect(await encode([coded([1], 1, 0)])).toBe(
      "id,soft_target_0,soft_target_1,soft_target_2\nr0,0,1,0\n",
    );
  });

  it.each(["list", "fixed-list"] as const)("are one JSON array as %s", async (layout) => {
    expect(await encode([coded([2], 0.92, 0.04)], { targets: { ...OUTPUT, layout } })).toBe(
      'id,q\nr0,"[0.04,0.04,0.92]"\n',
    );
  });

  it("come with the class index where it has a name", async () => {
    expect(await encode([coded([2], 1, 0)], { targets: { ...OUTPUT, codes: "class" } })).toBe(
      "id,q_x,q_y,q_z,class\nr0,0,0,1,2\n",
    );
  });

  it("may be the class index alone", async () => {
    const targets = { ...OUTPUT, layout: "none", codes: "class" } as const;
    expect(await encode([coded([2, 0], 1, 0)], { targets })).toBe("id,class\nr0,2\nr1,0\n");
  });

  it("may be left out", async () => {
    expect(await encode([coded([2], 1, 0)], { targets: { ...OUTPUT, layout: "none" } })).toBe(
      "id\nr0\n",
    );
  });

  it("quote names that need it", async () => {
    const targets = { ...OUTPUT, classes: ["a,b", 'c"', "d\n"] };
    expect(await encode([coded([], 1, 0)], { targets })).toBe('id,"q_a,b","q_c""","q_d\n"\n');
  });

  it("of a single class are one field", async () => {
    const batch = batchOf(
      [textColumn("id", ["r"])],
      new CodedTargets(1, Int32Array.of(0), new TwoValues(1, 1, 1)),
    );
    expect(await encode([batch])).toBe("id,soft_target_0\nr,1\n");
  });

  it("may change their two numbers from batch to batch", async () => {
    const batches = [coded([0], 1, 0), coded([0], 1, 0.25), coded([0], 0.5, 0.25)];
    expect(await encode(batches, { targets: OUTPUT })).toBe(
      "id,q_x,q_y,q_z\nr0,1,0,0\nr0,1,0.25,0.25\nr0,0.5,0.25,0.25\n",
    );
  });

  it("of more classes than are kept ready are the same as spelled out", async () => {
    const classes = 3000;
    const codes = Int32Array.from({ length: 200 }, (_, row) => (row * 701) % classes);
    const targets = new CodedTargets(classes, codes, new TwoValues(classes, 0.9, 0.1 / 2999));
    const column = textColumn(
      "id",
      Array.from(codes, () => "7"),
    );
    const spelled = batchOf([column], new DenseTargets(classes, targets.dense()));
    const text = await encode([batchOf([column], targets)]);
    expect(text === (await encode([spelled]))).toBe(true);
    const [, row] = text.split("\n");
    // NumPy: np.float32(0.1 / 2999) is 3.3344448e-05
    expect(row.split(",").map(Number)).toEqual([
      7,
      ...Array.from({ length: classes }, (_, index) => (index === codes[0] ? 0.9 : 0.000033344448)),
    ]);
  });
});

describe("dense targets", () => {
  it.each([
    ["float32", "0.33333334,0.1,0.56666666"],
    ["float64", "0.3333333333333333,0.1,0.5666666666666667"],
    // NumPy: np.float16(1/3) is 0.3333, np.float16(0.1) is 0.1, np.float16(17/30) is 0.567
    ["float16", "0.3333,0.1,0.567"],
  ] as const)("are the shortest decimals of a %s", async (dtype, numbers) => {
    const batch = dense([1 / 3, 0.1, 17 / 30]);
    expect(await encode([batch], { targets: { ...OUTPUT, dtype } })).toBe(
      `id,q_x,q_y,q_z\nr0,${numbers}\n`,
    );
  });

  it("read back to the same float32", async () => {
    const row = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1 }), async (rows) => {
        const text = await encode([dense(rows.flat())], { targets: OUTPUT });
        const read = text
          .split("\n")
          .slice(1, -1)
          .map((line) => line.split(",").slice(1).map(Number).map(Math.fround));
        expect(read).toEqual(rows.map((values) => values.map((value) => Math.fround(value) + 0)));
      }),
      { numRuns: 50 },
    );
  });

  it("are one JSON array as a list", async () => {
    const targets = { ...OUTPUT, layout: "list" } as const;
    expect(await encode([dense([0.5, 0.25, 0.25])], { targets })).toBe(
      'id,q\nr0,"[0.5,0.25,0.25]"\n',
    );
  });

  it("have no class index", async () => {
    await expect(
      encode([dense([1, 0, 0])], { targets: { ...OUTPUT, codes: "class" } }),
    ).rejects.toMatchObject({ code: "NO_CLASS_INDEX", kind: "usage" });
  });

  it("of another number of classes than there are names are refused", async () => {
    await expect(encode([dense([1, 0], 2)], { targets: OUTPUT })).rejects.toMatchObject({
      code: "CLASS_COUNT",
      message: "found targets of 2 classes, but 3 class names",
    });
  });
});

describe("targets in dialects where numbers are not only numbers", () => {
  it("are quoted where they look like null", async () => {
    const options = { targets: OUTPUT, dialect: { nullText: "0" } };
    const rows = 'id,q_x,q_y,q_z\nr0,1,"0","0"\n';
    expect(await encode([coded([0], 1, 0)], options)).toBe(rows);
    expect(await encode([dense([1, 0, 0])], options)).toBe(rows);
  });

  it("are quoted where the delimiter is part of them", async () => {
    const options = { targets: { ...OUTPUT, codes: "class" }, dialect: { delimiter: "." } };
    expect(await encode([coded([1], 0.5, 0.25)], options)).toBe(
      'id.q_x.q_y.q_z.class\nr0."0.25"."0.5"."0.25".1\n',
    );
  });

  it("are lists without quotes where the delimiter is no comma", async () => {
    const targets = { ...OUTPUT, layout: "list" } as const;
    expect(await encode([coded([0], 1, 0)], { targets, dialect: { delimiter: "\t" } })).toBe(
      "id\tq\nr0\t[1,0,0]\n",
    );
  });

  it("cannot be lists between commas without a quote", async () => {
    const targets = { ...OUTPUT, layout: "list" } as const;
    await expect(
      encode([coded([0], 1, 0)], { targets, dialect: { quote: "" } }),
    ).rejects.toMatchObject({ code: "UNQUOTABLE", kind: "data" });
  });
});
