import { describe, expect, it } from "vitest";
import { dataError } from "../../src/errors.js";
import { failedSummary } from "../../src/summary/failed-summary.js";
import { VERSION } from "../../src/version.js";

const KNOWN = { seconds: 1.5, warnings: [{ code: "INTEGER_GAP", message: "a gap" }] };

describe("failedSummary", () => {
  it("says what failed and where", () => {
    const error = dataError("UNKNOWN_LABEL", "odd", {
      file: "in.csv",
      row: 2,
      line: 3,
      column: "y",
      hint: "Look.",
    });
    expect(failedSummary(error, KNOWN)).toEqual({
      status: "failed",
      version: VERSION,
      ...KNOWN,
      error: {
        kind: "data",
        code: "UNKNOWN_LABEL",
        message: "odd",
        file: "in.csv",
        row: 2,
        line: 3,
        column: "y",
        hint: "Look.",
      },
    });
  });

  it("leaves out of its JSON what is not known", () => {
    const { error } = JSON.parse(JSON.stringify(failedSummary(dataError("X", "odd"), KNOWN)));
    expect(error).toEqual({ kind: "data", code: "X", message: "odd" });
  });

  it.each([
    [new RangeError("deep"), "RangeError: deep"],
    ["thrown text", "thrown text"],
  ])("takes %s for an internal fault", (thrown, message) => {
    expect(failedSummary(thrown, KNOWN).error).toMatchObject({
      kind: "internal",
      code: "INTERNAL",
      message,
    });
  });

  it.each([
    [AbortSignal.abort().reason, "AbortError: This operation was aborted"],
    [new DOMException("too late", "TimeoutError"), "TimeoutError: too late"],
  ])("takes %s for the wish to stop", (reason, message) => {
    expect(failedSummary(reason, KNOWN).error).toMatchObject({
      kind: "system",
      code: "INTERRUPTED",
      message,
    });
  });
});
