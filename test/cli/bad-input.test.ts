import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Binary,
  Field as ArrowField,
  Float64,
  List,
  tableFromArrays,
  tableToIPC,
  type Vector,
  vectorFromArray,
} from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../built-command.js";

const MAIN = join(ROOT, "dist", "cli", "main.js");
const OLD = "what was there before";

let folder: string;

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], input: string | Uint8Array = ""): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "good.csv": "id,label\n1,a\n2,b\n3,a\n4,b\n",
  "twin.csv": "id,label\n7,a\n8,b\n",
  "empty.csv": "",
  "header.csv": "id,label\n",
  "doubled.csv": "a,a,label\n1,2,x\n",
  "two-labels.csv": "label,Target\n1,a\n",
  "fractions.csv": "id,score\n1,0.25\n2,0.5\n",
  "few.csv": "id,label\n1,a\n2\n",
  "many.csv": "id,label\n1,a\n2,b,c\n",
  "open-quote.csv": 'id,label\n1,a\n2,"b\n3,c\n',
  "latin1.csv": Buffer.from("id,label\n1,caf\u00e9\n", "latin1"),
  "no-label.csv": "id,label\n1,a\n2,\n",
  "index.csv": "id,label\n1,0\n2,5\n",
  "soft.csv": "p_a,p_b\n0.5,0.5\n0.5,0.6\n",
  "negative.csv": "p_a,p_b\n1.5,-0.5\n",
  "repeated.csv": "id,label\n1,a\nid,label\n",
  "ignored.csv": "id,label\n1,0\n2,-100\n",
  "collision.csv": "id,soft_target_a,label\n1,2,a\n2,3,b\n3,4,a\n4,5,b\n",
  "junk.arrow": "this is no Arrow file",
  "empty.arrow": "",
  "data.xyz": "id,label\n1,a\n",
  "classes.txt": Buffer.from("caf\u00e9\n", "latin1"),
  "data.parquet": "PAR1",
  "misnamed.csv": "id,labl\n1,a\n",
  "longer.csv": "id,label,more\n1,a,2\n",
  "gap.txt": "a\n\nb\n",
  "bytes.arrow": arrowFile({
    image: vectorFromArray([new Uint8Array([1])], new Binary()),
    label: ["a"],
  }),
  "lists.arrow": arrowFile({ p: lists([[0.5, 0.5]]), label: ["a"] }),
  "integers.arrow": arrowFile({ p: new Int32Array([1]), label: ["a"] }),
};

function lists(rows: readonly (readonly number[])[]): Vector {
  return vectorFromArray(rows, new List(new ArrowField("item", new Float64())));
}

function arrowFile(columns: Record<string, Vector | readonly string[] | Int32Array>): Uint8Array {
  return tableToIPC(tableFromArrays(columns as Parameters<typeof tableFromArrays>[0]), "file");
}

/** What is asked, the exit code, and what the one line on stderr must hold. */
interface Case {
  readonly name: string;
  readonly args: string;
  readonly code: number;
  readonly holds: readonly string[];
}

const CASES = [
  ["a file that is not there", "god.csv", 2, 'no file "god.csv"', "good.csv", "[NO_SUCH_FILE]"],
  ["a directory", ".", 2, "is a directory", "[IS_DIRECTORY]"],
  ["an empty file", "empty.csv", 1, "empty.csv: ", "empty", "[EMPTY_INPUT]"],
  ["a header alone", "header.csv", 1, "header.csv: ", "no rows", "--classes", "[NO_ROWS]"],
  [
    "an unknown column",
    "good.csv --label lable",
    2,
    "good.csv: ",
    '"lable"',
    'Did you mean "label"?',
    "[UNKNOWN_COLUMN]",
  ],
  [
    "an unknown column to keep",
    "good.csv --keep idd",
    2,
    "good.csv: ",
    '"idd"',
    "[UNKNOWN_COLUMN]",
  ],
  ["a doubled column", "doubled.csv --label a", 2, "doubled.csv: ", '"a"', "[DOUBLED_COLUMN]"],
  ["doubled columns in Arrow", "doubled.csv", 2, "doubled.csv: ", '"a"', "[DOUBLED_COLUMN]"],
  [
    "two candidates for the label",
    "two-labels.csv",
    2,
    '"label" and "Target"',
    "--label",
    "[AMBIGUOUS_LABEL]",
  ],
  ["a last column of fractions", "fractions.csv", 2, '"score"', "--label", "[NO_LABEL]"],
  ["too few fields", "few.csv", 1, "few.csv:3: ", "1 field", "expected 2", "[FIELD_COUNT]"],
  ["too many fields", "many.csv", 1, "many.csv:3: ", "3 fields", "expected 2", "[FIELD_COUNT]"],
  ["a quote that never closes", "open-quote.csv", 1, "open-quote.csv:3:3: ", "[UNCLOSED_QUOTE]"],
  ["bytes that are not UTF-8", "latin1.csv", 1, "latin1.csv:2:6: ", "0xE9", "[INVALID_UTF8]"],
  [
    "an empty label",
    "no-label.csv",
    1,
    "no-label.csv:3: ",
    '"label"',
    "missing",
    "[MISSING_LABEL]",
  ],
  [
    "an index that is no class",
    "index.csv --num-classes 5",
    1,
    "index.csv:3: ",
    '"5"',
    "0…4",
    "counted from 1",
    "[BAD_INDEX]",
  ],
  [
    "a label that is no class",
    "good.csv --classes a,c",
    1,
    "good.csv:3: ",
    '"b"',
    "(a, c)",
    "[UNKNOWN_LABEL]",
  ],
  [
    "soft rows that do not add up",
    "soft.csv --soft p_*",
    1,
    "soft.csv:3: ",
    "1.1",
    "[BAD_DISTRIBUTION]",
  ],
  [
    "a negative probability",
    "negative.csv --soft p_*",
    1,
    "negative.csv:2: ",
    '"p_b"',
    "-0.5",
    "[BAD_DISTRIBUTION]",
  ],
  ["a header among the rows", "repeated.csv", 1, "repeated.csv: ", '"label"', "[REPEATED_HEADER]"],
  ["-100 among the labels", "ignored.csv", 1, "ignored.csv: ", "-100", "[IGNORED_LABEL]"],
  ["an epsilon of 1.5", "good.csv --eps 1.5", 2, "1.5", "[0, 1]", "[BAD_EPSILON]"],
  ["an epsilon of -0.1", "good.csv --eps -0.1", 2, "-0.1", "[0, 1]", "[BAD_EPSILON]"],
  ["an epsilon of abc", "good.csv --eps abc", 2, '"abc"', "[BAD_NUMBER]"],
  ["an empty epsilon", "good.csv --eps=", 2, "--eps", "[EMPTY_VALUE]"],
  ["an epsilon given twice", "good.csv --eps 0.1 --epsilon 0.2", 2, "--eps", "[GIVEN_TWICE]"],
  [
    "an unknown option",
    "good.csv --lable id",
    2,
    '"--lable"',
    "Did you mean --label?",
    "[UNKNOWN_OPTION]",
  ],
  ["an option of later", "good.csv --report out.html", 2, '"--report"', "[UNKNOWN_OPTION]"],
  [
    "an unknown format",
    "good.csv --from xls",
    2,
    '"xls"',
    "csv, tsv, arrow, arrows",
    "[UNKNOWN_FORMAT]",
  ],
  ["an unknown extension", "data.xyz", 2, "data.xyz", "--from", "[UNKNOWN_FORMAT]"],
  ["a format that is not read", "data.parquet", 2, ".parquet", "[UNSUPPORTED_FORMAT]"],
  ["a layout that is none", "good.csv --layout wide", 2, '"wide"', "[UNKNOWN_VALUE]"],
  [
    "a misspelt method",
    "good.csv --method priro",
    2,
    '"priro"',
    "Did you mean prior?",
    "[UNKNOWN_VALUE]",
  ],
  [
    "target columns that collide",
    "collision.csv --layout columns",
    2,
    "collision.csv: ",
    '"soft_target_a"',
    "--target-name",
    "[TARGET_COLLISION]",
  ],
  [
    "a target that collides",
    "good.csv --target-name id",
    2,
    '"id"',
    "--target-name",
    "[TARGET_COLLISION]",
  ],
  [
    "a class index called like a target",
    "good.csv --codes soft_target",
    2,
    'good.csv: column "soft_target": --codes and the targets would both write',
    "--codes",
    "[TARGET_COLLISION]",
  ],
  [
    "another header in the second input",
    "good.csv misnamed.csv",
    1,
    'misnamed.csv: column 2 is "labl"; expected "label", as in good.csv.',
    "[HEADER_MISMATCH]",
  ],
  [
    "one column more in the second input",
    "good.csv longer.csv",
    1,
    'longer.csv: column 3 is "more"; expected none, as in good.csv.',
    "[HEADER_MISMATCH]",
  ],
  [
    "another type in the second input",
    "lists.arrow integers.arrow --label label",
    1,
    'integers.arrow: column 1 is "p" (int32); expected "p" (list<float64>), as in lists.arrow.',
    "[HEADER_MISMATCH]",
  ],
  [
    "lists in place of labels",
    "lists.arrow --label p --classes a,b",
    1,
    'lists.arrow: column "p": a column of type list cannot hold labels.',
    "[LABEL_TYPE]",
  ],
  [
    "integers in place of probabilities",
    "integers.arrow --soft p",
    2,
    'integers.arrow: column "p": --soft: found "p" alone, of type int32',
    "[SOFT_COLUMNS]",
  ],
  [
    "lists of any length without names of classes",
    "lists.arrow --soft p",
    2,
    'lists.arrow: column "p": --soft: found "p" alone, of type list<float64>',
    "--classes",
    "[SOFT_COLUMNS]",
  ],
  [
    "binary values for text",
    "bytes.arrow --label label --to csv",
    1,
    'bytes.arrow: column "image": found binary values',
    "--drop",
    "[BINARY_COLUMN]",
  ],
  [
    "a class of no name in a file",
    "good.csv --classes @gap.txt",
    2,
    "gap.txt:2: --classes: the name of a class is empty.",
    "[EMPTY_CLASS]",
  ],
  [
    "types where text is copied",
    "good.csv --types id=text --to csv",
    2,
    "--types has no effect: ",
    "[NO_EFFECT]",
  ],
  [
    "a dialect without any text",
    "lists.arrow --label label --delimiter ;",
    2,
    "--delimiter has no effect: neither the input nor the output is CSV or TSV",
    "[NO_EFFECT]",
  ],
  ["a cut-off Arrow file", "cut.arrow", 1, "cut.arrow: ", "[TRUNCATED]"],
  ["something that is not Arrow", "junk.arrow", 1, "junk.arrow: ", "[NOT_ARROW]"],
  ["an empty Arrow file", "empty.arrow", 1, "empty.arrow: ", "[EMPTY_INPUT]"],
  [
    "too many classes",
    "good.csv --max-classes 1",
    1,
    "good.csv:3: ",
    "more than 1",
    "--max-classes",
    "[TOO_MANY_CLASSES]",
  ],
  [
    "a smoothed dataset",
    "smoothed.arrow --drop soft_target",
    2,
    "smoothed.arrow: ",
    "0.19",
    "--allow-resmooth",
    "[ALREADY_SMOOTHED]",
  ],
  [
    "classes that are not UTF-8",
    "good.csv --classes @classes.txt",
    2,
    "classes.txt",
    "[BAD_CLASSES]",
  ],
  ["a quote of two characters", "good.csv --quote ab", 2, '"ab"', "[INVALID_DIALECT]"],
  [
    "a summary over the input",
    "good.csv --summary ./good.csv",
    2,
    "--summary",
    "[SUMMARY_CONFLICT]",
  ],
  [
    "a summary over the output",
    "good.csv --summary old.arrow",
    2,
    "--summary",
    "[SUMMARY_CONFLICT]",
  ],
  ["a summary in no folder", "good.csv --summary none/s.json", 2, '"none"', "[NO_SUCH_FOLDER]"],
  [
    "soft targets and a label",
    "soft.csv --soft p_* --label p_a",
    2,
    "--soft and --label",
    "[CONFLICT]",
  ],
] as const;

const cases = CASES.map(([name, args, code, ...holds]): Case => ({ name, args, code, holds }));
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bad-input-"));
  for (const [name, content] of Object.entries(FILES)) {
    writeFileSync(join(folder, name), content);
  }
  run(["good.csv", "smoothed.arrow"]);
  writeFileSync(
    join(folder, "cut.arrow"),
    readFileSync(join(folder, "smoothed.arrow")).subarray(0, 200),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("bad input", () => {
  it.each(cases)("tells of $name", ({ args, code, holds }) => {
    writeFileSync(join(folder, "old.arrow"), OLD);
    const before = readdirSync(folder).toSorted();
    const result = run([...args.split(" "), "--output", "old.arrow", "--quiet"]);
    expect(result.stderr.split("\n")).toEqual([expect.stringMatching(/^smooth-dataset: /u), ""]);
    for (const part of holds) {
      expect(result.stderr).toContain(part);
    }
    expect(result.code).toBe(code);
    expect(result.stdout).toBe("");
    expect(readFileSync(join(folder, "old.arrow"), "utf8")).toBe(OLD);
    expect(readdirSync(folder).toSorted()).toEqual(before);
  });

  it("is told as JSON where that is asked for", () => {
    const { stderr, code } = run(["few.csv", "out.csv", "--quiet", "--error-format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      kind: "data",
      code: "FIELD_COUNT",
      file: "few.csv",
      line: 3,
    });
  });

  it("leaves a summary that says so", () => {
    run(["few.csv", "out.csv", "--quiet", "--summary", "summary.json"]);
    const summary = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8")) as object;
    expect(summary).toMatchObject({ status: "failed", error: { code: "FIELD_COUNT", line: 3 } });
    rmSync(join(folder, "summary.json"));
  });

  it.each([
    ["with its columns in another order", "label,id\na,1\n"],
    ["with one column more", "id,label,extra\n1,a,2\n"],
  ])("is a second dataset %s", (_name, content) => {
    writeFileSync(join(folder, "other.csv"), content);
    expect(run(["good.csv", "other.csv", "--quiet"])).toMatchObject({ code: 2 });
    expect(readFileSync(join(folder, "other.csv"), "utf8")).toBe(content);
    rmSync(join(folder, "other.csv"));
  });

  it("is a second dataset where an output could stand", () => {
    const before = readFileSync(join(folder, "twin.csv"), "utf8");
    const { code, stderr } = run(["good.csv", "twin.csv", "--quiet"]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("[OUTPUT_IS_DATASET]") as string,
    });
    expect(readFileSync(join(folder, "twin.csv"), "utf8")).toBe(before);
  });

  it.skipIf(!existsSync("/dev/full"))("is a full disk", () => {
    const { code, stderr } = run(["good.csv", "--quiet", "-o", "/dev/full", "--to", "csv"]);
    expect({ code, stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("[ENOSPC]") as string,
    });
  });
});

describe("input that only looks bad", () => {
  it("may be of a single class", () => {
    const { code, stdout, stderr } = run(["-", "--classes", "only"], "id,label\n1,only\n");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "id,label,soft_target_only\n1,only,1\n" });
    expect(stderr).toContain("[SINGLE_CLASS]");
    expect(run(["-", "--classes", "only", "--strict", "--quiet"], "id,label\n1,only\n").code).toBe(
      1,
    );
  });

  it("may be the output", () => {
    writeFileSync(join(folder, "same.csv"), "id,label\n1,a\n2,b\n");
    expect(run(["same.csv", "same.csv", "--quiet", "--classes", "a,b"]).code).toBe(0);
    expect(readFileSync(join(folder, "same.csv"), "utf8")).toBe(
      "id,label,soft_target_a,soft_target_b\n1,a,0.95,0.05\n2,b,0.05,0.95\n",
    );
  });

  it("may go to /dev/null, which stays what it is", () => {
    expect(run(["good.csv", "/dev/null", "--to", "csv", "--quiet"]).code).toBe(0);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("may be smoothed again into the same output", () => {
    expect(run(["good.csv", "again.csv", "--quiet"]).code).toBe(0);
    expect(run(["good.csv", "again.csv", "--quiet", "--eps", "0.2"]).code).toBe(0);
    rmSync(join(folder, "again.csv"));
  });

  it("may be read while nobody hears what is said", () => {
    const script = `"${process.execPath}" "${MAIN}" good.csv unheard.csv 2>&1 >/dev/null | true; exit \${PIPESTATUS[0]}`;
    expect(spawnSync("bash", ["-c", script], { cwd: folder }).status).toBe(0);
    expect(readFileSync(join(folder, "unheard.csv"), "utf8")).toContain("soft_target_a");
    rmSync(join(folder, "unheard.csv"));
  });

  it("may never come: a signal ends the wait, and nothing is left", async () => {
    const before = readdirSync(folder).toSorted();
    const child = spawn(process.execPath, [MAIN, "-", "stalled.csv", "--classes", "a", "--quiet"], {
      cwd: folder,
    });
    setTimeout(() => child.kill("SIGTERM"), 500);
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    expect(code === 143 || signal === "SIGTERM").toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(before);
  });

  it("may have no reader any more", () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => `${row},a\n`).join("");
    writeFileSync(join(folder, "long.csv"), `id,label\n${rows}`);
    const script = `"${process.execPath}" "${MAIN}" long.csv --classes a,b --quiet | head -n 1; exit \${PIPESTATUS[0]}`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "id,label,soft_target_a,soft_target_b\n",
      stderr: "",
    });
  });
});
