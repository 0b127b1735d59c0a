import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import type { Warning } from "../../src/errors.js";
import { score, smoothDataset } from "../../src/pipeline.js";
import type { ScoringOptions } from "../../src/plan/score-settings.js";
import type { SmoothOptions } from "../../src/plan/settings.js";
import { planDataset } from "../../src/run/plan-dataset.js";
import { summaryText } from "../../src/summary/summary-text.js";
import { faultOf } from "../faults.js";
import { temporaryFolder } from "../io/temporary-folder.js";

/** The worked example of the formulas, with weights and folds. */
const DATA = `id,y,w,fold,z_a,z_b,z_c
1,a,0.5,x,2,1,0.1
2,c,1,y,0.5,2.5,-1
3,?,7,y,0,0,0
4,c,2,x,1,-1,3
`;

/** PyTorch's rows and means, by formulas.md. */
const ROWS = [0.513696682945, 3.486511540456, undefined, 0.3429316285];
const MEAN = 1.447713283967;
const WEIGHTED_MEAN = 1.710487598704;

const OPTIONS = { label: "y", pred: "z_*", ignoreLabel: "?", classes: "a,b,c" } as const;

type Files = Readonly<Record<string, string>>;

interface Place {
  readonly input: string;
  readonly at: (name: string) => string;
}

function written(files: Files = { "in.csv": DATA }): Place {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(at(name), content);
  }
  return { input: at(Object.keys(files)[0]), at };
}

/** The last cells of each line but the header. */
function lastCells(text: string): (number | undefined)[] {
  const cells = text.trim().split("\n").slice(1);
  return cells.map((line) => {
    const cell = line.slice(line.lastIndexOf(",") + 1);
    return cell === "" ? undefined : Number(cell);
  });
}

function rounded(values: readonly (number | null | undefined)[]): (string | undefined)[] {
  return values.map((value) => value?.toFixed(9));
}

describe("a run with predictions", () => {
  it("writes the loss of each row, copied from CSV or printed, and sums up", async () => {
    const { input, at } = written();
    const options = { ...OPTIONS, input, drop: "z_*,w", layout: "none" };
    const summary = await smoothDataset({ ...options, output: at("out.csv") });
    const output = readFileSync(at("out.csv"), "utf8");
    expect(output).toMatch(/^id,y,fold,loss\n1,a,x,0\.513\d+\n2,c,y,3\.48\d+\n3,\?,y,\n4,c,x,/u);
    expect(rounded(lastCells(output))).toEqual(rounded(ROWS));
    expect(summary.loss?.mean).toBeCloseTo(MEAN, 11);
    expect(summary.loss?.denominator).toEqual({ name: "weights", value: 3 });
    expect(summary.metrics).toMatchObject({ accuracy: 2 / 3, top5: 1 });
    await smoothDataset({ ...options, output: at("out.tsv") });
    expect(readFileSync(at("out.tsv"), "utf8")).toBe(output.replaceAll(",", "\t"));
  });

  it("writes it beside the targets, under the name that is asked for, in Arrow", async () => {
    const { input, at } = written();
    await smoothDataset({ ...OPTIONS, input, output: at("out.arrow"), lossName: "cost" });
    const table = tableFromIPC(readFileSync(at("out.arrow")));
    const names = table.schema.fields.map(({ name }) => name);
    expect(names.slice(-2)).toEqual(["cost", "soft_target"]);
    const losses = [...(table.getChild("cost") ?? [])] as (number | null)[];
    expect(losses[2]).toBeNull();
    expect(rounded(losses)[1]).toEqual(rounded(ROWS)[1]);
  });

  it("repeats it in each line of a row in the layout long", async () => {
    const { input, at } = written();
    await smoothDataset({ ...OPTIONS, input, output: at("out.csv"), layout: "long", keep: "id" });
    const lines = readFileSync(at("out.csv"), "utf8").trim().split("\n");
    expect(lines[0]).toBe("id,loss,row,class,weight");
    expect(lines.slice(1, 4).map((line) => line.split(",")[1])).toEqual(
      Array.from({ length: 3 }, () => lines[1].split(",")[1]),
    );
    expect(lines).toHaveLength(1 + 3 * 3);
  });

  it.each<[string, Partial<SmoothOptions>, number]>([
    ["class weights by name", { classWeights: "b=2,c=4,a=1" }, WEIGHTED_MEAN],
    ["class weights in class order", { classWeights: [1, 2, 4] }, WEIGHTED_MEAN],
    ["class weights in a file", { classWeights: "weights.csv" }, WEIGHTED_MEAN],
    ["balanced class weights", { classWeights: "balanced", classes: undefined }, Number.NaN],
  ])("takes %s", async (_, options, mean) => {
    const { input, at } = written({
      "in.csv": DATA,
      "weights.csv": "class,weight\nc,4\na,1\nb,2\n",
    });
    const classWeights =
      options.classWeights === "weights.csv" ? at("weights.csv") : options.classWeights;
    const asked = { ...OPTIONS, ...options, classWeights, input, output: at("out.csv") };
    const { loss, plan } = await smoothDataset(asked);
    const expected = Number.isNaN(mean) ? balancedMean() : mean;
    expect(loss?.mean).toBeCloseTo(expected, 10);
    expect(plan.loss?.classWeights).toHaveLength(3);
  });

  it("takes sample weights from a column of CSV, on the way to CSV or Arrow", async () => {
    // 0.5·ℓ₁ + 1·ℓ₂ + 2·ℓ₄ over 3.5
    const expected = (0.5 * 0.513696682945 + 3.486511540456 + 2 * 0.3429316285) / 3.5;
    const { input, at } = written();
    for (const output of [at("out.csv"), at("out.tsv"), at("out.arrow")]) {
      for (const drop of [undefined, "w"]) {
        const asked = { ...OPTIONS, input, output, drop, sampleWeight: "w" };
        const { loss } = await smoothDataset(asked);
        expect(loss?.mean).toBeCloseTo(expected, 11);
      }
    }
    const arrow = await score({
      ...OPTIONS,
      input: at("out.arrow"),
      sampleWeight: "z_a",
      allowResmooth: true,
    });
    expect(arrow.loss.denominator.value).toBe(3.5);
  });

  it("tells groups apart by the values of a column", async () => {
    const { input, at } = written();
    for (const output of [at("out.csv"), at("out.arrow")]) {
      const { loss } = await smoothDataset({ ...OPTIONS, input, output, by: "fold", drop: "fold" });
      expect(loss?.by).toMatchObject([
        { value: "x", rows: 2, accuracy: 1 },
        { value: "y", rows: 1, accuracy: 0 },
      ]);
      const expected = [(0.513696682945 + 0.3429316285) / 2, 3.486511540456];
      expect(rounded(loss?.by?.map(({ mean }) => mean) ?? [])).toEqual(rounded(expected));
    }
  });

  it("gives the same bits for any batches and any split into files", async () => {
    const lines = DATA.trim().split("\n");
    const { input, at } = written({
      "in.csv": DATA,
      "first.csv": [lines[0], lines[4], lines[1]].join("\n"),
      "second.csv": [lines[0], lines[3], lines[2]].join("\n"),
    });
    const asked = { ...OPTIONS, sampleWeight: "w", by: "fold", epsilon: 0.1 };
    const whole = await score({ ...asked, input });
    for (const chunkRows of [1, 2, 3]) {
      const parts = [at("second.csv"), at("first.csv")];
      const { loss, metrics } = await score({ ...asked, input: parts, chunkRows });
      expect({ loss, metrics }).toEqual({ loss: whole.loss, metrics: whole.metrics });
    }
  });

  it("has the loss that a framework reports, and the smoothing that goes with it", async () => {
    const { input, at } = written();
    const output = at("out.csv");
    const { smoothing, loss } = await smoothDataset({ ...OPTIONS, input, output, like: "fairseq" });
    expect(smoothing.method).toBe("others");
    expect(loss).toMatchObject({ like: "fairseq", denominator: { name: "none", value: 1 } });
    expect(loss?.mean).toBe(loss?.sum);
    expect(
      await faultOf(() =>
        smoothDataset({ ...OPTIONS, input, output, like: "fairseq", method: "uniform" }),
      ),
    ).toMatchObject({ code: "LIKE_CONFLICT" });
    const keras = await score({ ...OPTIONS, input, like: "keras", predKind: "logits" });
    expect(keras.loss.denominator).toEqual({ name: "rows", value: 3 });
  });

  it("expects the predictions that the framework does", async () => {
    const { input } = written({ "in.csv": "y,p_a,p_b\na,0.75,0.25\nb,0.5,0.5\n" });
    const { predictions, loss } = await score({ input, pred: "p_*", like: "sklearn" });
    expect(predictions.kind).toBe("probs");
    expect(loss.mean).toBeCloseTo(-(Math.log(0.75) + Math.log(0.5)) / 2, 14);
    expect(
      await faultOf(() => score({ input, pred: "p_*", like: "sklearn", predKind: "logits" })),
    ).toMatchObject({ code: "LIKE_CONFLICT" });
  });

  it("may be replaced by the same run, and by no other", async () => {
    const { input, at } = written();
    const asked = { ...OPTIONS, input, output: at("out.csv"), keepDatasets: true };
    await smoothDataset(asked);
    await smoothDataset(asked);
    expect(readFileSync(at("out.csv"), "utf8")).toContain("loss");
    await expect(smoothDataset({ ...asked, pred: undefined })).rejects.toMatchObject({
      code: "OUTPUT_IS_DATASET",
    });
  });

  it("smooths each row by its own epsilon where predictions are scored", async () => {
    const { input } = written({ "in.csv": "y,e,z_0,z_1\n0,0.5,2,1\n0,0,2,1\n" });
    const { loss } = await score({
      input,
      label: "y",
      pred: "z_*",
      numClasses: 2,
      epsilonColumn: "e",
    });
    // ln(1 + 1/e) for the class, 1 more for the other, which has a quarter of the first row.
    expect(loss.mean).toBeCloseTo((0.3132616875182228 + 0.25 + 0.3132616875182228) / 2, 15);
  });

  it("is explained by its plan", async () => {
    const { input, at } = written();
    const asked = { ...OPTIONS, input, output: at("out.arrow"), classWeights: [1, 2, 4] };
    const plan = await planDataset({
      ...asked,
      like: "keras",
      predKind: "logits",
      clip: undefined,
    });
    expect(plan.loss).toEqual({
      like: "keras",
      classWeights: [1, 2, 4],
      eceBins: 15,
      eceConvention: "histogram",
    });
    expect(plan.output.schema.at(-2)).toEqual({ name: "loss", type: "float64" });
  });
});

/** The mean with balanced weights: 3 rows of 3 classes, of which a has 1 row, c 2, and b none. */
function balancedMean(): number {
  const rows = [
    { x: [2, 1, 0.1], y: 0 },
    { x: [0.5, 2.5, -1], y: 2 },
    { x: [1, -1, 3], y: 2 },
  ];
  const weights = [1, 0, 0.5];
  let [loss, weight] = [0, 0];
  for (const { x, y } of rows) {
    const log = Math.log(x.reduce((sum, each) => sum + Math.exp(each), 0));
    x.forEach((each, code) => {
      loss += weights[code] * ((code === y ? 0.9 : 0) + 0.1 / 3) * (log - each);
    });
    weight += weights[y];
  }
  return loss / weight;
}

describe("score", () => {
  it("smooths nothing unless that is asked for, and writes nothing", async () => {
    const { input } = written();
    const plain = await score({ ...OPTIONS, input });
    expect(plain.smoothing.epsilon).toBe(0);
    expect(plain.loss.mean).toBe(plain.loss.nll);
    expect(plain.output).toBeNull();
    const smoothed = await score({ ...OPTIONS, input, epsilon: 0.1 });
    expect(smoothed.loss.mean).toBeCloseTo(MEAN, 11);
    expect(smoothed.loss.nll).toBe(plain.loss.nll);
  });

  it("writes the rows with what is predicted, how surely, and what it costs", async () => {
    const { input, at } = written();
    const asked = { ...OPTIONS, input, keep: "id" };
    const summary = await score({ ...asked, output: at("out.csv") });
    expect(summary.output).toMatchObject({ path: at("out.csv"), format: "csv" });
    const lines = readFileSync(at("out.csv"), "utf8").split("\n");
    expect(lines[0]).toBe("id,predicted,confidence,loss");
    expect(lines[1]).toMatch(/^1,a,0\.65\d+,0\.417\d+$/u);
    expect(lines[3]).toMatch(/^3,a,0\.3333333333333333,$/u);
    await score({ ...asked, output: at("out.arrow") });
    const table = tableFromIPC(readFileSync(at("out.arrow")));
    expect([...(table.getChild("predicted") ?? [])]).toEqual(["a", "b", "a", "c"]);
    expect(table.schema.metadata.has("smooth_dataset")).toBe(false);
  });

  it("scores targets that were smoothed before, without smoothing, as it scores while smoothing", async () => {
    const { input, at } = written();
    const asked = { ...OPTIONS, input, dtype: "float64", drop: undefined };
    const first = await smoothDataset({ ...asked, output: at("out.arrow"), epsilon: 0.1 });
    const again = await score({
      input: at("out.arrow"),
      soft: "soft_target",
      ignoreLabel: "",
      pred: "z_*",
      classes: "a,b,c",
    });
    expect(again.loss.mean).toBeCloseTo(first.loss?.mean as number, 12);
    expect(again.rows.ignored).toBe(1);
  });

  it("scores one column of two classes, and several labels a row", async () => {
    const two = written({ "in.csv": "y,p\nyes,0.75\nno,0.5\n" });
    const one = await score({ input: two.input, pred: "p", positive: "yes", predKind: "probs" });
    expect(one.loss.mean).toBeCloseTo(-(Math.log(0.75) + Math.log(0.5)) / 2, 14);
    await score({
      input: two.input,
      output: two.at("out.csv"),
      pred: "p",
      positive: "yes",
      predKind: "probs",
    });
    expect(readFileSync(two.at("out.csv"), "utf8")).toMatch(
      /^y,p,predicted,confidence,loss\nyes,0\.75,yes,0\.75,0\.287/u,
    );
    const several = written({ "in.csv": "y,z_a,z_b\na|b,0,0\n,0,0\n" });
    const { loss, metrics } = await score({
      input: several.input,
      pred: "z_*",
      multiLabel: true,
      predKind: "logits",
    });
    expect(loss.mean).toBeCloseTo(Math.LN2, 14);
    expect(metrics).toBeNull();
    const told = await score({
      input: several.input,
      output: several.at("out.csv"),
      pred: "z_*",
      multiLabel: true,
      predKind: "logits",
    });
    expect(told.plan.output.schema.map(({ name }) => name)).toEqual(["y", "z_a", "z_b", "loss"]);
  });

  it("warns where nothing counts", async () => {
    const { input } = written({ "in.csv": "y,w,z_a,z_b\na,0,1,2\nb,0,1,2\n", "no.csv": "y,z_a\n" });
    const warnings: string[] = [];
    const onWarning = ({ code }: Warning): number => warnings.push(code);
    const none = await score({ input, pred: "z_*", sampleWeight: "w", onWarning });
    expect(none.loss).toMatchObject({ mean: null, sum: 0 });
    expect(warnings).toEqual(["NOTHING_COUNTED"]);
    const strict = { input, pred: "z_*", sampleWeight: "w", strict: true };
    expect((await faultOf(() => score(strict))).code).toBe("NOTHING_COUNTED");
    const ignoring = { input, pred: "z_*", ignoreLabel: "a", classes: "x,y,z" };
    expect((await faultOf(() => score(ignoring))).code).toBe("PREDICTION_COUNT");
  });

  it("warns of a class that balanced weights leave out", async () => {
    const { input, at } = written({ "in.csv": "y,z_a,z_b,z_c\na,1,2,0\nb,1,2,0\n" });
    const { warnings } = await score({ input, pred: "z_*", classWeights: "balanced" });
    expect(warnings).toMatchObject([
      { code: "EMPTY_CLASS", message: '"c" has no rows to balance and the class weight 0' },
    ]);
    const given = { input, pred: "z_*", classWeights: "balanced", classes: "a,b,c" };
    expect((await score(given)).warnings).toEqual(warnings);
    const indices = { input, label: "y", pred: "z_*", classWeights: "balanced", numClasses: 3 };
    const { input: codes } = written({
      "in.csv": "y,z_a,z_b,z_c\n0,1,2,0\n0,1,2,0\n1,1,2,0\n2,1,2,0\n",
    });
    const { plan } = await score({ ...indices, input: codes });
    // Four rows of three classes: 4 / (3 · 2) for two of them, 4 / 3 for the classes of one.
    expect(plan.loss?.classWeights).toEqual([4 / 6, 4 / 3, 4 / 3]);
    await smoothDataset({ input, output: at("train.arrow"), layout: "none" });
    const counted = { ...given, classes: `@${at("train.arrow")}`, pred: "z_a,z_b" };
    expect((await score(counted)).loss.denominator.value).toBe(2);
  });

  it("writes infinities and nothing as JSON has them", async () => {
    const { input } = written({ "in.csv": "y,z_a,z_b\na,-inf,0\nb,0,0\n" });
    const { loss } = JSON.parse(summaryText(await score({ input, pred: "z_*" }))) as {
      loss: Record<string, unknown>;
    };
    expect(loss).toMatchObject({ mean: "Infinity", sum: "Infinity", infinite: 1, kl: "Infinity" });
  });
});

describe("a run refuses", () => {
  it.each<[string, Partial<SmoothOptions>]>([
    ["NO_EFFECT", { pred: undefined, like: "keras" }],
    ["NO_EFFECT", { pred: undefined, lossName: "l" }],
    ["LOSS_COLLISION", { lossName: "fold" }],
    ["LOSS_COLLISION", { lossName: "soft_target_a" }],
    ["EMPTY_VALUE", { lossName: "" }],
    ["UNKNOWN_COLUMN", { sampleWeight: "weight" }],
    ["UNKNOWN_COLUMN", { by: "folds" }],
    ["UNKNOWN_CLASS", { classWeights: "a=1,b=2,d=3" }],
    ["MISSING_CLASS", { classWeights: "a=1,b=2" }],
    ["VALUE_COUNT", { classWeights: "1,2" }],
    ["BAD_WEIGHT", { classWeights: "1,-2,3" }],
    ["BAD_WEIGHT", { classWeights: "0,0,0" }],
    ["CONFLICT", { clip: 0.1 }],
    ["BAD_CLIP", { clip: 0.7, predKind: "probs" }],
    ["LIKE_CONFLICT", { like: "sklearn", predKind: "probs" }],
    ["LIKE_CONFLICT", { like: "lightgbm", predKind: "logits", epsilon: 0 }],
    ["LIKE_CONFLICT", { like: "fastai", classEpsilons: "a=0.1,b=0.2,c=0" }],
    ["UNKNOWN_VALUE", { like: "tensorflow" }],
    ["NO_EFFECT", { multiLabel: true, label: "y", classes: "a,b,c", eceBins: 3 }],
  ])("%s for %j", async (code, options) => {
    const { input, at } = written();
    const asked = { ...OPTIONS, input, output: at("out.csv"), ...options };
    expect(await faultOf(() => smoothDataset(asked))).toMatchObject({ code, kind: "usage" });
  });

  it.each(["-1", "", "x", "inf", "nan"])("the sample weight %j, with its place", async (weight) => {
    const { input, at } = written({ "in.csv": DATA.replace("c,1,", `c,${weight},`) });
    for (const output of [at("out.csv"), at("out.arrow")]) {
      const asked = { ...OPTIONS, input, output, sampleWeight: "w" };
      expect(await faultOf(() => smoothDataset(asked))).toMatchObject({
        code: "BAD_WEIGHT",
        kind: "data",
        row: 2,
        line: 3,
        column: "w",
      });
    }
  });

  it("no sample weight of a row that is ignored", async () => {
    const { input } = written({ "in.csv": DATA.replace("?,7,", "?,-7,") });
    expect((await score({ ...OPTIONS, input, sampleWeight: "w" })).loss.denominator.value).toBe(
      3.5,
    );
  });

  it.each<[string, Partial<SmoothOptions>]>([
    ["NO_PREDICTIONS", { pred: undefined }],
    ["NO_EFFECT", { layout: "list" }],
    ["NO_EFFECT", { dtype: "float64" }],
    ["NO_EFFECT", { codes: "c" }],
    ["NO_EFFECT", { keep: "id" }],
    ["NO_EFFECT", { to: "arrow" }],
    ["NO_EFFECT", { lossName: "l" }],
  ])("to score: %s for %j", async (code, options) => {
    const { input } = written();
    const asked = { ...OPTIONS, input, ...options } as ScoringOptions;
    expect(await faultOf(() => score(asked))).toMatchObject({ code, kind: "usage" });
  });

  it("to add a column that is there when it scores", async () => {
    const { input, at } = written({ "in.csv": "y,predicted,z_a,z_b\na,1,1,2\nb,1,1,2\n" });
    const asked = { input, output: at("out.csv"), pred: "z_*" };
    expect(await faultOf(() => score(asked))).toMatchObject({
      code: "LOSS_COLLISION",
      column: "predicted",
    });
    await score({ ...asked, drop: "predicted" });
    expect(readFileSync(at("out.csv"), "utf8")).toMatch(/^y,z_a,z_b,predicted,confidence,loss\n/u);
  });
});
