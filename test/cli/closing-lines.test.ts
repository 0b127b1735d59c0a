import { describe, expect, it } from "vitest";
import { closingLines } from "../../src/cli/closing-lines.js";
import type { Summary } from "../../src/summary/summary.js";

function summary(parts: Partial<Summary> = {}): Summary {
  return {
    rows: { read: 1_234_567, written: 1_234_567, rejected: 0, ignored: 0, blank: 0 },
    input: { path: "in.csv", format: "csv", bytes: 88_900_000 },
    output: { path: "out.arrow", format: "arrow", bytes: 139_000 },
    classes: ["a", "b", "c"].map((name) => ({ name, count: 1 })),
    smoothing: {
      method: "uniform",
      epsilon: 0.1,
      onValue: 0.9333333333333333,
      offValue: 0.03333333333333333,
    },
    seconds: 0.1234,
    ...parts,
  } as Summary;
}

describe("closingLines", () => {
  it("say what was read, done and written, in columns", () => {
    expect(closingLines(summary())).toEqual([
      "read     1,234,567 rows from in.csv (88.9 MB)",
      "smoothed 3 classes, uniform, epsilon 0.1: 0.933333 for the row's class, 0.0333333 for each other",
      "wrote    1,234,567 rows to out.arrow (139.0 kB) in 0.12 s",
    ]);
  });

  it("count one class and one row in the singular", () => {
    const rows = { read: 1, written: 1, rejected: 0, ignored: 0, blank: 0 };
    const lines = closingLines(summary({ rows, classes: [{ name: "a", count: 1 }] }));
    expect(lines[0]).toContain(" 1 row from");
    expect(lines[1]).toContain(" 1 class,");
    expect(lines[2]).toContain(" 1 row to");
  });

  it("speak of no other class where there is none", () => {
    const smoothing = { method: "uniform", epsilon: 0.1, onValue: 1, offValue: 0.1 } as const;
    const lines = closingLines(summary({ smoothing, classes: [{ name: "a", count: 1 }] }));
    expect(lines[1]).toBe("smoothed 1 class, uniform, epsilon 0.1: 1 for the row's class");
  });

  it("count the lines of long rows beside the rows", () => {
    const rows = { read: 2, written: 2, rejected: 0, ignored: 0, blank: 0, lines: 2000 };
    expect(closingLines(summary({ rows }))[2]).toContain("wrote    2 rows as 2,000 lines to");
  });

  it("end with the mean loss where there is one", () => {
    const loss = { mean: 1.150040912 } as Summary["loss"];
    expect(closingLines(summary({ loss }))[2]).toMatch(/ in 0\.12 s, mean loss 1\.15004$/u);
    const none = { mean: null } as Summary["loss"];
    expect(closingLines(summary({ loss: none }))[2]).toMatch(/, mean loss none$/u);
  });

  it("do not speak of an output where there is none", () => {
    expect(closingLines(summary({ output: null }))).toHaveLength(2);
  });

  it("count several inputs", () => {
    const input = { path: ["a.csv", "b.csv"], format: "csv", bytes: 10 };
    expect(closingLines(summary({ input }))[0]).toContain("from 2 files (10 bytes)");
  });

  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [1_500_000_000, "1.5 GB"],
    [2e15, "2000.0 TB"],
  ])("show %i bytes as %s", (bytes, shown) => {
    const output = { path: "out.csv", format: "csv", bytes };
    expect(closingLines(summary({ output }))[2]).toContain(`(${shown})`);
  });
});
