import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DialectOptions } from "../../../src/batch.js";
import { floatColumn, textColumn } from "../../columns-from.js";
import { decode } from "./decoding.js";
import { batchOf, encode, withClasses } from "./encoding.js";

const CELL = fc.string({
  unit: fc.constantFrom(
    "a",
    "é",
    "漢",
    "😀",
    " ",
    ",",
    ";",
    ":",
    '"',
    "'",
    "\\",
    "\n",
    "\r",
    "#",
    "\t",
  ),
  maxLength: 6,
});

const DIALECTS: [string, DialectOptions][] = [
  ["commas", {}],
  ["tabs", { delimiter: "\t" }],
  ["single quotes", { delimiter: ";", quote: "'" }],
  ["a delimiter of two characters", { delimiter: "::" }],
  ["a delimiter that is no ASCII", { delimiter: "漢" }],
  ["backslash escapes", { escape: "\\" }],
  ["comments", { comment: "#" }],
];

/** The rows as csv-parse reads them, which takes null and the empty text for the same. */
function parsed(text: string, { delimiter = ",", quote = '"', escape, comment }: DialectOptions) {
  return parse(text, {
    delimiter,
    quote,
    escape: escape ?? quote,
    comment,
    record_delimiter: "\n",
    relax_column_count: true,
  });
}

describe.each(DIALECTS)("a text with %s", (_, dialect) => {
  it("is read back by csv-parse as it was", async () => {
    const row = fc.tuple(CELL, CELL, CELL);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const columns = ["a", "b", "c"].map((name, index) =>
          textColumn(
            name,
            rows.map((cells) => cells[index]),
          ),
        );
        const text = await encode([batchOf(columns)], { dialect });
        expect(parsed(text, dialect)).toEqual([["a", "b", "c"], ...rows]);
      }),
      { numRuns: 100 },
    );
  });

  it.each(["a\rb", "a\nb"])("quotes the line end in %j", async (text) => {
    const { quote = '"' } = dialect;
    expect(await encode([batchOf([textColumn("a", [text])])], { dialect })).toBe(
      `a\n${quote}${text}${quote}\n`,
    );
  });

  it("tells null from the empty text", async () => {
    const columns = [textColumn("a", [null, ""]), textColumn("b", ["", null])];
    const { delimiter = ",", quote = '"' } = dialect;
    const none = `${quote}${quote}`;
    expect(await encode([batchOf(columns)], { dialect })).toBe(
      `a${delimiter}b\n${delimiter}${none}\n${none}${delimiter}\n`,
    );
  });
});

describe("an unusual dialect", () => {
  it("quotes names and copies rows as they are", async () => {
    const text = "a::'b'\r\n1::'x\\'::y'\r\n";
    const dialect = { delimiter: "::", quote: "'", escape: "\\" };
    const batches = withClasses(await decode(text, dialect));
    const targets = {
      layout: "columns",
      dtype: "float32",
      name: "q",
      classes: ["'", "m::"],
    } as const;
    expect(await encode(batches, { targets })).toBe(
      "a::'b'::'q_\\''::'q_m::'\r\n1::'x\\'::y'::1::0\r\n",
    );
  });

  it("quotes what looks like its null", async () => {
    const columns = [textColumn("a", ["NA", "NAN", null])];
    expect(await encode([batchOf(columns)], { dialect: { comment: "#", nullText: "NA" } })).toBe(
      'a\n"NA"\nNAN\nNA\n',
    );
  });

  it("quotes numbers that look like a comment", async () => {
    const columns = [floatColumn("a", [-1, 1])];
    expect(await encode([batchOf(columns)], { dialect: { comment: "-" } })).toBe('a\n"-1"\n1\n');
  });

  it("quotes a field that would make a delimiter with the one after it", async () => {
    const columns = [textColumn("a", ["x:"]), textColumn("b", ["y"])];
    expect(await encode([batchOf(columns)], { dialect: { delimiter: "::" } })).toBe(
      'a::b\n"x:"::y\n',
    );
  });
});

describe.each([",", "::"])("a dialect without quotes, delimited by %s", (delimiter) => {
  it("holds what needs none", async () => {
    const columns = [textColumn("a", ['5" pipe', null]), textColumn("b", ["'", "x y"])];
    expect(await encode([batchOf(columns)], { dialect: { delimiter, quote: "" } })).toBe(
      `a${delimiter}b\n5" pipe${delimiter}'\n${delimiter}x y\n`,
    );
  });

  it.each(["", `a${delimiter}b`, "a\nb", "a\rb"])(
    "refuses %j, saying where it is",
    async (text) => {
      const batch = batchOf([textColumn("id", ["x", text])]).renumbered(10);
      await expect(encode([batch], { dialect: { delimiter, quote: "" } })).rejects.toMatchObject({
        code: "UNQUOTABLE",
        kind: "data",
        row: 12,
        column: "id",
      });
    },
  );
});
