import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../built-command.js";

const MAIN = join(ROOT, "dist", "cli", "main.js");

const FILES: Readonly<Record<string, string>> = {
  "in.csv": "id,label,e,w\n1,cat,0.1,x\n2,dog,0,0.1\n3,cat,0.5,\n4,fox,1,0\n",
  "over.csv": 'id,label,e\n1,cat,0.1\n2,"dog",1.5\n',
  "none.csv": "label,e\ncat,0.1\ndog,\n",
  "matrix.csv": ",cat,dog,fox\ncat,1,0,0\ndog,0.5,0.4,0\nfox,0,0,1\n",
  "sign.csv": ",cat,dog,fox\ncat,1,0,0\ndog,0.5,0.7,-0.2\nfox,0,0,1\n",
  "small.csv": ",cat,dog\ncat,1,0\ndog,0.5,0.5\n",
  "prior.csv": "class,value\ncat,0.5\ndgo,0.25\nfox,0.25\n",
};

/** A call, and the one line it ends with, exit code first. */
const CASES: readonly (readonly [string, number, string])[] = [
  [
    "in.csv --label label --prior cat=1",
    2,
    "--prior has no effect with --method uniform. Leave it out, or say --method prior. [NO_EFFECT]",
  ],
  [
    "in.csv --label label --method prior --prior prior.csv",
    2,
    'prior.csv:3: --prior: there is no class "dgo"; the classes are cat, dog, fox. Did you mean "dog"? [UNKNOWN_CLASS]',
  ],
  [
    "in.csv --label label --method prior --prior 0.5,0.25,0.25",
    2,
    "in.csv: --prior: values without class names go by class order, and the classes are learned. Name the classes beside the values, or list them with --classes. [CLASS_ORDER]",
  ],
  [
    "in.csv --label label --method prior --prior absent.json",
    2,
    '--prior: there is no file "absent.json". [NO_SUCH_FILE]',
  ],
  [
    "in.csv --label label --method ordinal --sigma 0",
    2,
    "sigma is 0; it must be above 0 and finite. [BAD_SIGMA]",
  ],
  [
    "in.csv --label label --method matrix",
    2,
    "--method matrix needs --matrix. It says where each class's mass goes: a row and a column for each class. [NO_MATRIX]",
  ],
  [
    "in.csv --label label --method matrix --matrix matrix.csv",
    2,
    'matrix.csv:3: --matrix: the row of class "dog" adds up to 0.9; expected 1 within 0.000001. [BAD_MATRIX]',
  ],
  [
    "in.csv --label label --method matrix --matrix sign.csv",
    2,
    'sign.csv:3: --matrix: the row of class "dog" has -0.2 for class "fox"; expected a finite number that is not negative. [BAD_MATRIX]',
  ],
  [
    "in.csv --label label --method matrix --matrix small.csv",
    2,
    'small.csv: --matrix: the class "fox" is not named. Every class needs a value. [MISSING_CLASS]',
  ],
  [
    "in.csv --num-classes 2001 --label e --method matrix --matrix small.csv",
    2,
    "in.csv: --matrix: there are 2001 classes; expected at most 2000. --method ordinal and --method prior take any number. [TOO_MANY_CLASSES]",
  ],
  [
    "in.csv --label label --class-eps cat=2",
    2,
    'in.csv: --class-eps: the value of class "cat" is 2; expected a number from 0 to 1. [BAD_EPSILON]',
  ],
  [
    "in.csv --label label --class-eps cat=0 --eps-column e",
    2,
    "--eps-column and --class-eps exclude each other. [CONFLICT]",
  ],
  [
    "in.csv --label label --eps 0.1 --eps-column e",
    2,
    "--eps-column and --eps exclude each other. [CONFLICT]",
  ],
  [
    "over.csv --label label --eps-column e",
    1,
    'over.csv:3: column "e": epsilon is 1.5; expected a number from 0 to 1. [BAD_EPSILON]',
  ],
  [
    "over.csv --label label --eps-column e --to arrow",
    1,
    'over.csv:3: column "e": epsilon is 1.5; expected a number from 0 to 1. [BAD_EPSILON]',
  ],
  [
    "none.csv --label label --eps-column e",
    1,
    'none.csv:3: column "e": epsilon is missing or no number; expected a number from 0 to 1. [BAD_EPSILON]',
  ],
  [
    "in.csv --label label --eps-column w --drop id",
    1,
    'in.csv:2: column "w": epsilon is missing or no number; expected a number from 0 to 1. [BAD_EPSILON]',
  ],
  [
    "in.csv --label label --eps-column ee",
    2,
    'in.csv: --eps-column: there is no column "ee"; the columns are id, label, e, w. [UNKNOWN_COLUMN]',
  ],
  [
    "in.csv --label label --multi-label --method others",
    2,
    "in.csv: --method others does not go with several labels a row, whose classes share nothing out. Leave it out: --method uniform moves each class towards a half. [MULTI_LABEL_METHOD]",
  ],
  [
    "in.csv --label label --layout none --class-eps cat=0",
    2,
    "--class-eps has no effect: with --layout none no targets are written, and CSV has no metadata to keep it in. Leave it out. [NO_EFFECT]",
  ],
  [
    "in.csv --label label --class-eps cat=0 --summary x.json --method matrix --matrix x.json",
    2,
    "--summary x.json is also read or written as the dataset. Write the summary to a file of its own. [SUMMARY_CONFLICT]",
  ],
];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bad-smoothing-"));
  for (const [name, content] of Object.entries(FILES)) {
    writeFileSync(join(folder, name), content);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("smoothing that cannot be", () => {
  it.each(CASES)("%s", (args, code, line) => {
    const result = spawnSync(process.execPath, [MAIN, ...args.split(" "), "--quiet"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ code: result.status, stderr: result.stderr }).toEqual({
      code,
      stderr: `smooth-dataset: ${line}\n`,
    });
  });
});
