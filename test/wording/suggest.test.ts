import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closest } from "../../src/wording/suggest.js";

describe("closest", () => {
  it.each([
    ["setsoa", ["versicolor", "setosa"], "setosa"],
    ["lable", ["label", "layout"], "label"],
    ["labl", ["label"], "label"],
    ["labels", ["label"], "label"],
    ["lacel", ["label"], "label"],
    ["esp", ["eps", "dtype"], "eps"],
    ["SPECIES", ["species"], "species"],
    ["delimter", ["delimiter"], "delimiter"],
    ["abcdefghi", ["abcxyzghi"], "abcxyzghi"],
    ["train1", ["train2", "train3"], "train2"],
    ["train1", ["trian2", "train3"], "train3"],
    ["a", ["A"], "A"],
  ])("takes %s for one of %j", (word, candidates, meant) => {
    expect(closest(word, candidates)).toBe(meant);
  });

  it.each([
    ["x", ["y"]],
    ["ab", ["ac"]],
    ["abc", ["axy"]],
    ["species", ["target"]],
    ["abcdefghijklmno", ["abcdefghijkwxyz"]],
    ["label", []],
  ])("says nothing about %s beside %j", (word, candidates) => {
    expect(closest(word, candidates)).toBeUndefined();
  });

  it("finds a word again after any one letter was left out", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, maxLength: 12, unit: "grapheme-ascii" }),
        fc.nat(),
        (word, at) => {
          const left = at % word.length;
          const misspelt = word.slice(0, left) + word.slice(left + 1);
          expect(closest(misspelt, [word])).toBe(word);
        },
      ),
    );
  });
});
