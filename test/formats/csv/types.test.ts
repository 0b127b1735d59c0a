import { describe, expect, it } from "vitest";
import type { ColumnType } from "../../../src/batch.js";
import { guessCsvTypes, scanCsvTypes } from "../../../src/formats/csv/scan.js";
import {
  columnType,
  type CsvType,
  csvTypeOf,
  parseCsvType,
} from "../../../src/columns/csv-type.js";
import { cut, decode, values } from "./decoding.js";

function input(text: string) {
  return { file: "in.csv", chunks: [Buffer.from(text)] };
}

function scan(text: string) {
  return scanCsvTypes([{ file: "in.csv", chunks: cut(text, 7) }]);
}

async function typeOfCells(cells: readonly string[]): Promise<CsvType> {
  const { types } = await scan(`id,v\n${cells.map((cell) => `0,${cell}\n`).join("")}`);
  return types[1];
}

const TYPES: readonly [CsvType, readonly string[]][] = [
  ["int64", ["0", "-1", "42"]],
  ["int64", ["9223372036854775807", "-9223372036854775808"]],
  ["int64", ['"1"', "2", '"3"']],
  ["int64", ["", "5", ""]],
  ["text", ["9223372036854775808"]],
  ["text", ["1", "007"]],
  ["text", ["+1"]],
  ["text", ["1", '""']],
  ["text", ["1", "x"]],
  ["text", ["", ""]],
  ["text", []],
  ["float64", ["1.5"]],
  ["float64", ["1", "2.5"]],
  ["float64", ["2.5", "1"]],
  ["float64", ["-0", "1"]],
  ["float64", ["1", "-0"]],
  ["float64", ["1e5", ".5", "5."]],
  ["float64", ["nan", "1"]],
  ["float64", ["1", "", "NaN", "-Infinity", "INF"]],
  ["float64", ["9007199254740992", "1.5"]],
  ["float64", ["1.5", "-9007199254740992"]],
  ["text", ["nan", "inf"]],
  ["text", ["9007199254740993", "1.5"]],
  ["text", ["1", "9007199254740993", "1.5"]],
  ["text", ["1.5", "-9007199254740993"]],
  ["text", ["1", "-9007199254740993", "1.5"]],
  ["text", ["9007199254740993", "nan"]],
  ["text", ["00.5"]],
  ["text", ["+1.5"]],
  ["text", ["1.5", "1e999"]],
  ["bool", ["true", "false", ""]],
  ["bool", ["True", "False"]],
  ["bool", ["TRUE", "FALSE"]],
  ["bool", ["true", "False", "TRUE", "", "FALSE", "True", "false"]],
  ["text", ["true", "tRUE"]],
  ["text", ["true", "TRue"]],
  ["text", ["false", "FAlse"]],
  ["text", ["false", "fALSE"]],
  ["text", ["true", "T"]],
  ["text", ["true", "yes"]],
  ["text", ["true", " true"]],
  ["text", ["true", "1"]],
  ["date", ["2024-02-29", "1900-02-28", "0001-01-01", "9999-12-31"]],
  ["text", ["2023-02-29"]],
  ["text", ["1900-02-29"]],
  ["text", ["2024-13-01"]],
  ["text", ["2024-00-10"]],
  ["text", ["2024-04-31"]],
  ["text", ["2024-1-1"]],
  ["text", ["2024-01-01", "2024-01-01T00:00:00"]],
  ["timestamp", ["2024-01-01T00:00", "2024-01-01 23:59:59", "2024-01-01T00:00:00.123456"]],
  ["timestamp", ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999"]],
  ["timestamp-utc", ["2024-01-01T00:00:00Z", "2024-01-01 00:00Z"]],
  ["timestamp-ns", ["2024-01-01T00:00", "2024-01-01T00:00:00.1234567"]],
  ["timestamp-ns", ["2024-01-01T00:00:00.123456789", "2024-01-01T00:00"]],
  ["timestamp-ns-utc", ["2024-01-01T00:00:00.123456789Z"]],
  ["text", ["2024-01-01T00:00:00", "2024-01-01T00:00:00Z"]],
  ["text", ["2024-01-01T00:00:00+01:00"]],
  ["text", ["2024-01-01T24:00:00"]],
  ["text", ["2024-01-01T23:60:00"]],
  ["text", ["2024-01-01T23:59:60"]],
  ["text", ["2024-01-01T00:00:00.1234567890"]],
  ["text", ["2024-02-30T00:00:00"]],
  ["text", ["1600-01-01T00:00:00", "2024-01-01T00:00:00.123456789"]],
  ["text", ["2024-01-01T00:00:00.123456789", "1600-01-01T00:00:00"]],
];

describe("the type of a column", () => {
  it.each(TYPES)("is %s for %j, in whatever order", async (type, cells) => {
    expect(await typeOfCells(cells)).toBe(type);
    expect(await typeOfCells(cells.toReversed())).toBe(type);
    expect(await typeOfCells([...cells, "", ...cells])).toBe(type);
  });

  it("comes with whether the numbers are whole", async () => {
    const { types, fractional } = await scan(
      "a,b,c,d,e,f\n1,1.0,1,x,nan,1.0\n2,2e3,1.5,1.5,0.5,1.0\n3,3,3,3,3,1.5\n",
    );
    expect(types).toEqual(["int64", "float64", "float64", "text", "float64", "float64"]);
    expect(fractional).toEqual([false, false, true, false, true, true]);
  });

  it("is found over several inputs, of the same columns", async () => {
    const found = await scanCsvTypes([input("a,b\n1,2\n\n"), input("a,b\n1,2.5\n3,4\n")]);
    expect(found).toMatchObject({ types: ["int64", "float64"], rows: 3, blankLines: 1 });
    await expect(scanCsvTypes([input("a,b\n1,2\n"), input("a\n1\n")])).rejects.toMatchObject({
      code: "COLUMN_COUNT",
    });
  });

  it("is guessed from the first mebibyte, of which no more is read", async () => {
    let chunks = 0;
    function* endless() {
      yield Buffer.from("a\n");
      for (;;) {
        chunks++;
        yield Buffer.from("1\n".repeat(50_000));
      }
    }
    expect((await guessCsvTypes({ file: "in.csv", chunks: endless() })).types).toEqual(["int64"]);
    expect(chunks).toBe(11);
  });

  it("can be given", async () => {
    const chunks = [Buffer.from("a,b\n1,2\n")];
    const options = { types: { b: "text" } } as const;
    expect((await scanCsvTypes([{ file: "in.csv", chunks }], options)).types).toEqual([
      "int64",
      "text",
    ]);
  });

  it("has a name, and a misspelt name a suggestion", () => {
    expect(parseCsvType("date")).toBe("date");
    expect(() => parseCsvType("flaot64")).toThrow(
      expect.objectContaining({ code: "UNKNOWN_TYPE", hint: 'Did you mean "float64"?' }),
    );
    expect(() => parseCsvType("toString")).toThrow(
      expect.objectContaining({ code: "UNKNOWN_TYPE" }),
    );
  });

  it("follows from the column that the cells become", () => {
    for (const [type] of TYPES) {
      expect(csvTypeOf(columnType(type))).toBe(type);
    }
    expect(csvTypeOf({ kind: "null" })).toBeUndefined();
  });
});

describe("the values of a column", () => {
  it.each<[readonly string[], ColumnType, readonly unknown[]]>([
    [["1", "", "-3"], { kind: "int", bits: 64, signed: true }, [1n, null, -3n]],
    [["1.5", "", "nan", '"2"'], { kind: "float", bits: 64 }, [1.5, null, Number.NaN, 2]],
    [["true", "", "false", '"true"'], { kind: "bool" }, [true, null, false, true]],
    [
      ["TRUE", "True", "FALSE", "False", "true", "false"],
      { kind: "bool" },
      [true, true, false, false, true, false],
    ],
    [
      ["1970-01-02", "1969-12-31", "", "2000-03-01"],
      { kind: "date", unit: "day" },
      [1, -1, null, 11_017],
    ],
    [
      ["1970-01-01T00:00:01.5", "", "1969-12-31 23:59:59.999999"],
      { kind: "timestamp", unit: "us" },
      [1_500_000n, null, -1n],
    ],
    [
      ["2001-09-09T01:46:40.000000001Z", "1970-01-01T00:00Z"],
      { kind: "timestamp", unit: "ns", timezone: "UTC" },
      [1_000_000_000_000_000_001n, 0n],
    ],
    [
      ["x", "", '""', '"a""b"', "y".repeat(40)],
      { kind: "utf8" },
      ["x", null, "", 'a"b', "y".repeat(40)],
    ],
  ])("%j are of type %j", async (cells, type, expected) => {
    const text = `id,v\n${cells.map((cell) => `0,${cell}\n`).join("")}`;
    for (const maxRows of [1, 100]) {
      const batches = await decode(text, { columns: ["v"], maxRows });
      expect(batches[0].columns[0].field.type).toEqual(type);
      expect(values(batches, 0)).toEqual(expected);
    }
  });

  it("have an exact count of nulls, and a bitmap only where there is one", async () => {
    const text = `a,b\n${Array.from({ length: 20 }, (_, row) => `${row},${row % 3 === 0 ? "" : row}\n`).join("")}`;
    const [{ columns }] = await decode(text);
    expect(columns[0]).toMatchObject({ nullCount: 0, validity: undefined });
    expect(columns[1].nullCount).toBe(7);
    // Rows 0, 3, 6 | 9, 12, 15 | 18 are null: 1 = valid, lowest bit first.
    expect(columns[1].validity).toEqual(Uint8Array.of(0b10110110, 0b01101101, 0b1011));
  });
});
