import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LabelTable } from "../../src/kernels/label-table.js";

const encoder = new TextEncoder();

function find(table: LabelTable, text: string): number {
  const bytes = encoder.encode(text);
  return table.find(bytes, 0, bytes.length);
}

describe("LabelTable", () => {
  it("knows nothing at first", () => {
    const table = new LabelTable();
    expect(table.size).toBe(0);
    expect(find(table, "")).toBe(-1);
    expect(find(table, "a")).toBe(-1);
  });

  it("finds what was added, and neither its beginnings nor its continuations", () => {
    const table = new LabelTable();
    table.add(encoder.encode("setosa"), 7);
    expect(find(table, "setosa")).toBe(7);
    expect(find(table, "setos")).toBe(-1);
    expect(find(table, "setosa ")).toBe(-1);
    expect(find(table, "")).toBe(-1);
  });

  it("reads a part of other bytes", () => {
    const table = new LabelTable();
    table.add(encoder.encode("b"), 1);
    table.add(encoder.encode("bc"), 2);
    const bytes = encoder.encode("abcd");
    expect([table.find(bytes, 1, 2), table.find(bytes, 1, 3), table.find(bytes, 0, 2)]).toEqual([
      1, 2, -1,
    ]);
  });

  it("keeps its own copy of the bytes", () => {
    const table = new LabelTable();
    const bytes = encoder.encode("cat");
    table.add(bytes, 3);
    bytes.fill(0);
    expect(find(table, "cat")).toBe(3);
  });

  it("grows past thousands of labels and past a long one", () => {
    const table = new LabelTable();
    const labels = Array.from({ length: 5000 }, (_, index) => `label ${index}`);
    labels.splice(40, 0, "x".repeat(10_000));
    labels.forEach((label, code) => table.add(encoder.encode(label), code));
    expect(table.size).toBe(labels.length);
    expect(labels.map((label) => find(table, label))).toEqual(labels.map((_, code) => code));
    expect(find(table, "label 5000")).toBe(-1);
  });

  it.each([
    ["costarring", "liquid"],
    ["declinate", "macallums"],
  ])("keeps %s and %s apart, which have one FNV-1a hash", (one, other) => {
    const table = new LabelTable();
    table.add(encoder.encode(one), 1);
    expect(find(table, other)).toBe(-1);
    table.add(encoder.encode(other), 2);
    expect([find(table, one), find(table, other)]).toEqual([1, 2]);
  });

  it("is a map from byte strings to numbers", () => {
    const bytes = fc.uint8Array({ maxLength: 4, max: 3 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 200 }), (strings) => {
        const table = new LabelTable();
        const known = new Map<string, number>();
        strings.forEach((string, code) => {
          const key = string.join();
          expect(table.find(string, 0, string.length)).toBe(known.get(key) ?? -1);
          if (!known.has(key)) {
            known.set(key, code);
            table.add(string, code);
          }
        });
        expect(table.size).toBe(known.size);
      }),
    );
  });
});
