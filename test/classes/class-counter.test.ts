import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ClassCounter, sortClassNames } from "../../src/classes/class-counter.js";
import { faultIn } from "../faults.js";

describe("ClassCounter", () => {
  it("numbers labels as they are met and counts their rows", () => {
    const counter = new ClassCounter(10);
    const codes = ["b", "a", "b", "c", "b"].map(counter.resolve);
    expect(codes).toEqual([0, 1, 0, 2, 0]);
    counter.count(Int32Array.from(codes));
    counter.count(Int32Array.of(2));
    expect(counter.classes()).toEqual({ names: ["a", "b", "c"], counts: [1, 3, 2] });
  });

  it("keeps a given order, with 0 for classes that were not met", () => {
    const counter = new ClassCounter(10);
    counter.count(Int32Array.of(counter.resolve("b"), counter.resolve("a")));
    expect(counter.classes(["b", "x", "a"])).toEqual({ names: ["b", "x", "a"], counts: [1, 0, 1] });
  });

  it("counts more classes than it first has room for", () => {
    const counter = new ClassCounter(1000);
    for (let round = 0; round < 2; round++) {
      for (let value = 0; value < 300; value++) {
        counter.count(Int32Array.of(counter.resolve(String(value))));
      }
    }
    expect(counter.classes()).toEqual({
      names: Array.from({ length: 300 }, (_, value) => String(value)),
      counts: Array.from({ length: 300 }, () => 2),
    });
  });

  it("takes as many distinct labels as allowed, and not one more", () => {
    const counter = new ClassCounter(2);
    expect(["a", "b", "a"].map(counter.resolve)).toEqual([0, 1, 0]);
    expect(faultIn(() => counter.resolve("c"))).toMatchObject({
      kind: "data",
      code: "TOO_MANY_CLASSES",
      message: expect.stringContaining("more than 2"),
      hint: expect.stringContaining("`maxClasses`"),
    });
  });

  it("holds a given order to the same limit", () => {
    expect(new ClassCounter(2).classes(["a", "b"]).names).toEqual(["a", "b"]);
    expect(faultIn(() => new ClassCounter(2).classes(["a", "b", "c"])).code).toBe(
      "TOO_MANY_CLASSES",
    );
  });
});

describe("sortClassNames", () => {
  it.each([
    ["numbers by value", ["10", "9", "-1", "1e1", "0.5"], ["-1", "0.5", "9", "10", "1e1"]],
    ["numbers beside a word as text", ["10", "9", "x"], ["10", "9", "x"]],
    ["text by bytes, capitals first", ["b", "a", "B"], ["B", "a", "b"]],
    ["one value in several forms by bytes", ["1.0", "1", "01"], ["01", "1", "1.0"]],
    // UTF-8: U+FF5E is EF BD 9E, U+1F600 is F0 9F 98 80. UTF-16 has them the other way round: FF5E, D83D DE00.
    ["characters beyond U+FFFF last", ["😀", "～", "z"], ["z", "～", "😀"]],
    ["a name before its continuations", ["ab", "a", "a b"], ["a", "a b", "ab"]],
  ])("sorts %s", (_what, names, sorted) => {
    expect(sortClassNames(names)).toEqual(sorted);
  });

  it("gives code point order, which is the order of UTF-8", () => {
    const words = fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1 }).map((w) => `_${w}`));
    fc.assert(
      fc.property(words, (names) => {
        const sorted = sortClassNames(names);
        for (let index = 1; index < sorted.length; index++) {
          expect(isBefore([...sorted[index - 1]], [...sorted[index]])).toBe(true);
        }
        expect(new Set(sorted)).toEqual(new Set(names));
      }),
    );
  });

  it("does not touch its argument", () => {
    const names = Object.freeze(["b", "a"]);
    expect(sortClassNames(names)).toEqual(["a", "b"]);
  });
});

function isBefore(one: readonly string[], other: readonly string[]): boolean {
  const at = one.findIndex((character, index) => character !== other[index]);
  if (at === -1 || at >= other.length) {
    return at === -1;
  }
  return (one[at].codePointAt(0) ?? 0) < (other[at].codePointAt(0) ?? 0);
}
