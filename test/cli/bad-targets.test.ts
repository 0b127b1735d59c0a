import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../built-command.js";

const MAIN = join(ROOT, "dist", "cli", "main.js");

const FILES: Readonly<Record<string, string>> = {
  "two.csv": "id,label\n1,benign\n2,malignant\n",
  "three.csv": "id,label\n1,cat\n2,dog\n3,fox\n",
  "taken.csv": "row,class\n1,cat\n2,dog\n",
};

/** A call, and the one line it ends with. */
const CASES: readonly (readonly [string, string])[] = [
  [
    "three.csv --positive cat",
    "three.csv: --positive is for two classes, and there are 3 (cat, dog, fox). For more, --layout long writes a weighted line for each class of a row. [POSITIVE_CLASSES]",
  ],
  [
    "two.csv --positive malignent",
    'two.csv: --positive: "malignent" is none of the 2 classes (benign, malignant). Did you mean "malignant"? [UNKNOWN_CLASS]',
  ],
  [
    "two.csv --positive malignant --layout list",
    "--positive and --layout exclude each other: one probability is one column. [CONFLICT]",
  ],
  [
    "taken.csv --layout long",
    'taken.csv: column "row": the new column "row" is there already. Drop the old column with --drop row, or rename it: that of the layout long has no other name. [TARGET_COLLISION]',
  ],
  [
    "two.csv --layout long --target-name class",
    'two.csv: column "class": --target-name and the targets would both write the column "class". Choose another name with --target-name. [TARGET_COLLISION]',
  ],
  [
    "long.arrow --label label",
    "long.arrow: the dataset has a line for each row and class (layout long): its lines are no rows to smooth. Smooth the dataset that it was made of. [LONG_INPUT]",
  ],
];

let folder: string;

function run(...args: string[]): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, encoding: "utf8" });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bad-targets-"));
  for (const [name, content] of Object.entries(FILES)) {
    writeFileSync(join(folder, name), content);
  }
  run("two.csv", "long.arrow", "--layout", "long");
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("targets that cannot be written", () => {
  it.each(CASES)("%s", (call, line) => {
    const { status, stderr } = run(...call.split(" "), "--quiet");
    expect({ status, stderr }).toEqual({ status: 2, stderr: `smooth-dataset: ${line}\n` });
  });
});
