import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column, ColumnType } from "../../src/batch.js";
import { sliceColumn } from "../../src/columns.js";
import { Arena } from "../../src/columns/arena.js";
import { takeRows } from "../../src/columns/take.js";
import { textColumn } from "../columns-from.js";
import { plainValues } from "../plain-values.js";
import { anyRows, columnOf, field } from "../random-columns.js";

/** Rows, and places among them. */
const rowsAndPlaces = anyRows.chain((rows) =>
  fc
    .array(fc.nat({ max: Math.max(0, rows.values.length - 1) }), { maxLength: 20 })
    .map((places) => ({ rows, places: rows.values.length === 0 ? [] : places })),
);

function fixed(type: ColumnType, data: Column["data"], length: number): Column {
  return { field: field("c", type), length, nullCount: 0, data };
}

describe("takeRows", () => {
  it("gives the rows at the places, as often as they come, for every type", () => {
    fc.assert(
      fc.property(rowsAndPlaces, ({ rows, places }) => {
        const taken = takeRows(columnOf("c", rows), Int32Array.from(places), new Arena());
        const expected = places.map((place) => rows.values[place]);
        expect(plainValues(taken)).toEqual(expected);
        expect(taken.length).toBe(places.length);
        expect(plainValues(taken).filter((value) => value === null)).toHaveLength(taken.nullCount);
      }),
      { numRuns: 600 },
    );
  });

  it("counts places from the start of a slice", () => {
    fc.assert(
      fc.property(rowsAndPlaces, ({ rows, places }) => {
        const doubled = columnOf("c", { ...rows, values: [...rows.values, ...rows.values] });
        const half = sliceColumn(doubled, rows.values.length, doubled.length);
        const taken = takeRows(half, Int32Array.from(places));
        expect(plainValues(taken)).toEqual(places.map((place) => rows.values[place]));
      }),
      { numRuns: 300 },
    );
  });

  it("shares the dictionary and takes the indices", () => {
    const dictionary = textColumn("d", ["a", "b"]);
    const index = { kind: "int", bits: 8, signed: true } as const;
    const type = {
      kind: "dictionary",
      index,
      values: dictionary.field.type,
      ordered: false,
    } as const;
    const column = { ...fixed(type, Int8Array.of(1, 0), 2), dictionary };
    const taken = takeRows(column, Int32Array.of(1, 1, 0));
    expect(taken.dictionary).toBe(dictionary);
    expect(plainValues(taken)).toEqual(["a", "a", "b"]);
  });

  it("keeps every bit of a number, also of a NaN", () => {
    const payload = BigUint64Array.of(0x7ff0_0000_0000_1234n, 0xfff8_dead_beef_0001n);
    const column = fixed({ kind: "float", bits: 64 }, new Float64Array(payload.buffer), 2);
    const { data } = takeRows(column, Int32Array.of(1, 0, 1));
    const bits = new BigUint64Array(data?.buffer as ArrayBuffer, data?.byteOffset, 3);
    expect([...bits]).toEqual([payload[1], payload[0], payload[1]]);
  });

  it("takes values of sixteen bytes whole", () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, at) => at);
    const type: ColumnType = { kind: "decimal", bits: 128, precision: 9, scale: 2 };
    const { data } = takeRows(fixed(type, bytes, 2), Int32Array.of(1, 1));
    expect([...(data as Uint8Array)]).toEqual([...bytes.subarray(16), ...bytes.subarray(16)]);
  });

  it("refuses more text than 32-bit offsets span", () => {
    const column = textColumn("t", ["x".repeat(2 ** 20)]);
    expect(() => takeRows(column, new Int32Array(2048))).toThrow(
      expect.objectContaining({ code: "COLUMN_TOO_LARGE", column: "t" }),
    );
  });
});
