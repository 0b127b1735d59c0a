import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch, Column } from "../../src/batch.js";
import { sliceBatch } from "../../src/columns.js";
import { CsvDecoder } from "../../src/formats/csv/decode.js";
import { drain } from "../../src/stages/drain.js";
import { JoinPredictions, type JoinPredictionsOptions } from "../../src/stages/join-predictions.js";
import { CodedTargets, DenseTargets } from "../../src/targets.js";
import {
  batchOf,
  boolColumn,
  fixedColumn,
  fixedListColumn,
  floatColumn,
  intColumn,
  listColumn,
  textColumn,
} from "../columns-from.js";
import { faultIn, faultOf } from "../faults.js";

const NAMES = ["cat", "dog"];

/** Rows of class codes, -1 for rows without a target. */
function labelled(codes: readonly number[], columns: readonly Column[] = []): Batch {
  const own = columns.length === 0 ? [floatColumn("x", codes)] : columns;
  return batchOf(own).withTargets(new CodedTargets(2, Int32Array.from(codes)), NAMES);
}

async function joined(
  batches: readonly Batch[],
  options: JoinPredictionsOptions,
): Promise<(number[] | undefined)[]> {
  const stage = new JoinPredictions(options);
  const out = (await Readable.from(batches).compose(stage).toArray()) as Batch[];
  return out.map(({ predictions }) => predictions && [...predictions.values]);
}

const Z = [floatColumn("z_dog", [1, -2]), floatColumn("z_cat", [3, 4])];

describe("JoinPredictions", () => {
  it("takes columns by the names of the classes, in the order of the classes", async () => {
    expect(await joined([labelled([0, 1], Z)], { select: "z_*" })).toEqual([[3, 1, 4, -2]]);
    expect(await joined([labelled([0, 1], Z)], { select: ["z_cat", "z_dog"] })).toEqual([
      [3, 1, 4, -2],
    ]);
  });

  it("takes columns by position where no name is that of a class", async () => {
    const batch = labelled([0, 1], [floatColumn("a", [1, -2]), floatColumn("b", [3, 4])]);
    expect(await joined([batch], { select: "b,a" })).toEqual([[3, 1, 4, -2]]);
  });

  it("says what it has joined", async () => {
    const stage = new JoinPredictions({ select: "z_*" });
    await pipeline(Readable.from([labelled([0, 1], Z), labelled([1, 0], Z)]), stage, drain());
    expect(stage.result).toEqual({ rows: 4, matched: "name", columns: ["z_cat", "z_dog"] });
  });

  it.each<[string, Column[]]>([
    ["integers", [intColumn("a", "int64", [1n, -2n]), intColumn("b", "uint8", [3, 4])]],
    [
      "float32",
      [
        fixedColumn(
          "a",
          { kind: "float", bits: 32 },
          { data: Float32Array.of(1, -2), present: [true, true] },
        ),
        floatColumn("b", [3, 4]),
      ],
    ],
    [
      "float16",
      [
        // 1 and -2 as NumPy's float16 has them: 0x3c00, 0xc000.
        fixedColumn(
          "a",
          { kind: "float", bits: 16 },
          { data: Uint16Array.of(0x3c00, 0xc000), present: [true, true] },
        ),
        intColumn("b", "int16", [3, 4]),
      ],
    ],
    ["text", [textColumn("a", ["1", " -2.0"]), textColumn("b", ["3e0", "4"])]],
    ["lists", [fixedListColumn("a", floatColumn("item", [1, 3, -2, 4]), { size: 2 })]],
    ["lists of any size", [listColumn("a", floatColumn("item", [9, 1, 3, -2, 4]), [1, 3, 5])]],
    ["lists of integers", [listColumn("a", intColumn("item", "int32", [1, 3, -2, 4]), [0, 2, 4])]],
  ])("reads %s", async (_type, columns) => {
    const select = columns.map(({ field }) => field.name);
    expect(await joined([labelled([0, 1], columns)], { select })).toEqual([[1, 3, -2, 4]]);
  });

  it("reads many columns and rows as they stand", async () => {
    const [rows, classes] = [100, 70];
    const columns = Array.from({ length: classes }, (_, code) =>
      floatColumn(
        `c${code}`,
        Array.from({ length: rows }, (__, row) => row * 1000 + code),
      ),
    );
    const targets = new CodedTargets(classes, new Int32Array(rows));
    const [values] = await joined([batchOf(columns).withTargets(targets)], { select: "c*" });
    expect(values).toEqual(
      Array.from({ length: rows * classes }, (_, at) => {
        return Math.floor(at / classes) * 1000 + (at % classes);
      }),
    );
  });

  it("makes two classes of one column: of a logit beside 0, of a probability beside the rest of 1", async () => {
    const batch = labelled([0, 1], [floatColumn("p", [0.25, -2])]);
    expect(await joined([batch], { select: "p", positive: "dog" })).toEqual([[0, 0.25, 0, -2]]);
    const probs = labelled([0, 1], [floatColumn("p", [0.25, 1])]);
    const options = { select: "p", kind: "probs", positive: "cat" } as const;
    expect(await joined([probs], options)).toEqual([[0.25, 0.75, 1, 0]]);
  });

  it("takes classes that have no names by position", async () => {
    const batch = batchOf([floatColumn("p1", [3]), floatColumn("p2", [4])]);
    const soft = batch.withTargets(new DenseTargets(2, Float64Array.of(0.5, 0.5)));
    expect(await joined([soft], { select: "p*" })).toEqual([[3, 4]]);
  });

  it("allows logits of -Infinity beside others", async () => {
    const batch = labelled([0], [floatColumn("a", [-Infinity]), floatColumn("b", [7])]);
    expect(await joined([batch], { select: "a,b" })).toEqual([[-Infinity, 7]]);
  });

  it("does not look at rows without a target", async () => {
    const lists = listColumn("a", floatColumn("item", [1, 2, Number.NaN]), [0, 2, 3]);
    const [values] = await joined([labelled([0, -1], [lists])], { select: "a", kind: "logits" });
    expect(values).toEqual([1, 2, Number.NaN, Number.NaN]);
    for (const bad of [Number.NaN, null, Infinity]) {
      const columns = [floatColumn("a", [1, bad, 5]), floatColumn("b", [0, bad, 6])];
      const [[first, second, , , ...others]] = (await joined([labelled([0, -1, 1], columns)], {
        select: "a,b",
      })) as [number[]];
      expect([first, second, ...others]).toEqual([1, 0, 5, 6]);
    }
  });

  it.each<[string, (number | null)[], JoinPredictionsOptions["kind"], object]>([
    ["NaN", [Number.NaN, 1], "logits", { message: "a prediction is missing or no number" }],
    ["null", [null, 1], "logits", { message: "a prediction is missing or no number" }],
    ["null", [null, 1], "probs", { message: "a prediction is missing or no number" }],
    [
      "Infinity",
      [Infinity, 1],
      "logits",
      { message: "a logit is Infinity; expected a number below that" },
    ],
    [
      "-Infinity alone",
      [-Infinity, -Infinity],
      "logits",
      { message: "all logits of the row are -Infinity; expected a finite one at least" },
    ],
    [
      "a negative probability",
      [-0.25, 1.25],
      "probs",
      {
        message: "a predicted probability is -0.25; expected a number from 0 to 1",
        hint: 'If the predictions are logits, say `predKind: "logits"`.',
      },
    ],
    ["a probability past 1", [1.25, 0], "probs", { column: "a" }],
    [
      "another sum than 1",
      [0.5, 0.498],
      "probs",
      {
        message: "the predicted probabilities of the row add up to 0.998; expected 1 within 0.001",
      },
    ],
  ])("refuses %s", async (_what, [a, b], kind, fault) => {
    const columns = [floatColumn("a", [0.75, a]), floatColumn("b", [0.25, b])];
    const batch = labelled([0, 1], columns).withOrigin({ file: "p.csv", firstRow: 10 });
    expect(await faultOf(() => joined([batch], { select: "a,b", kind }))).toMatchObject({
      kind: "data",
      code: "BAD_PREDICTION",
      file: "p.csv",
      row: 12,
      column: "a",
      ...fault,
    });
  });

  it("takes probabilities that add up to 1 within a thousandth", async () => {
    const batch = labelled(
      [0, 1],
      [floatColumn("a", [0.5, 0.5]), floatColumn("b", [0.499, 0.501])],
    );
    expect(await joined([batch], { select: "a,b", kind: "probs" })).toHaveLength(1);
  });

  it("takes probabilities of several labels each by itself", async () => {
    const batch = batchOf([floatColumn("a", [0.9, 0.1]), floatColumn("b", [0.8, 0])]);
    const multi = new DenseTargets(2, Float64Array.of(1, 1, 0, 0), { multi: true });
    const targets = batch.withTargets(multi, ["a", "b"]);
    expect(await joined([targets], { select: "a,b", kind: "probs" })).toHaveLength(1);
    expect(await faultOf(() => joined([targets], { select: "a,b" }))).toMatchObject({
      code: "PREDICTION_KIND",
      message: "the predictions of all 2 rows look like probabilities; expected logits",
    });
  });

  it("refuses logits that all look like probabilities, unless they were said to be logits", async () => {
    const [a, b] = [
      [0.5, 0.25],
      [0.5, 0.75],
    ].map((values, at) => floatColumn("ab"[at], values));
    const alike = labelled([0, 1], [a, b]);
    expect(await faultOf(() => joined([alike, alike], { select: "a,b" }))).toMatchObject({
      kind: "usage",
      code: "PREDICTION_KIND",
      message:
        "the predictions of all 4 rows look like probabilities, which add up to 1; expected logits",
      hint: 'Say what they are with `predKind: "probs"` or `predKind: "logits"`: the loss differs.',
    });
    expect(await joined([alike], { select: "a,b", kind: "logits" })).toHaveLength(1);
    expect(await joined([alike], { select: "a,b", kind: "probs" })).toHaveLength(1);
    const other = labelled([0], [floatColumn("a", [0.5]), floatColumn("b", [0.6])]);
    expect(await joined([alike, other], { select: "a,b" })).toHaveLength(2);
    expect(await joined([labelled([-1, -1], [a, b])], { select: "a,b" })).toHaveLength(1);
    expect(await joined([], { select: "a,b" })).toEqual([]);
  });

  it("refuses a list that has not one value for each class", async () => {
    const lists = listColumn("a", floatColumn("item", [1, 2, 3, 4, 5]), [0, 2, 5]);
    expect(await faultOf(() => joined([labelled([0, 1], [lists])], { select: "a" }))).toMatchObject(
      {
        code: "LIST_WIDTH",
        row: 2,
        message: "the list of predictions has 3 values; expected 2, one for each class",
      },
    );
  });

  it.each<[string, Column[], string, string]>([
    ["a column alone", [floatColumn("a", [1])], "a", "PREDICTION_COLUMNS"],
    ["three columns", [..."abc"].map((name) => floatColumn(name, [1])), "a..c", "PREDICTION_COUNT"],
    [
      "a list among others",
      [fixedListColumn("a", floatColumn("item", [1, 2]), { size: 2 }), floatColumn("b", [1])],
      "a,b",
      "PREDICTION_COLUMNS",
    ],
    [
      "lists of another size",
      [fixedListColumn("a", floatColumn("item", [1, 2, 3]), { size: 3 })],
      "a",
      "PREDICTION_COUNT",
    ],
    ["a name in part", [floatColumn("cat", [1]), floatColumn("dg", [1])], "*", "PREDICTION_NAMES"],
    ["an unknown column", [floatColumn("a", [1])], "q", "UNKNOWN_COLUMN"],
  ])("refuses %s", async (_what, columns, select, code) => {
    expect(await faultOf(() => joined([labelled([0], columns)], { select }))).toMatchObject({
      kind: "usage",
      code,
    });
  });

  it("refuses columns that hold no numbers", async () => {
    const struct = boolColumn("a", [true]);
    const date = fixedColumn(
      "b",
      { kind: "date", unit: "day" },
      { data: Int32Array.of(1), present: [true] },
    );
    const batch = labelled([0], [struct, date]);
    expect(await faultOf(() => joined([batch], { select: "a,b" }))).toMatchObject({
      code: "NOT_NUMERIC",
      column: "b",
    });
  });

  it("refuses options that do nothing, and the lack of any", () => {
    expect(faultIn(() => new JoinPredictions({}))).toMatchObject({ code: "MISSING_OPTION" });
    expect(faultIn(() => new JoinPredictions({ select: "a", on: "id" }))).toMatchObject({
      code: "NO_EFFECT",
    });
    expect(
      faultIn(() => new JoinPredictions({ kind: "odds" as never, select: "a" })),
    ).toMatchObject({ code: "BAD_OPTION" });
  });

  it("needs to know the classes", async () => {
    expect(await faultOf(() => joined([batchOf(Z)], { select: "z*" }))).toMatchObject({
      code: "NO_CLASSES",
    });
    expect(await joined([batchOf(Z)], { select: "z*", classes: NAMES })).toEqual([[3, 1, 4, -2]]);
  });
});

/** The same rows in batches that end after these. */
function cut(batch: Batch, ends: readonly number[]): Batch[] {
  const all = [...new Set([...ends.map((end) => end % (batch.rows + 1)), 0, batch.rows])];
  const places = all.toSorted((a, b) => a - b);
  return places.slice(1).map((end, at) => sliceBatch(batch, places[at], end));
}

function csv(text: string): AsyncIterable<Batch> {
  return Readable.from([Buffer.from(text)]).compose(new CsvDecoder()) as AsyncIterable<Batch>;
}

async function* stream(batches: readonly Batch[]): AsyncGenerator<Batch> {
  yield* batches;
}

const KEYS = [3, 1, 4, 15, 9, 2, 6, 5, 35];
const SCORES = batchOf([
  intColumn("id", "int64", KEYS),
  floatColumn(
    "cat",
    KEYS.map((key) => key / 2),
  ),
  floatColumn(
    "dog",
    KEYS.map((key) => -key),
  ),
]);

describe("JoinPredictions, from another stream", () => {
  it("joins row by row, however both are cut into batches", async () => {
    const data = labelled(KEYS.map(() => 1));
    const cuts = fc.array(fc.nat());
    await fc.assert(
      fc.asyncProperty(cuts, cuts, async (dataCuts, scoreCuts) => {
        const source = stream(cut(SCORES, scoreCuts));
        const out = await joined(cut(data, dataCuts), { source, select: "cat,dog" });
        expect(out.flat()).toEqual(KEYS.flatMap((key) => [key / 2, -key]));
      }),
    );
  });

  it("joins by key, whatever the order, and counts what is left over", async () => {
    const wanted = [35, 3, 9];
    const data = labelled([0, 1, 1], [intColumn("image", "int32", wanted)]);
    const stage = new JoinPredictions({ source: stream(cut(SCORES, [2, 5])), on: "image=id" });
    const out = (await Readable.from([data]).compose(stage).toArray()) as Batch[];
    expect([...(out[0].predictions?.values ?? [])]).toEqual(
      wanted.flatMap((key) => [key / 2, -key]),
    );
    expect(stage.result).toMatchObject({ rows: 3, matched: "key", held: { rows: 9, extra: 6 } });
  });

  it.each([
    [32, Float32Array.of(0.1, 3, 7)],
    [64, Float64Array.of(0.1, 3, 7)],
  ] as const)("keeps every digit of float%i by key", async (bits, data) => {
    const present = [true, true, true];
    const names = ["cat", "dog"];
    const values = names.map((name) =>
      fixedColumn(name, { kind: "float", bits }, { data, present }),
    );
    const keys = intColumn("id", "int8", [5, 6, 7]);
    const rows = labelled([0, 1], [intColumn("id", "int8", [7, 5])]);
    const source = stream([batchOf([keys, ...values])]);
    expect(await joined([rows], { source, on: "id" })).toEqual([[7, 7, data[0], data[0]]]);
  });

  it("finds integers of a text, and text of any width", async () => {
    const data = labelled([0, 1], [intColumn("id", "uint8", [7, 8])]);
    const source = csv("id,cat,dog\n8,1,2\nx,0,0\n7,3,4\n");
    expect(await joined([data], { source, on: "id" })).toEqual([[3, 4, 1, 2]]);
    const words = labelled([0, 1], [textColumn("id", ["ä", "b"], "large-utf8")]);
    const others = stream([batchOf([textColumn("id", ["b", "ä"]), ...Z])]);
    expect(await joined([words], { source: others, on: "id" })).toEqual([[4, -2, 3, 1]]);
  });

  it.each([
    [8, "there are 8 rows of predictions for 9 rows of data; expected as many"],
    [0, "there are 0 rows of predictions for 9 rows of data; expected as many"],
  ])("refuses %i rows of predictions for nine", async (rows, message) => {
    const data = labelled(KEYS.map(() => 0));
    const source = stream([sliceBatch(SCORES, 0, rows)]);
    const fault = await faultOf(() => joined(cut(data, [4, 6]), { source, select: "cat,dog" }));
    expect(fault).toMatchObject({ kind: "data", code: "PREDICTION_ROWS", message });
  });

  it.each([0, 3, 5, 8])("refuses nine rows of predictions for %i", async (rows) => {
    const data = rows === 0 ? [] : [labelled(KEYS.slice(0, rows).map(() => 0))];
    const source = stream(cut(SCORES, [3, 8]));
    expect(await faultOf(() => joined(data, { source, select: "cat,dog" }))).toMatchObject({
      code: "PREDICTION_ROWS",
      message: `there are 9 rows of predictions for ${rows} rows of data; expected as many`,
    });
  });

  it("counts and names the keys that have no prediction", async () => {
    const data = [1, 70, 71, 72, 73, 74].map((key) =>
      labelled([0], [intColumn("id", "int8", [key])]),
    );
    expect(await faultOf(() => joined(data, { source: stream([SCORES]), on: "id" }))).toMatchObject(
      {
        kind: "data",
        code: "MISSING_KEY",
        message:
          '5 rows have no prediction: no key of the predictions is "70", "71", "72" and 2 more',
        hint: 'The keys there are such as "3".',
      },
    );
  });

  it("needs none for a row without a target", async () => {
    const data = labelled([0, -1, -1], [intColumn("id", "int8", [1, 70, null])]);
    const [values] = await joined([data], { source: stream([SCORES]), on: "id" });
    expect(values?.slice(0, 2)).toEqual([0.5, -1]);
  });

  it("counts and names keys that are there twice, on either side", async () => {
    const twice = batchOf([textColumn("id", ["a", "b", "a", "b", "a"]), ...fives()]);
    const data = labelled([0, 0], [textColumn("id", ["a", "b"])]);
    expect(
      await faultOf(() => joined([data], { source: stream([twice]), on: "id" })),
    ).toMatchObject({
      code: "REPEATED_KEY",
      column: "id",
      message: '3 rows of predictions have a key that another one has: "a" and "b"',
    });
    const doubled = labelled([0, 0, 1], [intColumn("id", "int8", [9, 3, 9])]);
    expect(
      await faultOf(() => joined([doubled], { source: stream([SCORES]), on: "id" })),
    ).toMatchObject({
      code: "REPEATED_KEY",
      row: 3,
      message: '1 row has a key that a row before it had: "9"',
    });
  });

  it("refuses a row without a key, on either side", async () => {
    const scores = batchOf([textColumn("id", ["a", null]), ...Z]);
    const data = labelled([0, 1], [textColumn("id", ["a", null])]);
    expect(
      await faultOf(() => joined([data], { source: stream([scores]), on: "id" })),
    ).toMatchObject({
      code: "MISSING_KEY",
      row: 2,
      message: "the key of a row of predictions is missing",
    });
    const whole = batchOf([textColumn("id", ["a", "b"]), ...Z]);
    expect(
      await faultOf(() => joined([data], { source: stream([whole]), on: "id" })),
    ).toMatchObject({
      code: "MISSING_KEY",
      row: 2,
      column: "id",
      message: "the key of the row is missing",
    });
  });

  it("refuses keys of another type, and what cannot be a key", async () => {
    const data = labelled([0, 1], [textColumn("id", ["3", "1"])]);
    expect(
      await faultOf(() => joined([data], { source: stream([SCORES]), on: "id" })),
    ).toMatchObject({
      kind: "usage",
      code: "KEY_TYPE",
      message:
        '`on`: the keys in "id" are text, and those of the predictions in "id" are whole numbers; expected the same',
    });
    const floats = labelled([0, 1], [floatColumn("id", [3, 1])]);
    expect(
      await faultOf(() => joined([floats], { source: stream([SCORES]), on: "id" })),
    ).toMatchObject({ code: "KEY_TYPE", column: "id" });
  });

  it("names the row of the predictions that a fault is in", async () => {
    const bad = batchOf([
      intColumn("id", "int8", [3, 1]),
      floatColumn("cat", [0, Number.NaN]),
      floatColumn("dog", [0, 0]),
    ]).withOrigin({ file: "preds.arrow", firstRow: 0 });
    const data = labelled([0, 1], [intColumn("id", "int8", [1, 3])]);
    const place = { code: "BAD_PREDICTION", file: "preds.arrow", row: 2, column: "cat" };
    expect(await faultOf(() => joined([data], { source: stream([bad]), on: "id" }))).toMatchObject(
      place,
    );
    expect(
      await faultOf(() => joined(cut(data, [1]), { source: stream([bad]), select: "cat,dog" })),
    ).toMatchObject(place);
  });

  it("lets go of the other stream when it is destroyed", async () => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<Batch> {
      try {
        for (;;) {
          yield SCORES;
        }
      } finally {
        isClosed = true;
      }
    }
    const stage = new JoinPredictions({ source: endless(), select: "cat,dog" });
    const broken = Readable.from(breaking());
    await expect(pipeline(broken, stage, drain())).rejects.toThrow("the source broke");
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(isClosed).toBe(true);
  });
});

function* breaking(): Generator<Batch> {
  yield labelled(KEYS.map(() => 0));
  throw new RangeError("the source broke");
}

function fives(): Column[] {
  return ["cat", "dog"].map((name) => floatColumn(name, [1, 2, 3, 4, 5]));
}
