import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../built-command.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const MAIN = join(ROOT, "dist", "cli", "main.js");

const FILES: Readonly<Record<string, string>> = {
  "data.csv": "id,label,w,fold,z_a,z_b\n1,a,1,x,1,2\n2,b,-1,y,3,1\n",
  "probs.csv": "id,label,p_a,p_b\n1,a,0.75,0.25\n2,b,0.5,0.5\n",
  "weights.csv": "class,weight\na,1\nb,x\n",
};

/** A call, and the one line it ends with, exit code first. */
const CASES: readonly (readonly [string, number, string])[] = [
  [
    "data.csv --pred z_* --class-weights a=1,c=2",
    2,
    'data.csv: --class-weights: there is no class "c"; the classes are a, b. [UNKNOWN_CLASS]',
  ],
  [
    "data.csv --pred z_* --class-weights a=1",
    2,
    'data.csv: --class-weights: the class "b" is not named. Every class needs a value. [MISSING_CLASS]',
  ],
  [
    "data.csv --pred z_* --class-weights 1,2",
    2,
    "data.csv: --class-weights: values without class names go by class order, and the classes are learned. Name the classes beside the values, or list them with --classes. [CLASS_ORDER]",
  ],
  [
    "data.csv --pred z_* --class-weights 1,2,3 --classes a,b",
    2,
    "data.csv: --class-weights: found 3 values, expected 2, one for each class. [VALUE_COUNT]",
  ],
  [
    "data.csv --pred z_* --class-weights a=1,b=-2",
    2,
    'data.csv: --class-weights: the value of class "b" is -2; expected a finite number that is not negative. [BAD_WEIGHT]',
  ],
  [
    "data.csv --pred z_* --class-weights a=0,b=0",
    2,
    "data.csv: --class-weights: all weights are 0. Nothing would be counted. [BAD_WEIGHT]",
  ],
  [
    "data.csv --pred z_* --class-weights weights.csv",
    2,
    'weights.csv:3: --class-weights: the value of class "b" is "x", which is no number. [BAD_VALUES]',
  ],
  [
    "data.csv --pred z_* --sample-weight w",
    1,
    'data.csv:3: column "w": the weight is -1; expected a finite number that is not negative. [BAD_WEIGHT]',
  ],
  [
    "data.csv --pred z_* --sample-weight weight",
    2,
    'data.csv: --sample-weight: there is no column "weight"; the columns are id, label, w, fold, z_a, z_b. [UNKNOWN_COLUMN]',
  ],
  [
    "data.csv --pred z_* --by folds",
    2,
    'data.csv: --by: there is no column "folds"; the columns are id, label, w, fold, z_a, z_b. Did you mean "fold"? [UNKNOWN_COLUMN]',
  ],
  [
    "data.csv --pred z_* --like pytorch",
    2,
    '--like: "pytorch" is none of torch, keras, tfjs, fairseq, fastai, sklearn, xgboost, lightgbm. Did you mean torch? [UNKNOWN_VALUE]',
  ],
  [
    "probs.csv --pred p_* --like sklearn",
    2,
    "probs.csv: the loss of sklearn knows no smoothing. Say --eps 0, or leave --like out. [LIKE_CONFLICT]",
  ],
  [
    "data.csv --pred z_* --like sklearn --pred-kind logits --eps 0",
    2,
    "data.csv: the loss of sklearn takes probs, and the predictions are logits. Give probs with --pred-kind probs. [LIKE_CONFLICT]",
  ],
  [
    "probs.csv --pred p_* --like sklearn --eps 0 --clip 0.1",
    2,
    "--clip: the loss of sklearn has limits of its own. Leave one of them out: --like sklearn is the loss as it is there. [LIKE_CONFLICT]",
  ],
  [
    "data.csv --pred z_* --clip 0.1",
    2,
    "data.csv: --clip is for probabilities, and the predictions are logits. Leave it out, or say --pred-kind probs. [CONFLICT]",
  ],
  [
    "probs.csv --pred p_* --pred-kind probs --clip 1",
    2,
    "--clip is 1; it must be between 0 and 0.5. [BAD_CLIP]",
  ],
  [
    "data.csv --pred z_* --like fairseq --method uniform",
    2,
    "data.csv: the loss of fairseq smooths by the method others and one epsilon. Say --method others, or leave --like out. [LIKE_CONFLICT]",
  ],
  [
    "data.csv --pred z_* --like fairseq --class-weights a=1,b=2",
    2,
    "--class-weights: the loss of fairseq weighs no classes. Leave one of them out: --like fairseq is the loss as it is there. [LIKE_CONFLICT]",
  ],
  [
    "data.csv --pred z_* --mean-over classes",
    2,
    '--mean-over: "classes" is none of weights, rows. [UNKNOWN_VALUE]',
  ],
  [
    "data.csv --pred z_* --loss-name fold",
    2,
    'data.csv: column "fold": the new column "fold" is there already. Drop the old column with --drop fold, or choose another name with --loss-name. [LOSS_COLLISION]',
  ],
  [
    "data.csv --like keras",
    2,
    "--like has no effect: without --pred there is no loss. Leave it out. [NO_EFFECT]",
  ],
  ["data.csv --pred z_* --ece-bins 0", 2, "--ece-bins: 0 is no positive integer. [BAD_COUNT]"],
  [
    "data.csv --pred z_* --ece-convention left",
    2,
    '--ece-convention: "left" is none of histogram, torchmetrics, right-closed. [UNKNOWN_VALUE]',
  ],
  [
    "data.csv --json",
    2,
    "--json has no effect: it is for smooth-dataset score. --summary - prints the summary of a run. [NO_EFFECT]",
  ],
  [
    "score data.csv",
    2,
    "there are no predictions to score. Name their columns with --pred, or their file with --pred-file. [NO_PREDICTIONS]",
  ],
  [
    "score data.csv --pred z_* --layout list",
    2,
    "--layout has no effect: scoring writes no targets. Leave it out. [NO_EFFECT]",
  ],
  [
    "score data.csv --pred z_* --method others",
    2,
    "--method has no effect: scoring smooths nothing by default. Leave it out, or say how much with --eps. [NO_EFFECT]",
  ],
  [
    "score data.csv --pred z_* --keep id",
    2,
    "--keep has no effect: nothing is written without an output. Leave it out. [NO_EFFECT]",
  ],
  [
    "score probs.csv --soft p_* --pred p_* --like xgboost",
    2,
    "probs.csv: the loss of xgboost takes a class for each row, and the targets are distributions. Leave one of them out: --like xgboost is the loss as it is there. [LIKE_CONFLICT]",
  ],
  [
    "score data.csv x.csv --pred z_* --loss-name z_a",
    2,
    'data.csv: column "z_a": the new column "z_a" is there already. Drop the old column with --drop z_a, or choose another name with --loss-name. [LOSS_COLLISION]',
  ],
  [
    "score --pred z_*",
    2,
    "no input is given. Usage: smooth-dataset <input> [output] [options], where - is stdin; smooth-dataset --help shows examples. [MISSING_INPUT]",
  ],
];

describe("a loss that cannot be", () => {
  it.each(CASES)("%s", (args, code, line) => {
    const folder = temporaryFolder();
    for (const [name, content] of Object.entries(FILES)) {
      writeFileSync(join(folder, name), content);
    }
    const result = spawnSync(process.execPath, [MAIN, ...args.split(" "), "--quiet"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ code: result.status, stderr: result.stderr }).toEqual({
      code,
      stderr: `smooth-dataset: ${line}\n`,
    });
    expect(readdirSync(folder)).toEqual(Object.keys(FILES));
  });
});
