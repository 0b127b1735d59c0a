import { describe, expect, it } from "vitest";
import { andList } from "../../src/wording/and-list.js";

describe("andList", () => {
  it.each([
    [[], ""],
    [["a"], '"a"'],
    [["a", "b"], '"a" and "b"'],
    [["a", "b", "c"], '"a", "b" and "c"'],
    [["a", "b", "c", "d"], '"a", "b", "c" and "d"'],
    [["a", "b", "c", "d", "e"], '"a", "b", "c" and 2 more'],
    [["a\n", "x".repeat(70)], `"a\\n" and "${"x".repeat(60)}…"`],
  ])("writes %j as %s", (values, text) => {
    expect(andList(values)).toBe(text);
  });
});
