import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../../src/batch.js";
import { CsvDecoder } from "../../../src/formats/csv/decode.js";
import type { CsvType } from "../../../src/columns/csv-type.js";
import { columnValues, cut, decode, rows, values } from "./decoding.js";

const SIZES = Array.from({ length: 64 }, (_, index) => index + 1);

/** Text that has everything that can be cut in two. */
const TRICKY = [
  '\ufeffid,naïve,"a ""name"""\r\n',
  '1,"two\nlines",x\r\n',
  '2,"say ""hi"", ""you""",\r\n',
  '\r\n3,"",5" pipe\n',
  "4,日本語 😀,\r",
  '"5","\r\n\r",",,"\r\n',
  ",,\n",
  '6,"""",""',
].join("");

/** What csv-parse makes of a text: null for an unquoted empty field, the header among the rows. */
function oracle(text: string, width: number): (string | null)[][] {
  return parse(text, {
    bom: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    skip_empty_lines: width > 1,
    relax_quotes: true,
    cast: (cell, { quoting }) => (cell === "" && !quoting ? null : cell),
  }) as unknown as (string | null)[][];
}

function texts(width: number): CsvType[] {
  return Array.from({ length: width }, () => "text");
}

/** Everything a batch keeps of the text. */
function parts({ columns, source }: Batch) {
  const { bytes, starts, ends, nexts, fieldEnds } = source!;
  return { columns, bytes, starts, ends, nexts, fieldEnds };
}

const cell = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom("", '""', '","', '"\n"', '"\r\n"', '"\r"', '"é😀"') },
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z0-9 .é😀-]{0,6}$/u) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.constantFrom('"', ",", "\n", "\r\n", "\r", "é", "😀", "x", " "), { maxLength: 6 })
      .map((pieces) => `"${pieces.join("").replaceAll('"', '""')}"`),
  },
);
const lineEnd = fc.constantFrom("\n", "\r\n", "\r");

/** A text with a header of the width, rows with any line ends, and blank lines where those are no rows. */
const document = fc.integer({ min: 1, max: 5 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    text: fc
      .tuple(
        fc.constantFrom("", "\ufeff"),
        lineEnd,
        fc.array(fc.tuple(fc.array(cell, { minLength: width, maxLength: width }), lineEnd), {
          maxLength: 8,
        }),
        fc.constantFrom("", "\n", "\r\n"),
        fc.boolean(),
      )
      .map(([bom, headEnd, body, blank, isOpen]) => {
        const between = width > 1 ? blank : "";
        const lines = body.map(([cells, end]) => cells.join(",") + end + between).join("");
        const header = Array.from({ length: width }, (_, column) => `c${column}`).join(",");
        const text = bom + header + headEnd + lines;
        return isOpen ? text.replace(/[\r\n]+$/, "") : text;
      }),
  }),
);

describe("CsvDecoder", () => {
  it("reads what csv-parse reads, whatever the chunks and blocks", async () => {
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 64 }),
        async ({ text, width }, chunk, blockBytes) => {
          const [header, ...expected] = oracle(text, width);
          const batches = await decode(text, { types: texts(width), blockBytes }, chunk);
          expect(batches[0].columns.map(({ field }) => field.name)).toEqual(header);
          expect(rows(batches)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("reads the same rows, lines and bytes at every chunk and block size", async () => {
    const [, ...expected] = oracle(TRICKY, 3);
    const lines = [2, 4, 6, 7, 8, 11, 12];
    for (const size of SIZES) {
      for (const [blockBytes, chunk] of [
        [size, 1 << 16],
        [1 << 16, size],
        [size, size],
      ]) {
        const batches = await decode(TRICKY, { types: texts(3), blockBytes }, chunk);
        expect(rows(batches)).toEqual(expected);
        expect(batches.every((batch) => batch.rows > 0)).toBe(true);
        const sources = batches.map(({ source }) => source!);
        expect(
          sources.flatMap((source) => [...source.starts.keys()].map((row) => source.line(row))),
        ).toEqual(lines);
        const raw = sources.map(({ bytes, starts, nexts }) =>
          Array.from(starts, (start, row) =>
            Buffer.from(bytes.subarray(start, nexts[row])).toString(),
          ).join(""),
        );
        expect(raw.join("")).toBe(TRICKY.slice(TRICKY.indexOf("1,")).replace("\r\n\r\n3", "\r\n3"));
      }
    }
  });

  const DIFFERENCES: [string, string, string, unknown[][]][] = [
    [
      "keeps a quote within an unquoted field",
      "INVALID_OPENING_QUOTE",
      'a,b\n5" pipe,x\n',
      [['5" pipe', "x"]],
    ],
    [
      "skips blank lines of several columns",
      "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH",
      "a,b\n\n1,2\r\n\r\n\n3,4\n\n",
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    [
      "takes every kind of line end in one text",
      "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH",
      "a,b\n1,2\r3,4\r\n5,6",
      [
        ["1", "2"],
        ["3", "4"],
        ["5", "6"],
      ],
    ],
  ];

  it.each(DIFFERENCES)("%s, unlike csv-parse by default", async (_, code, text, expected) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
    expect(rows(await decode(text, { types: texts(2) }))).toEqual(expected);
  });

  it("reads a blank line of a single column as a row of null, but not the end of the last line", async () => {
    expect(values(await decode("a\n\nx\r\n\r\n", { types: ["text"] }), 0)).toEqual([
      null,
      "x",
      null,
    ]);
  });

  it("counts the blank lines that it skips, before the header too", async () => {
    const decoder = new CsvDecoder();
    const [batch] = await Readable.from(cut("\n\r\na,b\n\n1,2\n\r\n", 3), { objectMode: false })
      .compose(decoder)
      .toArray();
    expect(decoder.blankLines).toBe(4);
    expect(batch.source.line(0)).toBe(5);
  });

  it("names columns by number where there is no header", async () => {
    const batches = await decode("1,x\n2,y\n", { header: false });
    expect(batches[0].columns.map(({ field }) => field.name)).toEqual(["1", "2"]);
    expect(rows(batches)).toEqual([
      [1n, "x"],
      [2n, "y"],
    ]);
    expect(batches[0].source?.header).toBeUndefined();
  });

  it("reads other delimiters and quotes", async () => {
    const options = { delimiter: "\t", quote: "'" };
    expect(rows(await decode("a\tb\n'1\t''2'\t\"\n", options))).toEqual([["1\t'2", '"']]);
    expect(rows(await decode('a,b\n"x,y"\n', { quote: "" }))).toEqual([['"x', 'y"']]);
  });

  it("takes the null text for null where it is not quoted", async () => {
    const text = 'a,b\nNA,1\n"NA",NA\nNAN,3\nNB,4\n';
    expect(rows(await decode(text, { nullText: "NA" }))).toEqual([
      [null, 1n],
      ["NA", null],
      ["NAN", 3n],
      ["NB", 4n],
    ]);
  });

  it("gives one batch without rows for a header alone", async () => {
    for (const text of ["a,b", "a,b\n", "a,b\r\n\r\n"]) {
      const batches = await decode(text);
      expect(batches.map((batch) => batch.rows)).toEqual([0]);
      expect(batches[0].columns.map(({ field }) => field)).toEqual([
        { name: "a", type: { kind: "utf8" }, nullable: true },
        { name: "b", type: { kind: "utf8" }, nullable: true },
      ]);
    }
  });

  it.each([1, 2, 6, 7, 8])("cuts seven rows into batches of at most %i", async (maxRows) => {
    const text = `n,t\n${Array.from({ length: 7 }, (_, row) => `${row},"t""${row}"\n`).join("")}`;
    const batches = await decode(text, { maxRows, labelText: "n" });
    expect(rows(batches)).toEqual(Array.from({ length: 7 }, (_, row) => [BigInt(row), `t"${row}`]));
    let firstRow = 0;
    for (const batch of batches) {
      expect(batch.firstRow).toBe(firstRow);
      expect(batch.rows).toBe(Math.min(maxRows, 7 - firstRow));
      expect(columnValues(batch.labelText!)).toEqual(
        Array.from({ length: batch.rows }, (_, row) => String(firstRow + row)),
      );
      const { bytes, starts, fieldEnds } = batch.source!;
      const cells = Array.from(starts, (start, row) =>
        Buffer.from(bytes.subarray(start, fieldEnds![2 * row])).toString(),
      );
      expect(cells).toEqual(columnValues(batch.labelText!));
      expect(batch.source!.line(0)).toBe(firstRow + 2);
      firstRow += batch.rows;
    }
  });

  it("decodes the columns that are asked for, in that order", async () => {
    const text = "a,b,c\n1,x,2.5\n";
    expect(rows(await decode(text, { columns: ["c", "a"] }))).toEqual([[2.5, 1n]]);
    expect(rows(await decode(text, { columns: [1], labelText: 0 }))).toEqual([["x"]]);
    const [batch] = await decode(text, { columns: [], source: false });
    expect(batch).toMatchObject({ rows: 1, columns: [], source: undefined });
  });

  it.each([
    [{ labelText: "nolabel" }, '`labelText`: there is no column "nolabel"; the columns are a, b'],
    [{ labelText: 2 }, "`labelText`: there is no column at place 2; expected 0 to 1"],
    [{ columns: ["c"] }, '`columns`: there is no column "c"; the columns are a, b'],
    [{ columns: [2] }, "`columns`: there is no column at place 2; expected 0 to 1"],
  ])("names the option that asks for a column that is not there: %j", async (options, message) => {
    await expect(decode("a,b\n1,x\n", options)).rejects.toMatchObject({
      code: "UNKNOWN_COLUMN",
      message,
    });
  });

  it("keeps the header's bytes, with its line end and without the byte-order mark", async () => {
    const [batch] = await decode('\n\ufeffa,"b"\r\n1,2\n'.slice(1));
    expect(Buffer.from(batch.source!.header!.bytes).toString()).toBe('a,"b"\r\n');
    expect(batch.source!.header!.fieldEnds).toEqual(Uint32Array.of(1, 5));
    expect(batch.source!.bom).toBe(true);
  });

  it("does not change a batch that is held while decoding goes on", async () => {
    const lines = Array.from({ length: 500 }, (_, row) => `${row},${row / 4},t${row}`);
    const text = `i,f,t\n${lines.join("\n")}\n`;
    const types: CsvType[] = ["int64", "float64", "text"];
    const batches: Batch[] = [];
    const received: unknown[] = [];
    const decoder = new CsvDecoder({ types, blockBytes: 64 });
    for await (const batch of Readable.from(cut(text, 50), { objectMode: false }).compose(
      decoder,
    )) {
      batches.push(batch);
      received.push(structuredClone(parts(batch)));
    }
    expect(batches.map(parts)).toEqual(received);
    expect(rows(batches)).toEqual(lines.map((_, row) => [BigInt(row), row / 4, `t${row}`]));
  });
});

describe("csv-spectrum", () => {
  const folder = dirname(createRequire(import.meta.url).resolve("csv-spectrum/package.json"));
  // What is expected of one file is not what it holds: it has another telephone number.
  const names = readdirSync(join(folder, "csvs"))
    .map((name) => basename(name, ".csv"))
    .filter((name) => name !== "location_coordinates");

  it.each(names)("%s has the expected values", async (name) => {
    const expected = JSON.parse(
      readFileSync(join(folder, "json", `${name}.json`), "utf8"),
    ) as Record<string, string>[];
    const text = readFileSync(join(folder, "csvs", `${name}.csv`));
    const batches = await decode(text, { types: texts(20) });
    const found = rows(batches).map((row) =>
      Object.fromEntries(
        row.map((value, column) => [batches[0].columns[column].field.name, value ?? ""]),
      ),
    );
    expect(found).toEqual(expected);
  });
});
