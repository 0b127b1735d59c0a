import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Batch, type Column } from "../../src/batch.js";
import type { Warning } from "../../src/errors.js";
import { smoothDataset } from "../../src/pipeline.js";
import type { SmoothOptions } from "../../src/plan/settings.js";
import { planDataset } from "../../src/run/plan-dataset.js";
import type { Summary } from "../../src/summary/summary.js";
import { fixedListColumn, floatColumn, intColumn, textColumn } from "../columns-from.js";
import { faultOf } from "../faults.js";
import { encode } from "../formats/arrow/arrow-bytes.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const DATA = "id,y,z_dog,z_cat\n7,cat, 0.50,2\n8,dog,1e1,-inf\n9,cat,+3,4.\n";
const PREDICTIONS = "id,cat,dog\n9,1,2\n7,3,4\n8,5,6\n";

interface Run {
  readonly summary: Summary;
  readonly output: string;
  readonly notices: readonly string[];
}

/** A text without its last column, which is the loss where no targets are written. */
function withoutLoss(text: string): string {
  return text.replaceAll(/[,\t][^,\t\n]*$/gmu, "");
}

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs in a folder with these files, of which `in` with any extension is the input. */
async function run(files: Files, options: Partial<SmoothOptions>): Promise<Run> {
  const { input, at } = written(files);
  const output = at("out.csv");
  const notices: string[] = [];
  const onNotice = ({ code }: Warning): number => notices.push(code);
  const summary = await smoothDataset({ input, output, onNotice, ...placed(options, at) });
  return { summary, output: readFileSync(output, "utf8"), notices };
}

function written(files: Files): { input: string; at: (name: string) => string } {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(at(name), content);
  }
  return { input: at(Object.keys(files).find((name) => name.startsWith("in.")) ?? ""), at };
}

function placed(
  { predFile, ...options }: Partial<SmoothOptions>,
  at: (name: string) => string,
): Partial<SmoothOptions> {
  return typeof predFile === "string" ? { ...options, predFile: at(predFile) } : options;
}

function arrow(columns: readonly Column[]): Promise<Uint8Array> {
  return encode([new Batch({ rows: columns[0].length, firstRow: 0, columns })]);
}

/** The bytes that NumPy writes of float64 rows. */
function npy(rows: readonly (readonly number[])[]): Buffer {
  const shape = `(${rows.length}, ${rows[0].length})`;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
  const start = Buffer.from(`\u0093NUMPY\u0001\0v\0${header}\n`, "latin1");
  return Buffer.concat([start, Buffer.from(Float64Array.from(rows.flat()).buffer)]);
}

describe("predictions in the columns of CSV", () => {
  it("are read while every byte of the rows is copied", async () => {
    const { output, summary } = await run({ "in.csv": DATA }, { pred: "z_*", layout: "none" });
    expect(withoutLoss(output)).toBe(DATA);
    expect(summary.predictions).toEqual({
      columns: ["z_cat", "z_dog"],
      kind: "logits",
      matched: "name",
    });
  });

  it("are read where they are dropped, or printed again", async () => {
    const dropped = await run({ "in.csv": DATA }, { pred: "z_*", layout: "none", drop: "z_*" });
    expect(withoutLoss(dropped.output)).toBe("id,y\n7,cat\n8,dog\n9,cat\n");
    const { at, input } = written({ "in.csv": DATA });
    await smoothDataset({ input, output: at("out.tsv"), pred: "z_*", layout: "none" });
    expect(withoutLoss(readFileSync(at("out.tsv"), "utf8"))).toBe(DATA.replaceAll(",", "\t"));
  });

  it("are read on the way to Arrow, written or not", async () => {
    for (const drop of [undefined, "z_*"]) {
      const { at, input } = written({ "in.csv": DATA.replace("+3", "3") });
      const summary = await smoothDataset({ input, output: at("o.arrow"), pred: "z_*", drop });
      expect(summary.predictions?.matched).toBe("name");
      const names = tableFromIPC(readFileSync(at("o.arrow"))).schema.fields.map(({ name }) => name);
      expect(names.includes("z_cat")).toBe(drop === undefined);
    }
  });

  it("are read from a stream", async () => {
    const { at } = written({});
    const input = Readable.from([Buffer.from(DATA)]);
    const summary = await smoothDataset({ input, output: at("out.csv"), pred: "z_*" });
    expect(summary.rows.written).toBe(3);
  });

  it.each([
    ["x", "z_dog"],
    ["", "z_dog"],
    ["nan", "z_dog"],
    ["inf", "z_dog"],
    ["0x10", "z_dog"],
  ])("that are %j are refused, unless the row is ignored", async (cell, column) => {
    const files = { "in.csv": DATA.replace("1e1", cell) };
    expect(await faultOf(() => run(files, { pred: "z_*" }))).toMatchObject({
      code: "BAD_PREDICTION",
      row: 2,
      line: 3,
      column,
    });
    const ignoring = { pred: "z_*", ignoreLabel: "dog", classes: ["cat", "cow"] };
    const others = { "in.csv": files["in.csv"].replace("z_dog", "z_cow") };
    expect((await run(others, ignoring)).summary.rows).toMatchObject({ ignored: 1, written: 3 });
  });

  it("add classes that no row has", async () => {
    const files = {
      "in.csv": DATA.replace("z_dog,z_cat", "z_dog,z_cat,z_ant").replaceAll(
        /\d\n|inf\n|\.\n/gu,
        (end) => `${end.trim()},1\n`,
      ),
    };
    const { output, summary, notices } = await run(files, { pred: "z_*", epsilon: 0 });
    expect(summary.classes).toEqual([
      { name: "ant", count: 0 },
      { name: "cat", count: 2 },
      { name: "dog", count: 1 },
    ]);
    expect(output.split("\n")[1]).toMatch(/,0,1,0$/u);
    expect(notices).toContain("CLASSES_EXTENDED");
    expect(await faultOf(() => run(files, { pred: "z_*", classes: ["cat", "dog"] }))).toMatchObject(
      { code: "PREDICTION_NAMES" },
    );
  });

  it("are not taken for labels", async () => {
    const files = { "in.csv": "a,b,x,z\n1,2,cat,3\n" };
    expect(await faultOf(() => run(files, { pred: "a,b,z" }))).toMatchObject({
      code: "NO_LABEL",
      message:
        'no column is named label, target, class or y, and the column "z", which is the last one, is taken for predictions',
    });
    expect(await faultOf(() => run(files, { pred: "*", label: "x" }))).toMatchObject({
      code: "PREDICTION_COLUMNS",
      column: "x",
    });
    const { summary } = await run({ "in.csv": "y0,y1,y\n1,2,0\n3,4,1\n" }, { pred: "y0,y1" });
    expect(summary).toMatchObject({ label: "y", predictions: { matched: "name" } });
  });

  it("of one of two classes need its name", async () => {
    const files = { "in.csv": "p,y\n0.25,a\n0.75,b\n" };
    const options = { pred: "p", predKind: "probs" };
    expect(await faultOf(() => run(files, options))).toMatchObject({
      code: "PREDICTION_COLUMNS",
      hint: "If it is for one of two classes, say for which with `positive`.",
    });
    const { summary } = await run(files, { ...options, positive: "b" });
    expect(summary.predictions).toEqual({ columns: ["p"], kind: "probs", matched: "name" });
  });

  it("are in the plan", async () => {
    const { input } = written({ "in.csv": DATA });
    const plan = await planDataset({ input, pred: "z_*" });
    expect(plan.predictions).toMatchObject({ columns: ["z_cat", "z_dog"], kindFrom: "default" });
    expect(plan.decode.fields.map(({ index }) => index)).toEqual([2, 3]);
  });
});

describe("predictions in columns of Arrow", () => {
  it("are numbers, or a list", async () => {
    const lists = fixedListColumn("z", floatColumn("item", [1, 2, 3, 4]), { size: 2 });
    const columns = [textColumn("y", ["a", "b"]), lists];
    const { summary } = await run(
      { "in.arrow": await arrow(columns) },
      { pred: "z", drop: "z", to: "csv" },
    );
    expect(summary.predictions).toEqual({ columns: ["z"], kind: "logits", matched: "position" });
  });

  it("have an order that could not be another one", async () => {
    const lists = fixedListColumn("z", floatColumn("item", [1, 2, 3, 4, 5, 6, 7, 8, 9]), {
      size: 3,
    });
    const files = { "in.arrow": await arrow([intColumn("y", "int64", [1, 2, 10]), lists]) };
    expect(await faultOf(() => run(files, { pred: "z", drop: "z" }))).toMatchObject({
      code: "PREDICTION_ORDER",
    });
    const { summary } = await run(files, { pred: "z", drop: "z", classes: "1,2,10" });
    expect(summary.predictions?.matched).toBe("position");
  });
});

describe("a file of predictions", () => {
  const data = { "in.csv": "id,y\n7,cat\n8,dog\n9,cat\n" };
  const rows = [
    [3, 4],
    [5, 6],
    [1, 2],
  ];

  it.each<[string, string | Uint8Array, Partial<SmoothOptions>, object]>([
    ["p.csv", PREDICTIONS, { on: "id" }, { columns: ["cat", "dog"], matched: "key", extra: 0 }],
    ["p.csv", PREDICTIONS, { pred: "dog,cat" }, { columns: ["cat", "dog"], matched: "name" }],
    ["p.tsv", "z_dog\tz_cat\n1\t2\n3\t4\n5\t6\n", {}, { columns: ["z_cat", "z_dog"] }],
    ["p.csv", ",0,1\n0,1,2\n1,3,4\n2,5,6\n", {}, { columns: ["0", "1"], matched: "position" }],
    ["p.csv", "Unnamed: 0,u,v\n0,1,2\n1,3,4\n2,5,6\n", {}, { columns: ["u", "v"] }],
    ["p.csv", "key,u,v\n9,1,2\n8,3,4\n7,5,6\n", { on: "id=key" }, { columns: ["u", "v"] }],
    ["p.npy", npy(rows), {}, { columns: ["predictions"], matched: "position" }],
    ["p", npy(rows), {}, { columns: ["predictions"] }],
  ])("%s is joined (%#)", async (name, content, options, found) => {
    const { summary, output } = await run(
      { ...data, [name]: content },
      { ...options, predFile: name, layout: "none" },
    );
    expect(withoutLoss(output)).toBe(data["in.csv"]);
    expect(summary.predictions).toMatchObject(found);
  });

  it("may hold other columns where the classes are given", async () => {
    const files = { ...data, "p.csv": `who,${PREDICTIONS}`.replaceAll("\n", "\nx,").slice(0, -2) };
    const { summary } = await run(files, { predFile: "p.csv", classes: ["dog", "cat"] });
    expect(summary.predictions).toMatchObject({ columns: ["dog", "cat"], matched: "name" });
    expect(await faultOf(() => run(files, { predFile: "p.csv" }))).toMatchObject({
      code: "PREDICTION_COLUMNS",
    });
  });

  it("goes on from one input to the next", async () => {
    const { at } = written({ "1.csv": "y\ncat\n", "2.csv": "y\ndog\ncat\n", "p.npy": npy(rows) });
    const input = [at("1.csv"), at("2.csv")];
    const options = { input, output: at("o.csv"), predFile: at("p.npy") };
    expect((await smoothDataset(options)).rows.written).toBe(3);
  });

  it("has keys as they are spelled, quoted or not", async () => {
    const files = {
      "in.csv": 'id,y\n"a,1",cat\n007,dog\n"7",cat\n',
      "p.csv": 'cat,dog,id\n1,2,"007"\n3,4,7\n5,6,"a,1"\n',
    };
    const { summary } = await run(files, { predFile: "p.csv", on: "id" });
    expect(summary.predictions).toMatchObject({ matched: "key", extra: 0 });
  });

  it("of many classes makes small batches of Arrow", async () => {
    const arrowRows = { "in.arrow": await arrow([intColumn("y", "int64", [0])]) };
    for (const [classes, isCut] of [
      [100, false],
      [200, true],
    ] as const) {
      const scores = npy([Array.from({ length: classes }, (_, code) => code)]);
      const { at, input } = written({ ...arrowRows, "p.npy": scores });
      const plan = await planDataset({
        input,
        predFile: at("p.npy"),
        numClasses: classes,
        to: "arrow",
      });
      expect(plan.output.chunkRows !== undefined).toBe(isCut);
    }
  });

  it("is read again where the types of the data were not what they seemed", async () => {
    const lines = Array.from({ length: 150_000 }, (_, row) => `${row},${"ab"[row % 2]}`);
    const ids = lines.map((_, row) => [row, -row]);
    const { at, input } = written({
      "in.csv": ["id,y", ...lines, "x,a"].join("\n"),
      "p.npy": npy([...ids, [1, 2]]),
    });
    const output = at("o.arrow");
    const summary = await smoothDataset({ input, output, predFile: at("p.npy") });
    expect(summary.rows.written).toBe(150_001);
    expect(String(tableFromIPC(readFileSync(output)).schema.fields[0].type)).toBe("Utf8");
  });

  it("of Arrow is joined with Arrow and CSV, by row and by key", async () => {
    const columns = [
      intColumn("id", "int16", [9, 7, 8, 5]),
      floatColumn("cat", [1, 3, 5, 0]),
      floatColumn("dog", [2, 4, 6, 0]),
    ];
    const ids = [intColumn("id", "int64", [7, 8, 9]), textColumn("y", ["cat", "dog", "cat"])];
    for (const [name, content] of Object.entries({ ...data, "in.arrow": await arrow(ids) })) {
      const files = { [name]: content, "p.feather": await arrow(columns) };
      const { summary, notices } = await run(files, { predFile: "p.feather", on: "id" });
      expect(summary.predictions).toMatchObject({ matched: "key", extra: 1 });
      expect(notices).toContain("HELD_PREDICTIONS");
    }
  });

  it.each<[string, string | Uint8Array, Partial<SmoothOptions>, object]>([
    ["p.csv", PREDICTIONS, {}, { code: "PREDICTION_COLUMNS", hint: /`pred: "cat,dog"`/u }],
    ["p.csv", "a,b,c\n1,2,3\n", {}, { code: "PREDICTION_COLUMNS" }],
    ["p.csv", "cat,dgo\n1,2\n", {}, { code: "PREDICTION_NAMES" }],
    ["p.csv", "cat,dog,z_cat,z_dog\n1,2,3,4\n", {}, { code: "PREDICTION_COLUMNS" }],
    ["p.csv", `${PREDICTIONS}9,0,0\n`, { on: "id" }, { code: "REPEATED_KEY" }],
    ["p.csv", PREDICTIONS.replace("8,", "80,"), { on: "id" }, { code: "MISSING_KEY" }],
    ["p.csv", PREDICTIONS, { on: "ids=id" }, { code: "UNKNOWN_COLUMN" }],
    ["p.csv", PREDICTIONS, { on: "id=ids" }, { code: "UNKNOWN_COLUMN" }],
    ["p.csv", PREDICTIONS, { on: "a=b=c" }, { code: "BAD_KEY" }],
    ["p.csv", PREDICTIONS, { on: "" }, { code: "BAD_KEY" }],
    ["p.npy", npy(rows), { on: "id" }, { code: "NO_KEY" }],
    ["p.npy", npy([[1, 2, 3]]), {}, { code: "PREDICTION_COUNT" }],
    ["p.npy", npy(rows.slice(1)), {}, { code: "PREDICTION_ROWS" }],
    ["p.npy", "no array", {}, { code: "BAD_NPY" }],
    ["p.dat", PREDICTIONS, {}, { code: "UNKNOWN_FORMAT" }],
    ["p.parquet", PREDICTIONS, {}, { code: "UNSUPPORTED_FORMAT" }],
    [
      "p.csv",
      "cat,dog\n1,2\n1,x\n1,2\n",
      {},
      { code: "BAD_PREDICTION", row: 2, line: 3, column: "dog" },
    ],
    ["p.csv", "cat,dog\n1,2\n1,2,3\n1,2\n", {}, { line: 3 }],
  ])(
    "%s is refused (%#)",
    async (name, content, options, { hint, ...fault }: { hint?: RegExp }) => {
      const files = { ...data, [name]: content };
      const found = await faultOf(() => run(files, { ...options, predFile: name }));
      expect(found).toMatchObject(fault);
      expect(found.hint ?? "").toMatch(hint ?? /(?:)/u);
    },
  );

  it("is not written over", async () => {
    const { at, input } = written({ ...data, "p.csv": PREDICTIONS });
    const options = { input, predFile: at("p.csv"), on: "id" };
    expect(await faultOf(() => smoothDataset({ ...options, output: at("p.csv") }))).toMatchObject({
      code: "OUTPUT_IS_PREDICTIONS",
    });
    const summary = { ...options, output: at("o.csv"), summary: at("p.csv") };
    expect(await faultOf(() => smoothDataset(summary))).toMatchObject({ code: "SUMMARY_CONFLICT" });
    expect(readFileSync(at("p.csv"), "utf8")).toBe(PREDICTIONS);
  });

  it.each<[Partial<SmoothOptions>, string]>([
    [{ predKind: "probs" }, "NO_EFFECT"],
    [{ on: "id" }, "NO_EFFECT"],
    [{ on: "id", pred: "z" }, "NO_EFFECT"],
    [{ pred: "z", predKind: "odds" }, "UNKNOWN_VALUE"],
    [{ predFile: "none.csv" }, "NO_SUCH_FILE"],
  ])("is not looked for with %j", async (options, code) => {
    expect(await faultOf(() => run(data, options))).toMatchObject({ kind: "usage", code });
  });
});
