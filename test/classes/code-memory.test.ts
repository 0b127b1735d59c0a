import { describe, expect, it } from "vitest";
import { CodeMemory } from "../../src/classes/code-memory.js";

describe("memory for codes", () => {
  it("has room for the rows asked for", () => {
    const memory = new CodeMemory();
    for (const rows of [0, 1, 7, 8, 100_000]) {
      expect(memory.take(rows).length).toBeGreaterThanOrEqual(rows);
    }
  });

  it("is lent again once it was given back, and not before", () => {
    const memory = new CodeMemory();
    const first = memory.take(10);
    const second = memory.take(10);
    expect(second.buffer).not.toBe(first.buffer);
    memory.giveBack(first);
    expect(memory.take(10)).toBe(first);
  });

  it("that is too small is left behind", () => {
    const memory = new CodeMemory();
    memory.giveBack(memory.take(4));
    expect(memory.take(1000).length).toBeGreaterThanOrEqual(1000);
  });
});
