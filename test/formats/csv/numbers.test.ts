import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CellSpans } from "../../../src/formats/csv/cell-spans.js";
import { type FloatRequest, parseFloat64 } from "../../../src/formats/csv/parse-float64.js";
import { parseInt64 } from "../../../src/formats/csv/parse-int64.js";

/** Cells one after another, with digits between them that belong to none. */
function cellsOf(texts: readonly string[]): [Uint8Array, CellSpans] {
  const between = "1.0e5";
  const from: number[] = [];
  let bytes = between;
  for (const text of texts) {
    from.push(bytes.length);
    bytes += text + between;
  }
  const spans = {
    rows: texts.length,
    from: Uint32Array.from(from),
    to: Uint32Array.from(from, (start, row) => start + texts[row].length),
    nullCount: 0,
    quoted: false,
  };
  return [Buffer.from(bytes), spans];
}

function floatOf(text: string, request?: FloatRequest): number | undefined {
  const out = new Float64Array(1);
  return parseFloat64(...cellsOf([text]), out, request) === 1 ? out[0] : undefined;
}

function integerOf(text: string): bigint | undefined {
  const out = new BigInt64Array(1);
  return parseInt64(...cellsOf([text]), out) === 1 ? out[0] : undefined;
}

const digits = fc.stringMatching(/^[0-9]{1,25}$/);
const whole = fc.oneof(fc.constant("0"), fc.stringMatching(/^[1-9][0-9]{0,24}$/));

describe("parseFloat64", () => {
  it("reads every double back from its shortest text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = Object.is(value, -0) ? "-0" : String(value).replace("e+", "e");
        expect(floatOf(text, { exact: false })).toBe(value);
      }),
      { numRuns: 3000 },
    );
  });

  it("reads decimals of any length as JavaScript does", () => {
    fc.assert(
      fc.property(fc.constantFrom("", "-"), whole, digits, (sign, left, right) => {
        const text = `${sign}${left}.${right}`;
        expect(floatOf(text)).toBe(Number(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("reads decimals of few digits as JavaScript does", () => {
    const short = fc.stringMatching(/^-?(0|[1-9][0-9]{0,11})(\.[0-9]{0,6})?$/);
    fc.assert(
      fc.property(short, (text) => {
        expect(floatOf(text)).toBe(Number(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("reads exponents as JavaScript does", () => {
    fc.assert(
      fc.property(
        whole,
        fc.constantFrom("", ".", ".5", ".25", ".123456789"),
        fc.constantFrom("e", "E", "e+", "e-", "E-"),
        fc.integer({ min: 0, max: 330 }),
        (left, fraction, mark, exponent) => {
          const text = `${left}${fraction}${mark}${exponent}`;
          const value = Number(text);
          expect(floatOf(text)).toBe(Number.isFinite(value) ? value : undefined);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each(["0", "-0", "5", "-5", ".5", "-.5", "5.", "0.1", "0.30000000000000004", "1e5", "1E-5"])(
    "reads %s",
    (text) => {
      expect(floatOf(text)).toBe(Number(text));
    },
  );

  it.each([
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992],
    ["-9007199254740992", -9007199254740992],
    ["9007199254740993.0", 9007199254740992],
    ["5e-324", 5e-324],
    ["0.00000000000000000000001", 1e-23],
    ["0.0000000000000000000001", 1e-22],
    ["123e-22", 1.23e-20],
    ["1e22", 1e22],
    ["1e23", 1e23],
    ["1e007", 1e7],
    ["1.7976931348623157e308", Number.MAX_VALUE],
    ["2.2250738585072011e-308", 2.225073858507201e-308],
    ["0.1000000000000000055511151231257827021181583404541015625", 0.1],
    ["1.00000000000000011102230246251565404236316680908203125", 1],
    ["1.00000000000000011102230246251565404236316680908203126", 1.0000000000000002],
  ])("reads %s to the last bit", (text, value) => {
    expect(floatOf(text)).toBe(value);
  });

  it.each(["nan", "NaN", "NAN"])("reads %s as not a number", (text) => {
    expect(floatOf(text)).toBeNaN();
  });

  it.each(["inf", "Inf", "Infinity", "INFINITY"])("reads %s with and without a minus", (text) => {
    expect(floatOf(text)).toBe(Infinity);
    expect(floatOf(`-${text}`)).toBe(-Infinity);
  });

  it.each([
    "-",
    ".",
    "-.",
    "+1",
    "01",
    "-01",
    "00.5",
    "1e",
    "1e+",
    "e5",
    "1.2.3",
    "1 ",
    " 1",
    "1,5",
    "0x10",
    "1_000",
    "-nan",
    "infinit",
    '""',
    "1e999",
    "9007199254740993",
    "-9007199254740993",
  ])("refuses %s", (text) => {
    expect(floatOf(text)).toBeUndefined();
  });

  it("rounds long integers where that is allowed", () => {
    expect(floatOf("9007199254740993", { exact: false })).toBe(9007199254740992);
  });

  it("gives zero for null, starts where it is told and names the first cell that does not fit", () => {
    const [bytes, cells] = cellsOf(["x", "1.5", "", "-2", "y", "3"]);
    const out = new Float64Array(6).fill(9);
    expect(parseFloat64(bytes, cells, out, { start: 1 })).toBe(4);
    expect([...out]).toEqual([9, 1.5, 0, -2, 9, 9]);
  });
});

describe("parseInt64", () => {
  it("reads every integer of 64 bits", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
          fc.maxSafeInteger().map(BigInt),
          fc.integer().map(BigInt),
        ),
        (value) => {
          expect(integerOf(String(value))).toBe(value);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    2n ** 31n,
    -(2n ** 31n),
    2n ** 32n,
    -(2n ** 32n),
    2n ** 32n - 1n,
    1n - 2n ** 32n,
    10n ** 15n - 1n,
    10n ** 15n,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    -(2n ** 63n),
  ])("reads %s", (value) => {
    expect(integerOf(String(value))).toBe(value);
  });

  it.each([
    "-",
    "-0",
    "00",
    "007",
    "-01",
    "+1",
    "1.0",
    "1e3",
    " 1",
    "1 ",
    "9223372036854775808",
    "-9223372036854775809",
    "123456789012345678901",
    "1234567890123456x",
    '""',
    "0x1",
  ])("refuses %s", (text) => {
    expect(integerOf(text)).toBeUndefined();
  });

  it("gives zero for null, starts where it is told and names the first cell that does not fit", () => {
    const [bytes, cells] = cellsOf(["x", "15", "", "-2", "y", "3"]);
    const out = new BigInt64Array(6).fill(9n);
    expect(parseInt64(bytes, cells, out, 1)).toBe(4);
    expect([...out]).toEqual([9n, 15n, 0n, -2n, 9n, 9n]);
  });
});
