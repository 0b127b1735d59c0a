import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exitCodeOf, renderError, renderNotice, renderWarning } from "../../src/cli/messages.js";
import { dataError, DatasetError, usageError } from "../../src/errors.js";

function system(code: string): DatasetError {
  return new DatasetError("it broke", { kind: "system", code });
}

describe("an error for people", () => {
  it.each([
    [
      dataError("UNKNOWN_LABEL", 'label "setsoa" is none of the 3 classes', {
        file: "iris.csv",
        line: 42,
        hint: 'Did you mean "setosa"?',
      }),
      'smooth-dataset: iris.csv:42: label "setsoa" is none of the 3 classes. Did you mean "setosa"? [UNKNOWN_LABEL]',
    ],
    [
      dataError("STRAY_QUOTE", "a quote is not closed", {
        file: "a.csv",
        line: 3,
        column: 17,
        row: 2,
      }),
      "smooth-dataset: a.csv:3:17: a quote is not closed. [STRAY_QUOTE]",
    ],
    [
      dataError("MISSING_LABEL", "the label is empty", {
        file: "a.csv",
        line: 3,
        row: 2,
        column: "y",
      }),
      'smooth-dataset: a.csv:3: column "y": the label is empty. [MISSING_LABEL]',
    ],
    [
      dataError("MISSING_LABEL", "the label is null", { file: "a.arrow", row: 2, column: "y" }),
      'smooth-dataset: a.arrow: row 2, column "y": the label is null. [MISSING_LABEL]',
    ],
    [
      dataError("BAD_FILE", "the footer is cut off", { file: "a.arrow" }),
      "smooth-dataset: a.arrow: the footer is cut off. [BAD_FILE]",
    ],
    [
      dataError("MISSING_LABEL", "the label is null", { row: 2 }),
      "smooth-dataset: row 2: the label is null. [MISSING_LABEL]",
    ],
    [
      usageError("NO_SUCH_FILE", 'there is no file "a.csv"', { file: "a.csv", hint: "Make one" }),
      'smooth-dataset: there is no file "a.csv". Make one. [NO_SUCH_FILE]',
    ],
    [
      usageError("BAD_EPSILON", "--eps: 1.5 is outside 0 to 1"),
      "smooth-dataset: --eps: 1.5 is outside 0 to 1. [BAD_EPSILON]",
    ],
    [
      new RangeError("index 3 is too large"),
      "smooth-dataset: RangeError: index 3 is too large. This is a fault of smooth-dataset itself, please report it. [INTERNAL]",
    ],
  ])("is one short paragraph: %s", (error, text) => {
    expect(renderError(error, "text")).toBe(text);
  });

  it("shows what a terminal would obey", () => {
    const error = dataError("BAD", "found \u001b[31mred\r\n\u202eback\u0007\u009b", {
      file: "a\u001b.csv",
    });
    expect(renderError(error, "text")).toBe(
      "smooth-dataset: a\\u001b.csv: found \\u001b[31mred\\u000d\\u000a\\u202eback\\u0007\\u009b. [BAD]",
    );
  });
});

describe("an error for programs", () => {
  it("is one line of JSON with every part that is known", () => {
    const error = dataError("MISSING_LABEL", "the label is empty", {
      file: "a.csv",
      line: 3,
      row: 2,
      column: "y",
      hint: "Fill it.",
    });
    expect(JSON.parse(renderError(error, "json"))).toEqual({
      kind: "data",
      code: "MISSING_LABEL",
      message: "the label is empty",
      file: "a.csv",
      row: 2,
      line: 3,
      column: "y",
      hint: "Fill it.",
    });
  });

  it("tells of a fault of the program itself", () => {
    expect(JSON.parse(renderError("thrown text", "json"))).toMatchObject({
      kind: "internal",
      code: "INTERNAL",
      message: "thrown text",
    });
  });

  it("keeps any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const error = dataError("BAD", text, { file: text, hint: text, column: text });
        const parts = { message: text, file: text, hint: text, column: text };
        expect(JSON.parse(renderError(error, "json"))).toMatchObject(parts);
      }),
    );
  });
});

describe("any error", () => {
  it.each(["text", "json"] as const)("shows no control character raw, as %s", (format) => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const error = dataError("BAD", text, { file: text, hint: text, column: text });
        const line = renderError(error, format);
        expect(line).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}/u);
      }),
    );
  });
});

describe("a warning", () => {
  it("is one line in either form", () => {
    const warning = {
      code: "SINGLE_CLASS",
      message: "there is a single class,\n every target is 1",
    };
    expect(renderWarning(warning, "text")).toBe(
      "smooth-dataset: warning: there is a single class,\\u000a every target is 1. [SINGLE_CLASS]",
    );
    expect(JSON.parse(renderWarning(warning, "json"))).toEqual({ kind: "warning", ...warning });
  });

  it("has what to do about it behind it, for programs as a part of its own", () => {
    const warning = { code: "GAP", message: "there is a gap", hint: "Name all classes" };
    expect(renderWarning(warning, "text")).toBe(
      "smooth-dataset: warning: there is a gap. Name all classes. [GAP]",
    );
    expect(renderNotice(warning, "text")).toBe("smooth-dataset: there is a gap. Name all classes.");
    expect(JSON.parse(renderWarning(warning, "json"))).toEqual({ kind: "warning", ...warning });
    expect(JSON.parse(renderNotice(warning, "json"))).toEqual({ kind: "notice", ...warning });
  });
});

describe("the exit code", () => {
  it.each([
    [dataError("BAD", "bad"), 1],
    [usageError("BAD", "bad"), 2],
    [system("ENOSPC"), 3],
    [system("CLOSED_STDOUT"), 0],
    [new TypeError("bad"), 4],
    ["bad", 4],
  ])("of %s is %i", (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});
