import { describe, expect, it } from "vitest";
import { shortened, showValue } from "../../src/wording/show-value.js";

describe("showValue", () => {
  it.each([
    ["cat", '"cat"'],
    ["", '""'],
    ['a "b"\n\u0007', String.raw`"a \"b\"\n\u0007"`],
    ["x".repeat(60), `"${"x".repeat(60)}"`],
    ["x".repeat(61), `"${"x".repeat(60)}…"`],
    ["😀".repeat(60), `"${"😀".repeat(60)}"`],
    ["😀".repeat(61), `"${"😀".repeat(60)}…"`],
    ["x".repeat(1e6), `"${"x".repeat(60)}…"`],
  ])("shows a value quoted, escaped and cut (%#)", (text, shown) => {
    expect(showValue(text)).toBe(shown);
  });
});

describe("shortened", () => {
  it("leaves quotes and control characters as they are", () => {
    expect(shortened('a "b"\n')).toBe('a "b"\n');
  });
});
