import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { fitValues } from "../../src/run/fit-values.js";
import { resolveSmoothing } from "../../src/smoothing/smoothing.js";
import { settleSmoothing } from "../../src/smoothing/settle-smoothing.js";
import { faultOf } from "../faults.js";
import { temporaryFolder } from "../io/temporary-folder.js";

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const CLASSES = { count: 2, names: ["cat", 'a "big", dog'], isLearned: true };

async function priorIn(name: string, content: string | Uint8Array): Promise<unknown> {
  const asked = resolveSmoothing({ method: "prior", prior: `@${file(name, content)}` });
  const files = await fitValues(asked);
  return settleSmoothing({ ...asked, ...files }, CLASSES).prior;
}

async function matrixIn(name: string, content: string): Promise<unknown> {
  const asked = resolveSmoothing({ method: "matrix", matrix: file(name, content) });
  return settleSmoothing({ ...asked, ...(await fitValues(asked)) }, CLASSES).matrix;
}

describe("a file of values by class", () => {
  it.each([
    ["with a header", 'class,value\n"a ""big"", dog",0.25\ncat,0.75\n'],
    ["without a header", 'cat,0.75\n"a ""big"", dog",0.25\n'],
    [
      "with other line ends and a byte-order mark",
      '\uFEFFclass,share\r\ncat,0.75\r\n"a ""big"", dog",0.25\r\n',
    ],
  ])("may be CSV %s", async (_form, content) => {
    expect(await priorIn("prior.csv", content)).toEqual([0.75, 0.25]);
  });

  it("may be TSV by its extension", async () => {
    expect(await priorIn("prior.tsv", 'class\tvalue\n"a ""big"", dog"\t0.25\ncat\t0.75\n')).toEqual(
      [0.75, 0.25],
    );
  });

  it.each(["prior.json", "prior.txt"])("may be JSON, as %s", async (name) => {
    expect(await priorIn(name, ' {"a \\"big\\", dog": 0.25, "cat": 0.75}')).toEqual([0.75, 0.25]);
  });

  it("may have a class that looks like the beginning of JSON", async () => {
    const asked = resolveSmoothing({
      method: "prior",
      prior: file("tokens.csv", "[PAD],0.5\n[CLS],0.5\n"),
    });
    const { prior } = await fitValues(asked);
    expect(prior).toMatchObject({ entries: [{ name: "[PAD]", value: 0.5 }, { name: "[CLS]" }] });
  });

  it.each<[string, string | Uint8Array, object]>([
    ["a.csv", "cat,0.75\ncat,x\n", { code: "BAD_VALUES", line: 2 }],
    ["a.csv", "cat,0.75\ndog,\n", { code: "BAD_VALUES", line: 2 }],
    ["a.csv", "class,value\n\ncat,0.75\ncow,0.25\n", { code: "UNKNOWN_CLASS", line: 4 }],
    [
      "a.csv",
      "class,value,x\ncat,0.75,1\n",
      {
        code: "BAD_VALUES",
        line: 1,
        message: expect.stringContaining("found 3 columns, expected 2"),
      },
    ],
    [
      "a.csv",
      "0.75\n0.25\n",
      { code: "BAD_VALUES", message: expect.stringContaining("found 1 column, expected 2") },
    ],
    ["a.csv", "", { code: "EMPTY_INPUT" }],
    ["a.csv", Buffer.from("caf\u00e9,1\n", "latin1"), { code: "INVALID_UTF8" }],
    ["a.csv", "cat,0.75\ndog\n", { line: 2 }],
    [
      "a.json",
      '{"cat": 0.75',
      {
        code: "BAD_VALUES",
        message: expect.stringContaining("is no valid JSON; expected CSV or JSON"),
      },
    ],
    ["a.json", "[0.75, 0.25]", { code: "CLASS_ORDER" }],
    ["a.json", '{"cat": "0.75"}', { code: "BAD_VALUES" }],
    [
      "a.arrow",
      "ARROW1\0\0",
      { code: "BAD_VALUES", message: expect.stringContaining("is Arrow; expected CSV or JSON") },
    ],
  ])("%s with %j is refused", async (name, content, fault) => {
    expect(await faultOf(() => priorIn(name, content))).toMatchObject({
      ...fault,
      file: join(folder, name),
    });
  });

  it("that is not there is refused by the name of the option", async () => {
    const asked = resolveSmoothing({ method: "prior", prior: join(folder, "none.csv") });
    expect(await faultOf(() => fitValues(asked))).toMatchObject({
      kind: "usage",
      code: "NO_SUCH_FILE",
      message: expect.stringContaining("`prior`: there is no file"),
    });
  });

  it("is not stdin", async () => {
    const asked = resolveSmoothing({ classEpsilons: "-" });
    expect(await faultOf(() => fitValues(asked))).toMatchObject({
      code: "BAD_VALUES",
      message: "`classEpsilons`: - is stdin; expected CSV or JSON",
    });
  });
});

describe("a file of a matrix", () => {
  const EXPECTED = Float64Array.of(1, 0, 0.25, 0.75);

  it.each([
    ["m.csv", 'class,cat,"a ""big"", dog"\n"a ""big"", dog",0.25,0.75\ncat,1,0\n'],
    ["m.tsv", 'cat\t"a ""big"", dog"\n1\t0\n0.25\t0.75\n'],
    ["m.json", '{"a \\"big\\", dog": {"cat": 0.25, "a \\"big\\", dog": 0.75}, "cat": {"cat": 1}}'],
  ])("may be %s", async (name, content) => {
    expect(await matrixIn(name, content)).toEqual(EXPECTED);
  });

  it.each<[string, string, object]>([
    ["m.json", "[[1, 0], [0.25, 0.75]]", { code: "CLASS_ORDER" }],
    ["m.csv", "1,0\n0.25,0.75\n", { code: "CLASS_ORDER" }],
    [
      "m.json",
      "[[1, 0], 3]",
      { code: "BAD_MATRIX", hint: expect.stringContaining("Expected an array of rows") },
    ],
    ["m.json", '[[1, "0"]]', { code: "BAD_MATRIX" }],
    [
      "m.csv",
      'class,cat,"a ""big"", dog"\n"a ""big"", dog",0.25,0.75\ncat,1,\n',
      { code: "BAD_MATRIX", line: 3 },
    ],
    ["m.csv", "cat,dog\n1,0\n0\n", { line: 3 }],
  ])("%s with %j is refused", async (name, content, fault) => {
    expect(await faultOf(() => matrixIn(name, content))).toMatchObject({
      ...fault,
      file: join(folder, name),
    });
  });
});
