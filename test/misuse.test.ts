import { createReadStream } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import * as library from "../src/index.js";
import { ROOT } from "./built-command.js";

// What a program without types can do wrong: as if every function took anything.
type Untyped = Record<
  string,
  (new (...values: unknown[]) => never) & ((...values: unknown[]) => unknown)
>;
const { smoothDataset, planDataset, learnClasses, toArrow, ...stages } =
  library as unknown as Untyped;

const IRIS = join(ROOT, "samples", "03-iris", "iris.csv");

/** The name, code and whole text of what `work` throws, rejects with, or destroys its streams with. */
async function failureOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    const { name, code, message, hint } = error as library.DatasetError;
    return `${[name, code].filter(Boolean).join(" ")}: ${message}${hint === undefined ? "" : ` | ${hint}`}`;
  }
  return "nothing failed";
}

function make(name: string, ...values: unknown[]): NodeJS.ReadWriteStream {
  return new stages[name](...values) as NodeJS.ReadWriteStream;
}

function flow(source: NodeJS.ReadableStream, ...names: string[]): Promise<void> {
  return pipeline([source, ...names.map((name) => make(name)), library.drain()]);
}

function csv(): Readable {
  return createReadStream(IRIS);
}

describe("smoothDataset", () => {
  const output = join(ROOT, "no-such-folder", "out.csv");

  it.each<[unknown, string]>([
    [
      undefined,
      "BAD_OPTIONS: smoothDataset is given nothing | Expected an object with its options",
    ],
    [IRIS, "BAD_OPTIONS: smoothDataset is given the string"],
    [null, "BAD_OPTIONS: smoothDataset is given null"],
    [
      {},
      "MISSING_OPTION: smoothDataset needs input, a path, a file: URL, several of them, or a stream",
    ],
    [
      { input: Buffer.from("a,b") },
      "BAD_OPTION: smoothDataset: input is a Uint8Array; expected a path",
    ],
    [{ input: 1 }, "BAD_OPTION: smoothDataset: input is 1; expected a path"],
    [
      { input: new URL("https://example.org/a.csv") },
      "BAD_OPTION: https://example.org/a.csv is no file: URL | Give a path, or a stream",
    ],
    [
      { input: IRIS, output: Readable.from([]) },
      "BAD_OPTION: smoothDataset: output is a Readable; expected a path",
    ],
    [
      { input: IRIS, classes: [0, 1] },
      'BAD_OPTION: smoothDataset: classes is an array that begins with 0; expected a string, or an array of strings such as ["a", "b"]',
    ],
    [
      { input: IRIS, types: ["text"] },
      'BAD_OPTION: smoothDataset: types is an array that begins with the string "text"; expected a string such as',
    ],
    [
      { input: IRIS, types: { id: 1 } },
      "BAD_OPTION: smoothDataset: types is an object; expected a string such as",
    ],
    [
      { input: IRIS, types: new Map([["id", "text"]]) },
      "BAD_OPTION: smoothDataset: types is a Map; expected a string such as",
    ],
    [{ input: IRIS, soft: [0] }, "BAD_OPTION: smoothDataset: soft is an array that begins with 0"],
    [{ input: IRIS, label: null }, "BAD_OPTION: smoothDataset: label is null; expected a string"],
    [
      { input: IRIS, epsilon: "0.1" },
      'BAD_OPTION: smoothDataset: epsilon is the string "0.1"; expected a number',
    ],
    [
      { input: IRIS, numClasses: 5n },
      "BAD_OPTION: smoothDataset: numClasses is the bigint 5; expected a number",
    ],
    [
      { input: IRIS, header: "no" },
      'BAD_OPTION: smoothDataset: header is the string "no"; expected true or false',
    ],
    [
      { input: IRIS, signal: true },
      "BAD_OPTION: smoothDataset: signal is true; expected an AbortSignal",
    ],
    [
      { input: IRIS, onProgress: 1 },
      "BAD_OPTION: smoothDataset: onProgress is 1; expected a function",
    ],
    [
      { input: IRIS, epslion: 0.1 },
      'UNKNOWN_OPTION: smoothDataset has no option "epslion" | Did you mean epsilon?',
    ],
    [
      { input: IRIS, eps: 0.1 },
      'UNKNOWN_OPTION: smoothDataset has no option "eps" | Did you mean epsilon?',
    ],
    [
      { input: IRIS, xyz: 0.1 },
      'UNKNOWN_OPTION: smoothDataset has no option "xyz" | Its options are input, output,',
    ],
  ])("says what is wrong, case %$", async (options, failure) => {
    const given = { output, ...(options as object) };
    const asked =
      typeof options === "object" && options !== null && "input" in options ? given : options;
    expect(await failureOf(() => smoothDataset(asked))).toContain(`DatasetError ${failure}`);
    expect(await failureOf(() => planDataset(asked))).toContain(`DatasetError ${failure}`);
  });

  it("refuses streams that give text or objects", async () => {
    for (const input of [createReadStream(IRIS, "utf8"), Readable.from([{ label: 1 }])]) {
      const sink = new PassThrough();
      expect(await failureOf(() => smoothDataset({ input, output: sink }))).toContain(
        "DatasetError INPUT_NOT_BYTES",
      );
    }
  });
});

describe("a stage", () => {
  it.each<[string, unknown[], string]>([
    [
      "OneHotEncoder",
      [],
      "BAD_OPTIONS: OneHotEncoder is given nothing | Expected an object with its options: label, classes, numClasses, ignoreIndex, ignoreLabel.",
    ],
    ["OneHotEncoder", ["species"], 'BAD_OPTIONS: OneHotEncoder is given the string "species"'],
    ["OneHotEncoder", [{ classes: ["a"] }], "MISSING_OPTION: OneHotEncoder needs label, a string"],
    [
      "OneHotEncoder",
      [{ label: 0, classes: ["a"] }],
      "BAD_OPTION: OneHotEncoder: label is 0; expected a string",
    ],
    [
      "OneHotEncoder",
      [{ label: "y", classes: [0, 1] }],
      "BAD_OPTION: OneHotEncoder: classes is an array that begins with 0; expected an array of strings",
    ],
    [
      "OneHotEncoder",
      [{ label: "y", classes: "a,b" }],
      'BAD_OPTION: OneHotEncoder: classes is the string "a,b"',
    ],
    ["OneHotEncoder", [{ label: "y", numClasses: "5" }], "BAD_OPTION: OneHotEncoder: numClasses"],
    [
      "OneHotEncoder",
      [{ label: "y", numclasses: 5 }],
      'UNKNOWN_OPTION: OneHotEncoder has no option "numclasses" | Did you mean numClasses?',
    ],
    [
      "LabelSmoother",
      [{ epslion: 0.1 }],
      'UNKNOWN_OPTION: LabelSmoother has no option "epslion" | Did you mean epsilon?',
    ],
    ["LabelSmoother", [0.1], "BAD_OPTIONS: LabelSmoother is given 0.1"],
    ["LabelSmoother", [{ epsilon: "0.1" }], "BAD_OPTION: LabelSmoother: epsilon"],
    ["JoinPredictions", [], "BAD_OPTIONS: JoinPredictions is given nothing"],
    ["JoinPredictions", [{}], "MISSING_OPTION: JoinPredictions needs select or source"],
    [
      "JoinPredictions",
      [{ select: "a", kind: "prob" }],
      'BAD_OPTION: JoinPredictions: kind is the string "prob"; expected "logits" or "probs"',
    ],
    [
      "JoinPredictions",
      [{ source: ["a"] }],
      "BAD_OPTION: JoinPredictions: source is an array that begins with",
    ],
    ["CrossEntropy", ["torch"], 'BAD_OPTIONS: CrossEntropy is given the string "torch"'],
    [
      "CrossEntropy",
      [{ lik: "keras" }],
      'UNKNOWN_OPTION: CrossEntropy has no option "lik" | Did you mean like?',
    ],
    ["CrossEntropy", [{ like: 1 }], "BAD_OPTION: CrossEntropy: like is 1; expected a string"],
    [
      "CrossEntropy",
      [{ classWeights: 1 }],
      "BAD_OPTION: CrossEntropy: classWeights is 1; expected a string such as",
    ],
    [
      "CrossEntropy",
      [{ like: "kears" }],
      'UNKNOWN_VALUE: `like`: "kears" is none of torch, keras, tfjs, fairseq, fastai, sklearn, xgboost, lightgbm | Did you mean keras?',
    ],
    ["CrossEntropy", [{ clip: "0.1" }], "BAD_OPTION: CrossEntropy: clip"],
    [
      "CsvEncoder",
      [{ scores: { los: "l" } }],
      'UNKNOWN_OPTION: scores has no option "los" | Did you mean loss?',
    ],
    ["ArrowEncoder", [{ scores: { loss: 1 } }], "BAD_OPTION: scores: loss is 1; expected a string"],
    ["SoftTargetReader", [], "BAD_OPTIONS: SoftTargetReader is given nothing"],
    ["SoftTargetReader", [{}], "MISSING_OPTION: SoftTargetReader needs columns"],
    ["SoftTargetReader", [{ columns: [1, 2] }], "BAD_OPTION: SoftTargetReader: columns"],
    [
      "SoftTargetReader",
      [{ columns: "p", classes: 0 }],
      "BAD_OPTION: SoftTargetReader: classes is 0; expected a positive whole number",
    ],
    ["RowsToBatches", [100], "BAD_OPTIONS: RowsToBatches is given 100"],
    ["RowsToBatches", [{ rows: "100" }], "BAD_OPTION: RowsToBatches: rows"],
    [
      "RowsToBatches",
      [{ types: "age=float64" }],
      'BAD_OPTION: RowsToBatches: types is the string "age=float64"; expected an object such as { "age": "float64" }',
    ],
    [
      "RowsToBatches",
      [{ types: { age: "flaot64" } }],
      'UNKNOWN_TYPE: `types`: there is no column type "flaot64"',
    ],
    ["BatchesToRows", ["target"], "BAD_OPTIONS: BatchesToRows is given"],
    ["BatchesToRows", [{ target: "t" }], 'UNKNOWN_OPTION: BatchesToRows has no option "target"'],
    ["CsvDecoder", ["a.csv"], "BAD_OPTIONS: CsvDecoder is given"],
    [
      "CsvDecoder",
      [{ delimeter: ";" }],
      'UNKNOWN_OPTION: CsvDecoder has no option "delimeter" | Did you mean delimiter?',
    ],
    ["CsvDecoder", [{ delimiter: 9 }], "BAD_OPTION: CsvDecoder: delimiter is 9; expected a string"],
    [
      "CsvDecoder",
      [{ types: { a: "string" } }],
      'UNKNOWN_TYPE: `types`: there is no column type "string"',
    ],
    ["CsvDecoder", [{ types: "a=text" }], "BAD_OPTION: CsvDecoder: types"],
    [
      "CsvDecoder",
      [{ maxRows: 0 }],
      "BAD_OPTION: CsvDecoder: maxRows is 0; expected a positive whole number",
    ],
    ["CsvDecoder", [{ columns: "a" }], "BAD_OPTION: CsvDecoder: columns"],
    ["ArrowDecoder", [{ path: "a.arrow" }], 'UNKNOWN_OPTION: ArrowDecoder has no option "path"'],
    [
      "CsvEncoder",
      [{ target: {} }],
      'UNKNOWN_OPTION: CsvEncoder has no option "target" | Did you mean targets?',
    ],
    ["CsvEncoder", [{ fields: ["a"] }], "BAD_OPTION: CsvEncoder: fields"],
    [
      "CsvEncoder",
      [{ dialect: { delimeter: ";" } }],
      'UNKNOWN_OPTION: dialect has no option "delimeter" | Did you mean delimiter?',
    ],
    [
      "ArrowEncoder",
      [{ container: "feather" }],
      'BAD_OPTION: ArrowEncoder: container is the string "feather"; expected "file" or "stream"',
    ],
    [
      "ArrowEncoder",
      [{ metadata: {} }],
      "BAD_OPTION: ArrowEncoder: metadata is an object; expected a Map",
    ],
  ])("%s says what is wrong, case %$", async (name, values, failure) => {
    expect(await failureOf(() => make(name, ...values))).toContain(`DatasetError ${failure}`);
  });

  it.each<[string, object, string]>([
    [
      "CsvEncoder",
      { layot: "list" },
      'UNKNOWN_OPTION: targets has no option "layot" | Did you mean layout?',
    ],
    [
      "ArrowEncoder",
      { dtype: "int8" },
      'BAD_OPTION: targets: dtype is the string "int8"; expected "float32"',
    ],
    ["ArrowEncoder", { classes: ["a", "b"] }, "CLASS_COUNT"],
  ])("%s says what is wrong with its targets, case %$", async (name, targets, failure) => {
    const encoder = make("OneHotEncoder", { label: "y", numClasses: 3 });
    const chain = [Readable.from([{ y: "1" }]), make("RowsToBatches"), encoder];
    const run = (): Promise<void> => pipeline([...chain, make(name, { targets }), library.drain()]);
    expect(await failureOf(run)).toContain(`DatasetError ${failure}`);
  });

  it.each<[string, () => Promise<void>, string]>([
    [
      "a Batch for CsvDecoder",
      () => flow(csv(), "CsvDecoder", "CsvDecoder"),
      "CsvDecoder takes bytes, but was given a Batch: pipe a stream of Buffers into it",
    ],
    [
      "a row for ArrowDecoder",
      () => flow(Readable.from([{ a: 1 }]), "ArrowDecoder"),
      "ArrowDecoder takes bytes, but was given an object",
    ],
    [
      "bytes for ArrowEncoder",
      () => flow(csv(), "ArrowEncoder"),
      "ArrowEncoder takes batches, but was given a Uint8Array: put a decoder",
    ],
    [
      "a row for CsvEncoder",
      () => flow(Readable.from([{ a: 1 }]), "CsvEncoder"),
      "CsvEncoder takes batches, but was given an object",
    ],
    [
      "bytes for RowsToBatches",
      () => flow(csv(), "RowsToBatches"),
      "RowsToBatches takes row objects with one member for each column, but was given a Uint8Array",
    ],
    [
      "a Batch for RowsToBatches",
      () => flow(csv(), "CsvDecoder", "RowsToBatches"),
      "RowsToBatches takes row objects with one member for each column, but was given a Batch",
    ],
  ])("fails of %s with a TypeError", async (_what, run, message) => {
    expect(await failureOf(run)).toContain(`TypeError: ${message}`);
  });

  it("takes text, and says what is no Arrow", async () => {
    await flow(createReadStream(IRIS, "utf8"), "CsvDecoder", "CsvEncoder");
    const run = flow(createReadStream(IRIS, "utf8"), "ArrowDecoder");
    expect(await failureOf(() => run)).toContain("DatasetError NOT_ARROW");
  });
});

describe("a function over batches", () => {
  it.each<[string, () => unknown, string]>([
    [
      "learnClasses()",
      () => learnClasses(),
      "TypeError: learnClasses takes a stream of batches, but was given nothing",
    ],
    [
      "learnClasses(path)",
      () => learnClasses(IRIS, { label: "species" }),
      "TypeError: learnClasses takes a stream of batches, but was given the string",
    ],
    [
      "learnClasses(bytes)",
      () => learnClasses(csv(), { label: "species" }),
      "TypeError: learnClasses takes batches, but was given a Uint8Array",
    ],
    [
      "without options",
      () => learnClasses([]),
      "DatasetError BAD_OPTIONS: learnClasses is given nothing",
    ],
    [
      "without a label",
      () => learnClasses([], {}),
      "DatasetError MISSING_OPTION: learnClasses needs label, a string",
    ],
    [
      "maxClasses 0",
      () => learnClasses([], { label: "y", maxClasses: 0 }),
      "DatasetError BAD_OPTION: learnClasses: maxClasses",
    ],
    ["toArrow({})", () => toArrow({}), "TypeError: toArrow takes batches, but was given an object"],
    ["toArrow()", () => toArrow(), "TypeError: toArrow takes batches, but was given nothing"],
  ])("says of %s what is wrong", async (_what, work, failure) => {
    expect(await failureOf(work)).toContain(failure);
  });
});
