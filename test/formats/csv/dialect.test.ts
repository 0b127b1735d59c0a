import type { DialectOptions } from "../../../src/batch.js";
import { describe, expect, it } from "vitest";
import { isPlainDialect, resolveDialect } from "../../../src/formats/csv/dialect.js";

describe("resolveDialect", () => {
  it("fills in RFC 4180", () => {
    expect(resolveDialect()).toEqual({ delimiter: ",", quote: '"', escape: '"', header: true });
    expect(resolveDialect({ header: false }, "\t")).toMatchObject({
      delimiter: "\t",
      header: false,
    });
  });

  it("takes an empty quote for none", () => {
    expect(resolveDialect({ quote: "" })).toEqual({ delimiter: ",", header: true });
  });

  it("settles what it settled to the same", () => {
    const dialect = resolveDialect({ delimiter: ";", quote: "'", comment: "#", nullText: "NA" });
    expect(resolveDialect(dialect)).toEqual(dialect);
  });

  it.each<[DialectOptions, string]>([
    [{ delimiter: "" }, "the delimiter is empty"],
    [{ delimiter: "a\n" }, "the delimiter"],
    [{ quote: "\r" }, "the quote"],
    [{ escape: "" }, "the escape is empty"],
    [{ comment: "" }, "the comment is empty"],
    [{ delimiter: '"' }, "the quote and the delimiter"],
    [{ comment: '"' }, "the quote and the comment"],
    [{ escape: "," }, "the escape and the delimiter"],
    [{ comment: "," }, "the comment and the delimiter"],
    [{ quote: "", escape: "\\" }, "needs a quote"],
  ])("refuses %j", (options, message) => {
    expect(() => resolveDialect(options)).toThrow(
      expect.objectContaining({
        kind: "usage",
        code: "INVALID_DIALECT",
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe("isPlainDialect", () => {
  it.each<[DialectOptions, boolean]>([
    [{}, true],
    [{ delimiter: "\t", quote: "'" }, true],
    [{ quote: "" }, true],
    [{ nullText: "NA" }, true],
    [{ escape: '"' }, true],
    [{ escape: "\\" }, false],
    [{ comment: "#" }, false],
    [{ delimiter: "::" }, false],
    [{ delimiter: "é" }, false],
  ])("of %j is %s", (options, expected) => {
    expect(isPlainDialect(resolveDialect(options))).toBe(expected);
  });
});
