import { describe, expect, it } from "vitest";
import { binaryCrossEntropy } from "../../src/kernels.js";
import { BinaryRow } from "../../src/kernels/binary-cross-entropy.js";
import { isClose, readGolden } from "./golden-file.js";

/** A line of the golden file: logits x or probabilities p. */
interface GoldenCase {
  readonly classes: number;
  readonly eps: number;
  readonly x?: readonly number[];
  readonly p?: readonly number[];
  readonly y: readonly number[];
  readonly w?: readonly number[];
  readonly rows: readonly number[];
  readonly mean: number;
}

describe("binaryCrossEntropy", () => {
  it("is PyTorch's, from logits and from probabilities", () => {
    const cases = readGolden<GoldenCase>("binary-cross-entropy.jsonl");
    expect(cases.length).toBe(144);
    const wrong = cases.flatMap((golden, index) => {
      const losses = lossesOf(golden);
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
      expect(losses.length).toBe(golden.rows.length);
      const isRight =
        isClose(mean, golden.mean) && golden.rows.every((loss, row) => isClose(losses[row], loss));
      return isRight ? [] : [{ line: index + 1, losses: [...losses], expected: golden.rows }];
    });
    expect(wrong).toEqual([]);
  });

  // Where PyTorch has NaN, or 100: by the rule that 0 · ∞ is 0.
  it.each<[string, "logits" | "probs", number, number, number]>([
    ["a certain logit that is right", "logits", Infinity, 1, 0],
    ["a certain logit that is wrong", "logits", Infinity, 0, Infinity],
    ["an impossible logit that is right", "logits", -Infinity, 0, 0],
    ["an impossible logit that is wrong", "logits", -Infinity, 1, Infinity],
    ["a certain logit against a soft target", "logits", Infinity, 0.5, Infinity],
    ["a probability of 1 that is right", "probs", 1, 1, 0],
    ["a probability of 1 that is wrong", "probs", 1, 0, Infinity],
    ["a probability of 0 that is right", "probs", 0, 0, 0],
    ["a probability of 0 that is wrong", "probs", 0, 1, Infinity],
  ])("has a number for %s", (...[, kind, prediction, target, expected]) => {
    const losses = binaryCrossEntropy(Float64Array.of(prediction), 1, Float64Array.of(target), {
      kind,
    });
    expect([...losses]).toEqual([expected]);
  });

  it("gives nothing for an infinite loss without weight", () => {
    const losses = binaryCrossEntropy(Float64Array.of(-Infinity, 0), 2, Float64Array.of(1, 1), {
      weights: [0, 2],
    });
    expect([...losses]).toEqual([Math.LN2]);
  });

  it("clips probabilities as Keras", () => {
    // −ln(1e-7), and −ln(1 − 1e-7) = 1e-7 + 1e-14/2 + …
    const losses = binaryCrossEntropy(Float64Array.of(0, 1), 1, Float64Array.of(1, 1), {
      kind: "probs",
      clip: 1e-7,
    });
    expect(isClose(losses[0], 16.11809565095832)).toBe(true);
    expect(isClose(losses[1], 1.00000005e-7)).toBe(true);
  });

  it("keeps the last bits of tiny losses", () => {
    const losses = binaryCrossEntropy(Float64Array.of(40, -40), 1, Float64Array.of(1, 0));
    // ln(1 + e^-40) = e^-40, to the last bit.
    expect([...losses]).toEqual([4.248354255291589e-18, 4.248354255291589e-18]);
  });

  it.each<[string, () => unknown, string]>([
    ["other targets", () => binary([0], [0, 1]), "targets hold 2 values, expected 1"],
    [
      "targets above 1",
      () => binary([0], [2]),
      "target 2 at index 0, expected a number from 0 to 1",
    ],
    ["targets that are NaN", () => binary([0, 0], [0, NaN]), "target NaN at index 1, expected"],
    ["logits that are NaN", () => binary([0, NaN], [0, 1]), "row 1 of the predictions holds NaN"],
    [
      "a negative probability",
      () => binary([-0.5], [0], { kind: "probs" }),
      "probability -0.5 at index 0, expected a number from 0 to 1",
    ],
    ["an epsilon of 2", () => binary([0], [0], { epsilon: 2 }), "epsilon is 2, expected"],
    ["a clip for logits", () => binary([0], [0], { clip: 1e-7 }), "clip is 1e-7, expected none"],
  ])("refuses %s", (_name, work, message) => {
    expect(work).toThrow(RangeError);
    expect(work).toThrow(message);
  });
});

describe("a BinaryRow", () => {
  it("has the probability of every class", () => {
    const row = new BinaryRow({ classes: 2, kind: "logits" });
    row.read(Float32Array.of(9, 9, 0, Math.log(3)), 2);
    expect(row.probability(0)).toBe(0.5);
    expect(row.probability(1)).toBeCloseTo(0.75, 7);
    const given = new BinaryRow({ classes: 1, kind: "probs" });
    given.read(Float64Array.of(0.3), 0);
    expect(given.probability(0)).toBe(0.3);
  });
});

function lossesOf({ classes, eps, x, p, y, w }: GoldenCase): Float64Array {
  const options = { epsilon: eps, weights: w, kind: p === undefined ? "logits" : "probs" } as const;
  return binaryCrossEntropy(
    Float64Array.from(p ?? x ?? []),
    classes,
    Float64Array.from(y),
    options,
  );
}

function binary(
  predictions: readonly number[],
  targets: readonly number[],
  options: Parameters<typeof binaryCrossEntropy>[3] = {},
): Float64Array {
  return binaryCrossEntropy(Float64Array.from(predictions), 1, Float64Array.from(targets), options);
}
