import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column, ColumnType, Values } from "../../../src/batch.js";
import {
  boolColumn,
  columnFrom,
  dictionaryColumn,
  every,
  fixedColumn,
  fixedListColumn,
  floatColumn,
  intColumn,
  listColumn,
  nullColumn,
  structColumn,
  textColumn,
  viewColumn,
} from "../../columns-from.js";
import { batchOf, encode } from "./encoding.js";

/** The fields of a column, one a line, as they are written between tabs. */
async function fields(column: Column): Promise<string[]> {
  const text = await encode([batchOf([column])], { dialect: { delimiter: "\t", header: false } });
  return text.split("\n").slice(0, -1);
}

/** A column of fixed-width values that are all there. */
function fixed(type: ColumnType, data: Values, length = data.length): Column {
  return fixedColumn("x", type, { data, present: every(length) });
}

/** 32-bit words one after another. */
function words(...values: number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

function decimal(scale: number, values: readonly bigint[]): Column {
  const data = new Uint8Array(BigInt64Array.from(values.flatMap((v) => [v, v >> 63n])).buffer);
  return fixed({ kind: "decimal", bits: 128, precision: 38, scale }, data, values.length);
}

/** The JSON in each field, quotes taken off by csv-parse. */
async function json(column: Column): Promise<string[]> {
  const text = await encode([batchOf([column])], { dialect: { header: false } });
  return (parse(text) as string[][]).map(([field]) => field);
}

describe("numbers", () => {
  it.each(["int8", "int16", "int32", "uint8", "uint16", "uint32"] as const)(
    "of %s are digits",
    async (type) => {
      expect(await fields(intColumn("x", type, [0, 127, null]))).toEqual(["0", "127", ""]);
    },
  );

  it("of 64 bits are exact", async () => {
    const safe = 2n ** 53n - 1n;
    const values = [0n, -1n, safe, -safe, safe + 2n, -safe - 2n, 2n ** 63n - 1n, -(2n ** 63n)];
    expect(await fields(intColumn("x", "int64", values))).toEqual(values.map(String));
    const positive = [0n, 2n ** 32n, safe, safe + 2n, 2n ** 63n, 2n ** 64n - 1n];
    expect(await fields(intColumn("x", "uint64", positive))).toEqual(positive.map(String));
  });

  it("of 64 bits are exact wherever they lie", async () => {
    const any = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(any, { minLength: 1 }), async (values) => {
        expect(await fields(intColumn("x", "int64", values))).toEqual(values.map(String));
      }),
      { numRuns: 50 },
    );
  });

  it("are written as JavaScript writes them, minus zero with its sign", async () => {
    const values = [0.1, -0, 1e21, 1e-7, NaN, Infinity, -Infinity, null, 5e-324];
    expect(await fields(floatColumn("x", values))).toEqual([
      "0.1",
      "-0",
      "1e+21",
      "1e-7",
      "NaN",
      "Infinity",
      "-Infinity",
      "",
      "5e-324",
    ]);
  });

  it("of float32 and float16 are the shortest of their width", async () => {
    const single = fixed({ kind: "float", bits: 32 }, Float32Array.of(0.1, 1 / 3, -0, NaN));
    expect(await fields(single)).toEqual(["0.1", "0.33333334", "-0", "NaN"]);
    // The bits of NumPy's float16 for 0.1, 65504, −0, NaN and −∞.
    const bits = Uint16Array.of(11878, 31743, 0x8000, 0x7e00, 0xfc00);
    const half = fixed({ kind: "float", bits: 16 }, bits);
    expect(await fields(half)).toEqual(["0.1", "65500", "-0", "NaN", "-Infinity"]);
  });

  it("of decimals keep every digit of their scale", async () => {
    const values = [0n, 5n, -5n, 12345n, -12300n];
    expect(await fields(decimal(2, values))).toEqual([
      "0.00",
      "0.05",
      "-0.05",
      "123.45",
      "-123.00",
    ]);
    expect(await fields(decimal(0, values))).toEqual(["0", "5", "-5", "12345", "-12300"]);
    expect(await fields(decimal(-3, [12n, -1n]))).toEqual(["12000", "-1000"]);
  });

  it.each([32, 64, 256] as const)("of decimals of %d bits reach the type's ends", async (bits) => {
    const ends = Buffer.alloc(bits / 4, 0xff);
    ends[bits / 8 - 1] = 0x7f;
    ends.fill(0, bits / 8);
    ends[bits / 4 - 1] = 0x80;
    const type = { kind: "decimal", bits, precision: 9, scale: 0 } as const;
    const limit = 2n ** BigInt(bits - 1);
    expect(await fields(fixed(type, ends, 2))).toEqual([`${limit - 1n}`, `${-limit}`]);
  });
});

describe("dates and times", () => {
  it("are ISO dates, also outside the years of four digits", async () => {
    const days = Int32Array.of(0, -1, 19_782, 11_016, -719_528, -719_529, 2_932_897);
    expect(await fields(fixed({ kind: "date", unit: "day" }, days))).toEqual([
      "1970-01-01",
      "1969-12-31",
      "2024-02-29",
      "2000-02-29",
      "0000-01-01",
      "-000001-12-31",
      "+010000-01-01",
    ]);
  });

  it("are the dates that JavaScript finds", async () => {
    const range = 8.64e15 / 86_400_000;
    const any = fc.array(fc.integer({ min: -range, max: range }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(any, async (days) => {
        const expected = days.map((day) => new Date(day * 86_400_000).toISOString().split("T")[0]);
        const column = fixed({ kind: "date", unit: "day" }, Int32Array.from(days));
        expect(await fields(column)).toEqual(expected);
      }),
    );
  });

  it("are right at the turn of every February of a century", async () => {
    const texts = [1600, 1700, 1900, 2000, 2100, 2400].flatMap((year) => [
      `${year}-02-28`,
      year % 400 === 0 ? `${year}-02-29` : `${year}-03-01`,
      `${year}-03-02`,
    ]);
    const days = Int32Array.from(texts, (text) => Date.parse(text) / 86_400_000);
    expect(await fields(fixed({ kind: "date", unit: "day" }, days))).toEqual(texts);
  });

  it("keep the time of a date in milliseconds that is no whole day", async () => {
    const values = BigInt64Array.of(-86_400_000n, 86_400_001n);
    expect(await fields(fixed({ kind: "date", unit: "ms" }, values))).toEqual([
      "1969-12-31",
      "1970-01-02T00:00:00.001",
    ]);
  });

  it.each([
    ["s", 1n, "1970-01-01T00:00:01"],
    ["ms", 1n, "1970-01-01T00:00:00.001"],
    ["ms", 120n, "1970-01-01T00:00:00.12"],
    ["us", -1n, "1969-12-31T23:59:59.999999"],
    ["ns", 1_700_000_000_000_000_001n, "2023-11-14T22:13:20.000000001"],
    ["ns", 1_700_000_000_000_000_000n, "2023-11-14T22:13:20"],
  ] as const)("are timestamps in %s: %d is %s", async (unit, value, text) => {
    const data = BigInt64Array.of(value);
    expect(await fields(fixed({ kind: "timestamp", unit }, data))).toEqual([text]);
    const zoned = { kind: "timestamp", unit, timezone: "Europe/Vienna" } as const;
    expect(await fields(fixed(zoned, data))).toEqual([`${text}Z`]);
  });

  it("are times of day", async () => {
    const seconds = fixed({ kind: "time", bits: 32, unit: "s" }, Int32Array.of(0, 86_399));
    expect(await fields(seconds)).toEqual(["00:00:00", "23:59:59"]);
    const data = BigInt64Array.of(3_661_000_000_500n);
    const nanoseconds = fixed({ kind: "time", bits: 64, unit: "ns" }, data);
    expect(await fields(nanoseconds)).toEqual(["01:01:01.0000005"]);
  });

  it("are durations in seconds", async () => {
    const data = BigInt64Array.of(0n, 93_784_500n, -1500n, -(2n ** 63n));
    expect(await fields(fixed({ kind: "duration", unit: "ms" }, data))).toEqual([
      "PT0S",
      "PT93784.5S",
      "-PT1.5S",
      "-PT9223372036854775.808S",
    ]);
  });

  it("are intervals of months, days and seconds", async () => {
    const months = fixed({ kind: "interval", unit: "year-month" }, words(14, -1), 2);
    expect(await fields(months)).toEqual(["P14M", "P-1M"]);
    const days = fixed({ kind: "interval", unit: "day-time" }, words(1, -500, 2, 0), 2);
    expect(await fields(days)).toEqual(["P1DT-0.5S", "P2D"]);
    const all = fixed({ kind: "interval", unit: "month-day-nano" }, words(1, -2, 1, 0), 1);
    expect(await fields(all)).toEqual(["P1M-2DT0.000000001S"]);
  });
});

describe("texts and what stands for other values", () => {
  const long = "more than twelve bytes";

  it("are the bytes of all three text types", async () => {
    const texts = ["", "é", long, "twelve bytes"];
    const expected = ['""', "é", long, "twelve bytes"];
    expect(await fields(textColumn("x", texts))).toEqual(expected);
    expect(await fields(textColumn("x", texts, "large-utf8"))).toEqual(expected);
    expect(await fields(viewColumn("x", texts))).toEqual(expected);
  });

  it("are true, false and nothing", async () => {
    expect(await fields(boolColumn("x", [true, false, null]))).toEqual(["true", "false", ""]);
    expect(await fields(nullColumn("x", 2))).toEqual(["", ""]);
  });

  it("are the values of a dictionary", async () => {
    const values = textColumn("values", ["a\tb", null, "c"]);
    expect(await fields(dictionaryColumn("x", [2, 0, 1, null], { values }))).toEqual([
      "c",
      '"a\tb"',
      "",
      "",
    ]);
  });

  it.each([
    ["sparse", undefined, ["4", "b"]],
    ["dense", Int32Array.of(1, 0), ["5", "a"]],
  ] as const)("are the members of a %s union", async (mode, offsets, expected) => {
    const children = [textColumn("t", ["a", "b"]), intColumn("i", "int32", [4, 5])];
    const type: ColumnType = {
      kind: "union",
      mode,
      children: children.map((child) => child.field),
      typeIds: [3, 7],
    };
    const parts = { present: every(2), data: Int8Array.of(7, 3), offsets, children };
    expect(await fields(columnFrom("x", type, parts))).toEqual(expected);
  });
});

describe("nested values", () => {
  it("are lists in quotes", async () => {
    const column = listColumn("x", floatColumn("item", [1, -0, null, NaN, 0.5]), [0, 2, 2, 5]);
    expect(await encode([batchOf([column])])).toBe('x\n"[1,-0]"\n[]\n"[null,null,0.5]"\n');
  });

  it("are lists of a fixed size, null where there is none", async () => {
    const child = intColumn("item", "int64", [2n ** 63n - 1n, 2n, 3n, 4n]);
    const column = fixedListColumn("x", child, { size: 2, present: [true, false] });
    expect(await encode([batchOf([column])])).toBe('x\n"[9223372036854775807,2]"\n\n');
  });

  it("may be longer than a block, in letters of several bytes", async () => {
    const text = "漢".repeat(600_000);
    const [row] = await json(structColumn("x", [textColumn("t", [text])]));
    expect(row === `{"t":"${text}"}`).toBe(true);
  });

  it("are structs with texts, dates and deeper structs", async () => {
    const inner = structColumn("in", [boolColumn("ok", [true, false])]);
    const column = structColumn("x", [
      textColumn('a"', ['q"\n', null]),
      fixed({ kind: "date", unit: "day" }, Int32Array.of(0, 1)),
      inner,
    ]);
    const rows = await json(column);
    expect(rows).toEqual([
      String.raw`{"a\"":"q\"\n","x":"1970-01-01","in":{"ok":true}}`,
      String.raw`{"a\"":null,"x":"1970-01-02","in":{"ok":false}}`,
    ]);
  });

  it.each([
    [textColumn("key", ["a", "b"]), '{"a":1,"b":null}'],
    [intColumn("key", "int32", [7, 8]), '{"7":1,"8":null}'],
  ])("are maps as objects", async (keys, expected) => {
    const entries = structColumn("entries", [keys, intColumn("value", "int32", [1, null])]);
    const type = { kind: "map", child: entries.field, sorted: false } as const;
    const offsets = Int32Array.of(0, 2);
    const column = columnFrom("x", type, { present: every(1), offsets, children: [entries] });
    expect(await json(column)).toEqual([expected]);
  });
});

describe("binary values", () => {
  const types: ColumnType[] = [
    { kind: "binary" },
    { kind: "large-binary" },
    { kind: "binary-view" },
    { kind: "fixed-binary", width: 2 },
  ];

  it.each(types)(
    "of kind $kind are refused, however deep and though there are no rows",
    async (type) => {
      const bytes = columnFrom("bytes", type, { present: [] });
      const error = { code: "BINARY_COLUMN", kind: "data" };
      await expect(fields(bytes)).rejects.toMatchObject({ ...error, column: "bytes" });
      const list = listColumn("images", structColumn("item", [bytes]), [0]);
      await expect(fields(list)).rejects.toMatchObject({ ...error, column: "images" });
      const dictionary = dictionaryColumn("coded", [], { values: bytes });
      await expect(fields(dictionary)).rejects.toMatchObject({ ...error, column: "coded" });
    },
  );

  it("do not matter in a column that stays behind", async () => {
    const columns = [
      columnFrom("bytes", { kind: "binary" }, { present: [true] }),
      textColumn("a", ["x"]),
    ];
    expect(await encode([batchOf(columns)], { columns: ["a"] })).toBe("a\nx\n");
  });
});

describe("values that look like the null of the dialect", () => {
  it("are no empty texts: those have quotes all the same", async () => {
    const column = textColumn("x", ["", "NA", null]);
    expect(await encode([batchOf([column])], { dialect: { nullText: "NA" } })).toBe(
      'x\n""\n"NA"\nNA\n',
    );
  });

  it.each([
    ["0", floatColumn("x", [0, 1, null]), ['"0"', "1", "0"]],
    ["NaN", floatColumn("x", [NaN, null]), ['"NaN"', "NaN"]],
    ["-1", intColumn("x", "int64", [-1n, null]), ['"-1"', "-1"]],
    ["true", boolColumn("x", [true, null]), ['"true"', "true"]],
    ["NA", floatColumn("x", [NaN, null]), ["NaN", "NA"]],
  ])("as %s are quoted", async (nullText, column, expected) => {
    const text = await encode([batchOf([column])], { dialect: { nullText, header: false } });
    expect(text.split("\n").slice(0, -1)).toEqual(expected);
  });
});
