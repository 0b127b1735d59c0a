import { describe, expect, it } from "vitest";
import { matchPredictions, type PredictionMatch } from "../../src/predictions/match-predictions.js";
import { faultIn } from "../faults.js";

const LEARNED = { isLearned: true };

function match(
  columns: string,
  classes: string,
  { isLearned = false, isNamed = true } = {},
): PredictionMatch {
  const request = { columns: columns.split(" "), classes: classes.split(" ") };
  return matchPredictions({ ...request, isNamed, isLearned });
}

describe("matchPredictions", () => {
  it.each([
    ["cat dog", "cat dog", [0, 1]],
    ["dog cat", "cat dog", [1, 0]],
    ["logit_dog logit_cat", "cat dog", [1, 0]],
    ["p2 p0 p1", "0 1 2", [1, 2, 0]],
    ["c11 c12", "2 1", [1, 0]],
    ["x10 x2", "2 10", [1, 0]],
    // Both names begin like a class, and with the letter that they have in common.
    ["aa aaa", "a aa", [0, 1]],
    ["aab aa", "aa aab", [1, 0]],
  ])("takes %j for the classes %j by name", (columns, classes, order) => {
    expect(match(columns, classes)).toEqual({
      matched: "name",
      order,
      classes: classes.split(" "),
    });
    expect(match(columns, classes, LEARNED)).toMatchObject({ matched: "name", order });
  });

  it.each([
    ["a b", "cat dog"],
    ["f1 f2 f3", "x y z"],
    ["logit_cat logit_dog", "Cat Dog"],
    ["score_2 score_10", "red blue"],
  ])(
    "takes %j for the classes %j by position, for no name is one of theirs",
    (columns, classes) => {
      expect(match(columns, classes)).toMatchObject({
        matched: "position",
        order: classes.split(" ").map((_, code) => code),
      });
    },
  );

  it("takes columns by position where classes have no names", () => {
    expect(match("p1 p2 p3", "0 1 2", { isNamed: false })).toMatchObject({
      matched: "position",
      order: [0, 1, 2],
    });
  });

  it("adds classes that have a column and no row to those that were learned, in their order", () => {
    expect(match("z_dog z_cow z_ant", "ant dog", LEARNED)).toEqual({
      matched: "name",
      classes: ["ant", "cow", "dog"],
      order: [2, 1, 0],
    });
    expect(match("p10 p9 p1", "1 10", LEARNED).classes).toEqual(["1", "9", "10"]);
  });

  it("adds them behind classes that have an order of their own", () => {
    expect(match("low high none mid", "low mid high", LEARNED).classes).toEqual([
      "low",
      "mid",
      "high",
      "none",
    ]);
  });

  it.each([
    [
      "z_cat z_dgo",
      "cat dog",
      'of 2 classes 1 have a prediction column of their name after "z_"; "dog" has none; "z_dgo" is named after none',
    ],
    [
      "p1 p2 p3",
      "0 1 2",
      'of 3 classes 2 have a prediction column of their name after "p"; "0" has none; "p3" is named after none',
    ],
    ["cat", "cat dog", 'of 2 classes 1 have a prediction column of their name; "dog" has none'],
  ])("refuses %j for the classes %j, which match in part", (columns, classes, message) => {
    for (const isLearned of [false, true]) {
      expect(faultIn(() => match(columns, classes, { isLearned }))).toMatchObject({
        kind: "usage",
        code: "PREDICTION_NAMES",
        message,
      });
    }
  });

  it.each([
    ["z_dog w", "cat dog", "z_dog", "dog"],
    ["a-cat b-dog", "cat dog", "a-cat", "cat"],
    ["svm.0 rf.1", "0 1", "svm.0", "0"],
  ])("refuses %j for the classes %j, for %j is of another", (columns, classes, column, name) => {
    expect(faultIn(() => match(columns, classes))).toMatchObject({
      code: "PREDICTION_NAMES",
      message: expect.stringContaining(`"${column}" is named after the class "${name}", but`),
    });
    expect(match(columns, classes, { isNamed: false }).matched).toBe("position");
  });

  it("refuses a column that is named after none of the classes that were given", () => {
    expect(faultIn(() => match("z_cat z_cow z_dog", "cat dog"))).toMatchObject({
      code: "PREDICTION_NAMES",
      message: 'the prediction column "z_cow" is for none of the 2 classes (cat, dog)',
    });
  });

  it("takes no empty name for a class", () => {
    expect(faultIn(() => match("p px py", "x y", LEARNED)).code).toBe("PREDICTION_COUNT");
  });

  it.each([
    ["a b c", "cat dog", "found 3 prediction columns (a, b, c) for 2 classes (cat, dog)"],
    ["a b", "x y z", "found 2 prediction columns (a, b) for 3 classes (x, y, z)"],
  ])("refuses %j for the classes %j, which are not as many", (columns, classes, message) => {
    expect(faultIn(() => match(columns, classes))).toMatchObject({
      code: "PREDICTION_COUNT",
      message,
    });
  });

  it("refuses an order by position that text would not have, where nobody gave it", () => {
    const [columns, classes] = ["a b c", "1 2 10"];
    expect(faultIn(() => match(columns, classes, LEARNED))).toMatchObject({
      code: "PREDICTION_ORDER",
      message:
        'the predictions go by position, but the learned classes could have two orders: class 1 is "2", and "10" where they are sorted as text',
      hint: "Give the order that the model was trained with by `classes`.",
    });
    expect(match(columns, classes).matched).toBe("position");
    expect(match("a b c", "0 1 2", LEARNED).matched).toBe("position");
  });

  it("compares text by its bytes, as classes are sorted", () => {
    // In UTF-16 the smiley comes before the full-width letter; in UTF-8 behind it.
    expect(match("a b", "\u{ff41} \u{1f600}", LEARNED).matched).toBe("position");
  });
});
