import { Readable } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../../src/batch.js";
import { CsvDecoder, type CsvDecoderOptions } from "../../../src/formats/csv/decode.js";
import { columnValues, cut, decode, faultOf, rows } from "./decoding.js";

const SIZES = Array.from({ length: 64 }, (_, index) => index + 1);

describe("a dialect that is not plain", () => {
  it.each<[string, CsvDecoderOptions, string, unknown[][]]>([
    [
      "backslash escapes",
      { escape: "\\" },
      'a,b\n"say \\"hi\\"",1\n"back\\\\slash",2\n',
      [
        ['say "hi"', 1n],
        ["back\\slash", 2n],
      ],
    ],
    [
      "comments",
      { comment: "#" },
      "# about\na,b\n# more\n1,x#y\n\n2,#z\n#end",
      [
        [1n, "x#y"],
        [2n, "#z"],
      ],
    ],
    ["long delimiters", { delimiter: "||" }, 'a||b\n"x||y"||1.5\n', [["x||y", 1.5]]],
    ["delimiters past ASCII", { delimiter: "→" }, "a→b\n1→é\n", [[1n, "é"]]],
    [
      "null text",
      { delimiter: "::", nullText: "NA" },
      'a::b\nNA::1\n"NA"::\n""::3\n',
      [
        [null, 1n],
        ["NA", null],
        ["", 3n],
      ],
    ],
    ["quotes as data", { delimiter: "::", quote: "" }, 'a::b\n"x::"\n', [['"x', '"']]],
    ["a quote in an unquoted field", { delimiter: "::" }, 'a::b\n5" pipe::1\n', [['5" pipe', 1n]]],
    [
      "a quoted quote",
      { delimiter: "::" },
      'a::b\n"""x"::1\n""""::2\n',
      [
        ['"x', 1n],
        ['"', 2n],
      ],
    ],
    ["a single column", { comment: "#" }, "a\n\n#c\nx\n", [[null], ["x"]]],
  ])("has %s", async (_, options, text, expected) => {
    for (const ends of ["\n", "\r\n", "\r"]) {
      expect(rows(await decode(text.replaceAll("\n", ends), options))).toEqual(expected);
    }
  });

  it("gives the same rows, lines and bytes at every chunk and block size", async () => {
    const text =
      '\ufeff#head\r\na::"b\n""c"""\r\n1::x\r"2"::"two\r\nlines"\n\n# comment "::\r\n::é😀\n3::""\r\n4::z';
    const expected = [
      ["1", "x"],
      ["2", "two\r\nlines"],
      [null, "é😀"],
      ["3", ""],
      ["4", "z"],
    ];
    const options = { delimiter: "::", comment: "#", types: ["text", "text"] } as const;
    for (const size of SIZES) {
      for (const [blockBytes, chunk] of [
        [size, 1 << 16],
        [1 << 16, size],
        [size, size],
      ]) {
        const decoder = new CsvDecoder({ ...options, blockBytes });
        const batches: Batch[] = await Readable.from(cut(text, chunk), { objectMode: false })
          .compose(decoder)
          .toArray();
        expect(rows(batches)).toEqual(expected);
        expect(batches[0].columns[1].field.name).toBe('b\n"c"');
        expect(decoder.blankLines).toBe(1);
        const sources = batches.map(({ source }) => source!);
        expect(
          sources.flatMap((source) => Array.from(source.starts, (_, row) => source.line(row))),
        ).toEqual([4, 5, 9, 10, 11]);
        const raw = sources.flatMap(({ bytes, starts, nexts }) =>
          Array.from(starts, (start, row) =>
            Buffer.from(bytes.subarray(start, nexts[row])).toString(),
          ),
        );
        expect(raw).toEqual(["1::x\r", '"2"::"two\r\nlines"\n', "::é😀\n", '3::""\r\n', "4::z"]);
        expect(sources[0].fieldEnds).toBeUndefined();
      }
    }
  });

  it("gives what the plain dialect gives for the same cells", async () => {
    const cell = fc.oneof(
      fc.constantFrom("", '""', "1", '"1"', "2.5", "x", "true", '"a""b"', '"\n"', '"\r\n"', '"é;"'),
      fc.stringMatching(/^[a-z0-9.é-]{0,4}$/u),
    );
    const lineEnd = fc.constantFrom("\n", "\r\n", "\r", "\n\n");
    const body = fc.array(fc.tuple(cell, cell, lineEnd), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(body, fc.integer({ min: 1, max: 20 }), async (lines, chunk) => {
        const text = (delimiter: string) =>
          `a${delimiter}b\n${lines.map(([a, b, end]) => a + delimiter + b + end).join("")}`;
        const plain = await decode(text(","));
        const other = await decode(text("::"), { delimiter: "::" }, chunk);
        expect(other.map(({ columns }) => columns.map(({ field }) => field))).toEqual(
          plain.map(({ columns }) => columns.map(({ field }) => field)),
        );
        expect(other.map(({ columns }) => columns.map(columnValues))).toEqual(
          plain.map(({ columns }) => columns.map(columnValues)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["FIELD_COUNT", "a::b\n1::2\n3\n", { line: 3 }],
    ["STRAY_QUOTE", 'a::b\n1::"x"y\n', { line: 2, column: 4 }],
    ["STRAY_QUOTE", 'a::b\n1::"x"#y\n', { line: 2, column: 4 }],
    ["UNCLOSED_QUOTE", 'a::b\n1::2\n#\n3::"x\n', { line: 4, column: 4 }],
    ["INVALID_UTF8", Buffer.from("a::b\n1::2\nx::\xff\n", "latin1"), { line: 3, column: 4 }],
    ["TYPE_MISMATCH", "a::b\n1::2\n#\nx::3\n", { row: 2, line: 4, column: "a" }],
    ["EMPTY_INPUT", "#a\n\n", {}],
  ])("gives %s its place", async (code, text, place) => {
    const options: CsvDecoderOptions = {
      file: "in.csv",
      delimiter: "::",
      comment: "#",
      types: code === "TYPE_MISMATCH" ? { a: "int64", b: "int64" } : ["text", "text"],
    };
    expect(await faultOf(text, options)).toMatchObject({ code, file: "in.csv", ...place });
    expect(await faultOf(text, { ...options, blockBytes: 4 }, 3)).toMatchObject({ code, ...place });
  });
});
