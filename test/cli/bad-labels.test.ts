import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../built-command.js";
import { batchOf, fixedListColumn, textColumn } from "../columns-from.js";
import { encode } from "../formats/arrow/arrow-bytes.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const MAIN = join(ROOT, "dist", "cli", "main.js");

const FILES: Readonly<Record<string, string>> = {
  "index.csv": "id,label\n1,0\n2,-100\n3,2\n",
  "gap.csv": "id,label\n1,cat\n2,\n3,dog\n",
  "all.csv": "label\n-100\n-100\n",
  "tags.csv": 'id,tags\n1,cat|dog\n2,cow\n3,"NA"\n4,NA\n',
  "yes.csv": "a,b\n1,1\n0,1.5\n",
  "blank.csv": "a,b\n0.5,0.5\n,\n",
};

const STAY = "Rows with this label stay, without targets, with";

/** A call, and the one line it ends with, exit code first. */
const CASES: readonly (readonly [string, number, string])[] = [
  [
    "index.csv",
    1,
    'index.csv: column "label": a row has the label -100, which customarily marks rows to be ignored. Keep such rows without targets with --ignore-label -100, drop them first, or list the classes with --classes. [IGNORED_LABEL]',
  ],
  [
    "index.csv --num-classes 3",
    1,
    `index.csv:3: column "label": the label "-100" is no class index in 0…2. ${STAY} --ignore-index -100. [BAD_INDEX]`,
  ],
  [
    "index.csv --classes 0,2",
    1,
    `index.csv:3: column "label": the label "-100" is none of the 2 classes (0, 2). ${STAY} --ignore-label -100. [UNKNOWN_LABEL]`,
  ],
  [
    "gap.csv",
    1,
    `gap.csv:3: column "label": the label is missing. Every row needs a label: fill it in or drop the row, or keep such rows without targets with --ignore-label ''. [MISSING_LABEL]`,
  ],
  [
    "gap.csv --classes cat,dog --ignore-label cat",
    2,
    '--ignore-label names "cat", one of the 2 classes (cat, dog). Take it out of --classes, or leave --ignore-label out. [IGNORED_CLASS]',
  ],
  [
    "index.csv --num-classes 3 --ignore-label 2",
    2,
    '--ignore-label names "2", one of the class indices 0…2. To ignore a class index as PyTorch does, say --ignore-index 2. [IGNORED_CLASS]',
  ],
  [
    "index.csv --classes 0,2 --ignore-index 2",
    2,
    '--ignore-index names "2", one of the 2 classes (0, 2). Only class indices (--num-classes) may be classes and ignored. [IGNORED_CLASS]',
  ],
  [
    "gap.csv --ignore-index -100 --ignore-label=",
    2,
    'gap.csv: --ignore-index is for labels that are whole numbers, and the class "cat" is none. Name the label as it is spelled: --ignore-label -100. [IGNORE_INDEX]',
  ],
  [
    "index.csv --ignore-index 0.5",
    2,
    "--ignore-index: 0.5 is no whole number, expected one such as -100. [BAD_IGNORE_INDEX]",
  ],
  [
    "all.csv --ignore-index -100",
    1,
    'all.csv: column "label": there is no row that is not ignored to learn the classes from. Name the classes with --classes or --num-classes. [NO_ROWS]',
  ],
  [
    "all.csv --num-classes 2 --ignore-index -100 --strict",
    1,
    "every row is ignored (2 of 2), so that none has a target. Is the label column right, and what --ignore-label or --ignore-index names? This is a warning without --strict. [NOTHING_COUNTED]",
  ],
  [
    "index.csv --soft label --ignore-index -100",
    2,
    "--soft and --ignore-index exclude each other. Rows whose probabilities are missing are ignored with --ignore-label ''. [CONFLICT]",
  ],
  [
    "tags.csv --label tags --multi-label --classes cat,dog",
    1,
    'tags.csv:3: column "tags": the label "cow" is none of the 2 classes (cat, dog). [UNKNOWN_LABEL]',
  ],
  [
    "tags.csv --label tags --multi-label --null NA",
    1,
    `tags.csv:5: column "tags": the label is missing. Every row needs a label: fill it in or drop the row, or keep such rows without targets with --ignore-label ''. [MISSING_LABEL]`,
  ],
  [
    "tags.csv --label tags --multi-label --num-classes 3",
    1,
    'tags.csv:2: column "tags": the label "cat" is no class index in 0…2. Without --num-classes labels are taken as class names. [BAD_INDEX]',
  ],
  [
    "tags.csv --label tags --multi-label --codes code",
    2,
    "--multi-label and --codes exclude each other: a row of several labels has no single class index. [CONFLICT]",
  ],
  [
    "tags.csv --label tags --label-separator ;",
    2,
    "--label-separator has no effect: it is for --multi-label. Leave it out. [NO_EFFECT]",
  ],
  [
    "lists.arrow --label tags --multi-label --label-separator ;",
    2,
    'lists.arrow: column "tags": --label-separator has no effect on the column "tags": it holds lists, which are not split. Leave it out. [NO_EFFECT]',
  ],
  [
    "lists.arrow --label tags",
    1,
    'lists.arrow: column "tags": a column of type fixed-list cannot hold labels. Where rows have several labels, say --multi-label. [LABEL_TYPE]',
  ],
  [
    "lists.arrow --label tags --multi-label",
    1,
    `lists.arrow: row 2, column "tags": the label is missing. Every row needs a label: fill it in or drop the row, or keep such rows without targets with --ignore-label ''. [MISSING_LABEL]`,
  ],
  [
    "yes.csv --soft a,b --multi-label",
    1,
    'yes.csv:3: column "b": a probability is 1.5; expected one from 0 to 1. [BAD_DISTRIBUTION]',
  ],
  [
    "yes.csv --soft a,b --multi-label --label-separator ;",
    2,
    "--label-separator has no effect: with --soft no labels are read. Leave it out. [NO_EFFECT]",
  ],
  [
    "blank.csv --soft a,b",
    1,
    `blank.csv:3: column "a": a probability is missing or no number; expected a finite number that is not negative. Rows without probabilities stay, without targets, with --ignore-label ''. [BAD_DISTRIBUTION]`,
  ],
];

describe("labels that cannot be", () => {
  it.each(CASES)("%s", async (args, code, line) => {
    const folder = temporaryFolder();
    for (const [name, content] of Object.entries(FILES)) {
      writeFileSync(join(folder, name), content);
    }
    const lists = fixedListColumn("tags", textColumn("item", ["a", "b"]), {
      size: 1,
      present: [true, false],
    });
    writeFileSync(join(folder, "lists.arrow"), await encode([batchOf([lists])]));
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
