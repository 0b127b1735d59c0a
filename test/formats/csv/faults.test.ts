import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { CsvDecoderOptions } from "../../../src/formats/csv/decode.js";
import { resolveDialect } from "../../../src/formats/csv/dialect.js";
import { openRowReader } from "../../../src/formats/csv/row-reader.js";
import { faultOf } from "./decoding.js";

interface Place {
  readonly row?: number;
  readonly line?: number;
  readonly column?: number | string;
}
type Fault = readonly [title: string, text: string | Uint8Array, code: string, place: Place];

const file = "in.csv";

/** Bytes from text in which every `\xNN` is that byte. */
function latin1(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

const FAULTS: readonly Fault[] = [
  ["a row with a field too few", "a,b\n1,2\n\n3\n", "FIELD_COUNT", { line: 4 }],
  ["a row with a field too many", 'a,b\n"1\n1",2\r\n3,4,5\r\n6,7\r\n', "FIELD_COUNT", { line: 4 }],
  ["a last row that is cut off", "a,b\n1,2\n3", "FIELD_COUNT", { line: 3 }],
  ["text after a closing quote", 'a,b\n1,2\r3,"x"y\r', "STRAY_QUOTE", { line: 3, column: 5 }],
  [
    "a quote that is never closed",
    'a,b\r\n1,2\r\n3,"4\n5,6\n',
    "UNCLOSED_QUOTE",
    { line: 3, column: 3 },
  ],
  [
    "an unclosed quote behind a byte-order mark",
    '\ufeffa,"b\n',
    "UNCLOSED_QUOTE",
    { line: 1, column: 3 },
  ],
  ["a header whose quote is never closed", 'a,"b\n1,2\n', "UNCLOSED_QUOTE", { line: 1, column: 3 }],
  ["Latin-1", latin1("a,b\nx,y\nna\xefve,z\n"), "INVALID_UTF8", { line: 3, column: 3 }],
  ["Latin-1 in the header", latin1("a,\xe9\n1,2\n"), "INVALID_UTF8", { line: 1, column: 3 }],
  ["a surrogate", latin1("a,b\nx,\xed\xa0\x80\n"), "INVALID_UTF8", { line: 2, column: 3 }],
  [
    "a character cut in two by a delimiter",
    latin1("a,b\n\xf0\x9f,\x98\n"),
    "INVALID_UTF8",
    { line: 2, column: 1 },
  ],
  [
    "bytes past Unicode",
    latin1("a\nx\n\xf5\x80\x80\x80\n"),
    "INVALID_UTF8",
    { line: 3, column: 1 },
  ],
  ["UTF-16", Buffer.from("\ufeffa,b\n1,2\n", "utf16le"), "INVALID_UTF8", {}],
  ["gzip", gzipSync("a,b\n1,2\n"), "UNSUPPORTED_FORMAT", {}],
  ["Zstandard", latin1("\x28\xb5\x2f\xfd\x04\x58a,b\n1,2\n"), "UNSUPPORTED_FORMAT", {}],
  ["a zip archive", latin1("PK\x03\x04\x14\0in.csv\na,b\n"), "UNSUPPORTED_FORMAT", {}],
  ["Parquet", latin1("PAR1\x15\x04\x15\x10\nPAR1"), "UNSUPPORTED_FORMAT", {}],
  ["nothing", "", "EMPTY_INPUT", {}],
  ["a byte-order mark alone", "\ufeff", "EMPTY_INPUT", {}],
  ["blank lines alone", "\n\r\n\r", "EMPTY_INPUT", {}],
];

describe("a fault of structure", () => {
  it.each(FAULTS)("names the place of %s, whatever the chunks", async (_, text, code, place) => {
    for (const [blockBytes, chunk] of [
      [1 << 16, 1 << 16],
      [1, 1],
      [5, 3],
    ]) {
      const options = { file, blockBytes, types: ["text", "text"] } as const;
      const fault = await faultOf(text, options, chunk);
      const { kind, code: found, row, line, column } = fault;
      expect({ kind, code: found, file: fault.file, row, line, column }).toEqual({
        kind: "data",
        code,
        file,
        row: undefined,
        line: undefined,
        column: undefined,
        ...place,
      });
      expect(fault.hint).toBeDefined();
    }
  });

  it("lets the rows before it out", async () => {
    const options = { file, blockBytes: 1 << 16, firstBlockBytes: 1 << 16 };
    for (const text of ["a,b\n1,2\n3,4\n5\n", latin1("a,b\n1,2\n3,4\n5,\xff\n")]) {
      const reader = await openRowReader(resolveDialect(), options);
      expect([...reader.push(Buffer.from(text))]).toEqual([]);
      const blocks = reader.finish();
      expect(blocks.next().value).toMatchObject({ rows: 2, firstRow: 0 });
      expect(() => blocks.next()).toThrow(expect.objectContaining({ line: 4 }));
    }
  });

  it("says how many fields were found and expected", async () => {
    expect((await faultOf("a,b,c\n1\n")).message).toBe(
      "this row has 1 field; expected 3, as in the first row",
    );
  });

  it("stops at a row that would fill the memory", async () => {
    const text = Buffer.alloc(17 * 1024 * 1024, "x");
    text.write('a,b\n1,2\n"');
    expect(await faultOf(text, { file }, 1 << 20)).toMatchObject({ code: "ROW_TOO_LONG", line: 3 });
  });
});

/** A mebibyte of rows that a type is guessed from, and one more row. */
function withLast(value: string, last: string): string {
  return `id,v\n${`1,${value}\n`.repeat(Math.ceil((1 << 20) / (value.length + 3)))}2,${last}\n`;
}

describe("a value that does not fit its column's type", () => {
  it.each([
    ["12", "twelve"],
    ["12", "12.5"],
    ["12", "007"],
    ["1.5", "9007199254740993"],
    ["true", "yes"],
    ["2024-02-29", "2023-02-29"],
    ["2024-01-01T00:00:00", "2024-01-01T00:00:00Z"],
    ["2024-01-01T00:00:00", "2024-01-01T00:00:00.0000001"],
  ])("is an error after a mebibyte of %s, if it is %s", async (value, last) => {
    const text = withLast(value, last);
    const row = text.split("\n").length - 2;
    const fault = await faultOf(text, { file });
    expect(fault).toMatchObject({
      code: "TYPE_MISMATCH",
      kind: "data",
      file,
      row,
      line: row + 1,
      column: "v",
    });
    expect(fault.message).toContain(JSON.stringify(last));
    expect(fault.hint).toContain('`types: { "v": "text" }`');
  });

  it("is an error under a given type, with its place", async () => {
    const options: CsvDecoderOptions = { file, types: { v: "int64" } };
    const fault = await faultOf('id,v\n\n1,"2"\n2,""\n', options);
    expect(fault).toMatchObject({ code: "TYPE_MISMATCH", row: 2, line: 4, column: "v" });
    expect(fault.message).toBe('"" does not fit the column\'s type int64, as it was given');
  });

  it("is shown shortened and escaped", async () => {
    const fault = await faultOf(`v\n"a\u0007${"😀".repeat(100)}"\n`, { types: ["int64"] });
    expect(fault.message).toMatch(/^"a\\u0007(😀){58}…" does not fit/u);
    expect((await faultOf(`v\n${"x".repeat(61)}\n`, { types: ["int64"] })).message).toMatch(
      /^"x{60}…"/,
    );
    expect((await faultOf(`v\n${"x".repeat(60)}\n`, { types: ["int64"] })).message).toMatch(
      /^"x{60}"/,
    );
  });
});

describe("a call at fault", () => {
  it.each<[CsvDecoderOptions, string]>([
    [{ columns: ["c"] }, "UNKNOWN_COLUMN"],
    [{ columns: [2] }, "UNKNOWN_COLUMN"],
    [{ labelText: "c" }, "UNKNOWN_COLUMN"],
    [{ types: { c: "text" } }, "UNKNOWN_COLUMN"],
  ])("%j is %s", async (options, code) => {
    expect(await faultOf("a,b\n1,2\n", options)).toMatchObject({ kind: "usage", code });
  });

  it("is a doubled column that is selected by name", async () => {
    expect(await faultOf("a,a\n1,2\n", { columns: ["a"] })).toMatchObject({
      kind: "usage",
      code: "DOUBLED_COLUMN",
    });
  });
});
