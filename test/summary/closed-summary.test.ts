import { describe, expect, it } from "vitest";
import { closedSummary } from "../../src/summary/closed-summary.js";
import { VERSION } from "../../src/version.js";

describe("closedSummary", () => {
  it("says how many rows were passed on, and nothing of an error", () => {
    const warnings = [{ code: "INTEGER_GAP", message: "a gap" }];
    expect(closedSummary({ seconds: 0.5, warnings, rows: 4096 })).toEqual({
      status: "closed",
      version: VERSION,
      seconds: 0.5,
      warnings,
      rows: { read: 4096, written: 4096 },
    });
  });
});
