import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../built-command.js";
import { batchOf, fixedListColumn, floatColumn, intColumn, textColumn } from "../columns-from.js";
import { encode } from "../formats/arrow/arrow-bytes.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const MAIN = join(ROOT, "dist", "cli", "main.js");
const SAVED = JSON.parse(readFileSync(join(ROOT, "test", "golden", "npy.json"), "utf8")) as Record<
  string,
  string
>;

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "data.csv": "id,label,z_dog,z_cat,w\n1,cat,1,2,3\n2,dog,-3,4,0\n",
  "nan.csv": "id,label,a,b\n1,cat,1,2\n2,dog,nan,4\n",
  "inf.csv": "id,label,a,b\n1,cat,1,2\n2,dog,3,inf\n",
  "none.csv": "id,label,a,b\n1,cat,-inf,-inf\n2,dog,3,4\n",
  "p.csv": "id,label,a,b\n1,cat,0.25,0.75\n2,dog,1,0\n",
  "q.csv": "id,label,a,b\n1,cat,0.25,0.75\n2,dog,0.5,0.25\n",
  "minus.csv": "id,label,a,b\n1,cat,1.25,-0.25\n2,dog,0.5,0.5\n",
  "ten.csv": "label,a,b\n2,1,2\n10,3,4\n",
  "text.csv": "id,label\na,cat\nb,dog\n",
  "three.csv": "cat,dog\n1,2\n3,4\n5,6\n",
  "one.csv": "cat,dog\n1,2\n",
  "twice.csv": "id,cat,dog\n1,1,2\n2,3,4\n1,5,6\n",
  "other.csv": "id,cat,dog\n7,1,2\n1,3,4\n",
  "null.csv": "id,cat,dog\n1,1,2\n,3,4\n",
  "big.npy": Buffer.from(SAVED["big-endian"], "base64"),
  "fortran.npy": Buffer.from(SAVED.fortran, "base64"),
  "wide.npy": Buffer.from(SAVED.float64, "base64"),
  "cut.npy": Buffer.from(SAVED.float32, "base64").subarray(0, -2),
};

const SELECT =
  "Select a column for each class, or name the classes as the columns are with --classes.";
const BY_ORDER =
  "Rows belong together by their order. To join them by a column instead, name it with --on.";

/** A call, and the one line it ends with, exit code first. */
const CASES: readonly (readonly [string, number, string])[] = [
  [
    "data.csv --pred z_dog,w",
    2,
    `data.csv: the prediction column "z_dog" is named after the class "dog", but all of them (z_dog, w) are not one common prefix and the names of classes. ${SELECT} [PREDICTION_NAMES]`,
  ],
  [
    "data.csv --pred z_*,w",
    2,
    `data.csv: the prediction column "z_dog" is named after the class "dog", but all of them (z_dog, z_cat, w) are not one common prefix and the names of classes. ${SELECT} [PREDICTION_NAMES]`,
  ],
  [
    "nan.csv --pred id,a,b",
    2,
    "nan.csv: found 3 prediction columns (id, a, b) for 2 classes (cat, dog). Select one column for each class. [PREDICTION_COUNT]",
  ],
  [
    "data.csv --pred z_* --classes cat,dog,cow",
    2,
    `data.csv: of 3 classes 2 have a prediction column of their name after "z_"; "cow" has none. ${SELECT} [PREDICTION_NAMES]`,
  ],
  [
    "data.csv --pred z_* --classes cat,cow",
    2,
    `data.csv: of 2 classes 1 have a prediction column of their name after "z_"; "cow" has none; "z_dog" is named after none. ${SELECT} [PREDICTION_NAMES]`,
  ],
  [
    "data.csv --pred z_dog",
    2,
    'data.csv: column "z_dog": found "z_dog" alone, which holds no lists; expected a prediction column for each of 2 classes, or one list column. If it is for one of two classes, say for which with --positive. [PREDICTION_COLUMNS]',
  ],
  [
    "data.csv --pred x_*",
    2,
    'data.csv: --pred: no column matches "x_*"; the columns are id, label, z_dog, z_cat, w. [UNKNOWN_COLUMN]',
  ],
  [
    "data.csv --pred *",
    2,
    'data.csv: column "label": the column "label", which would be the label, is taken for predictions. Name the label column with --label, or select fewer. [NO_LABEL]',
  ],
  [
    "data.csv --pred * --label label",
    2,
    'data.csv: column "label": --pred: the label column "label" is among the prediction columns. Name the label column with --label, or select fewer. [PREDICTION_COLUMNS]',
  ],
  [
    "nan.csv --pred a,b",
    1,
    'nan.csv:3: column "a": a prediction is missing or no number. [BAD_PREDICTION]',
  ],
  [
    "inf.csv --pred a,b",
    1,
    'inf.csv:3: column "b": a logit is Infinity; expected a number below that. [BAD_PREDICTION]',
  ],
  [
    "none.csv --pred a,b",
    1,
    'none.csv:2: column "a": all logits of the row are -Infinity; expected a finite one at least. [BAD_PREDICTION]',
  ],
  [
    "p.csv --pred a,b",
    2,
    "p.csv: the predictions of all 2 rows look like probabilities, which add up to 1; expected logits. Say what they are with --pred-kind probs or --pred-kind logits: the loss differs. [PREDICTION_KIND]",
  ],
  [
    "q.csv --pred a,b --pred-kind probs",
    1,
    'q.csv:3: column "a": the predicted probabilities of the row add up to 0.75; expected 1 within 0.001. If they are logits, say --pred-kind logits. [BAD_PREDICTION]',
  ],
  [
    "minus.csv --pred b,a --pred-kind probs",
    1,
    'minus.csv:2: column "b": a predicted probability is -0.25; expected a number from 0 to 1. If the predictions are logits, say --pred-kind logits. [BAD_PREDICTION]',
  ],
  [
    "ten.csv --pred a,b",
    2,
    'ten.csv: the predictions go by position, but the learned classes could have two orders: class 0 is "2", and "10" where they are sorted as text. Give the order that the model was trained with by --classes. [PREDICTION_ORDER]',
  ],
  [
    "data.csv --pred z_* --pred-kind odds",
    2,
    '--pred-kind: "odds" is none of logits, probs. [UNKNOWN_VALUE]',
  ],
  [
    "data.csv --pred-kind probs",
    2,
    "--pred-kind has no effect: without --pred there are no predictions. Leave it out. [NO_EFFECT]",
  ],
  [
    "data.csv --pred z_* --on id",
    2,
    "--on has no effect: without --pred-file predictions are columns of the rows. Leave it out. [NO_EFFECT]",
  ],
  [
    "data.csv --pred-file three.csv",
    1,
    `three.csv: there are 3 rows of predictions for 2 rows of data; expected as many. ${BY_ORDER} [PREDICTION_ROWS]`,
  ],
  [
    "data.csv --pred-file one.csv",
    1,
    `one.csv: there are 1 rows of predictions for 2 rows of data; expected as many. ${BY_ORDER} [PREDICTION_ROWS]`,
  ],
  [
    "data.csv --pred-file twice.csv --on id",
    1,
    'twice.csv: column "id": 1 row of predictions has a key that another one has: "1". Every key may be there once. [REPEATED_KEY]',
  ],
  [
    "data.csv --pred-file other.csv --on id",
    1,
    'other.csv: column "id": 1 row has no prediction: no key of the predictions is "2". The keys there are such as "7". [MISSING_KEY]',
  ],
  [
    "data.csv --pred-file null.csv --on id",
    1,
    'null.csv:3: column "id": the key of a row of predictions is missing. Fill it in or drop the row. [MISSING_KEY]',
  ],
  [
    "keys.arrow --pred-file scores.arrow --on id",
    2,
    'keys.arrow: column "id": --on: the keys in "id" are text, and those of the predictions in "id" are whole numbers; expected the same. [KEY_TYPE]',
  ],
  [
    "data.csv --pred-file scores.arrow --on id=z",
    2,
    'scores.arrow: column "z": --on: the column "z" is of type fixed_size_list<float64>[2]; expected keys that are whole numbers or text. [KEY_TYPE]',
  ],
  [
    "data.csv --pred-file wide.npy --on id",
    2,
    "wide.npy: --on: a NumPy array has no columns to find rows by. Leave --on out where the rows are in the order of the data. [NO_KEY]",
  ],
  [
    "data.csv --pred-file wide.npy",
    2,
    'wide.npy: column "predictions": the lists of the column "predictions" have 3 predictions for 2 classes (cat, dog). Name all classes, in the order of the predictions, with --classes. [PREDICTION_COUNT]',
  ],
  [
    "data.csv --pred-file big.npy",
    1,
    'big.npy: the array is of dtype >f8; expected <f4 or <f8, little-endian float32 or float64. Convert it: numpy.save(file, array.astype("<f4")). [NPY_TYPE]',
  ],
  [
    "data.csv --pred-file fortran.npy",
    1,
    "fortran.npy: the array is in Fortran's order, column by column. Expected row by row: numpy.save(file, numpy.ascontiguousarray(array)). [NPY_ORDER]",
  ],
  [
    "data.csv --pred-file cut.npy",
    1,
    "cut.npy: this is no whole NumPy file: it has 142 bytes; its header promises 2 rows of 2, which take 144. Write it again with numpy.save(file, array). [BAD_NPY]",
  ],
  [
    "- --pred-file - --label label",
    2,
    "stdin (-) is given twice; it can be read once. [DOUBLED_INPUT]",
  ],
  [
    "data.csv --pred-file - --explain",
    2,
    "a stream is not consumed just to plan a run. Give a file. [STDIN_PLAN]",
  ],
];

describe("predictions that cannot be", () => {
  it.each(CASES)("%s", async (args, code, line) => {
    const folder = temporaryFolder();
    for (const [name, content] of Object.entries(FILES)) {
      writeFileSync(join(folder, name), content);
    }
    const keys = [textColumn("id", ["1", "2"]), textColumn("label", ["cat", "dog"])];
    writeFileSync(join(folder, "keys.arrow"), await encode([batchOf(keys)]));
    const scores = [
      intColumn("id", "int64", [1n, 2n]),
      fixedListColumn("z", floatColumn("item", [1, 2, 3, 4]), { size: 2 }),
    ];
    writeFileSync(join(folder, "scores.arrow"), await encode([batchOf(scores)]));
    const result = spawnSync(process.execPath, [MAIN, ...args.split(" "), "--quiet"], {
      cwd: folder,
      encoding: "utf8",
      input: "",
    });
    expect({ code: result.status, stderr: result.stderr, stdout: result.stdout }).toEqual({
      code,
      stderr: `smooth-dataset: ${line}\n`,
      stdout: expect.stringMatching(code === 1 || args.startsWith("p.csv") ? /(?:)/u : /^$/u),
    });
  });
});
