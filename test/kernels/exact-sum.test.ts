import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExactSum } from "../../src/kernels.js";

const FINITE = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Numbers whose sums need rounding: near each other, ties among them. */
const NEAR = fc
  .tuple(fc.maxSafeInteger(), fc.integer({ min: -60, max: 60 }))
  .map(([whole, exponent]) => whole * 2 ** exponent);
const EDGES = fc.constantFrom(
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2 ** -1022,
  2 ** -1022 - Number.MIN_VALUE,
  1,
  2 ** -53,
  -(2 ** -53),
  2 ** -54,
  1 + 2 ** -52,
  2 ** 970,
  2 ** 969,
  0,
  -0,
);
const NUMBERS = fc.array(fc.oneof(FINITE, NEAR, EDGES), { maxLength: 40 });

describe("ExactSum", () => {
  it("is the true sum, rounded once", () => {
    fc.assert(
      fc.property(NUMBERS, (numbers) => {
        expect(sumOf(numbers)).toBe(oracle(numbers));
      }),
      { numRuns: 3000 },
    );
  });

  it("is the same in every order and for every split", () => {
    fc.assert(
      fc.property(
        NUMBERS.chain((numbers) =>
          fc.tuple(
            fc.constant(numbers),
            fc.shuffledSubarray(numbers, { minLength: numbers.length }),
            fc.nat(numbers.length),
          ),
        ),
        ([numbers, shuffled, cut]) => {
          const left = sum(shuffled.slice(0, cut));
          left.merge(sum(shuffled.slice(cut)));
          expect(left.value()).toBe(sumOf(numbers));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each<[string, readonly number[], number]>([
    ["nothing", [], 0],
    ["zeros of both signs", [-0, 0, -0], 0],
    ["numbers that cancel out", [1e308, 1, -1e308, -1], 0],
    ["a small number between large ones", [1e308, 1e308, 1, -1e308, -1e308], 1],
    ["the smallest number", [5e-324], 5e-324],
    ["two subnormal numbers", [5e-324, -1.5e-323], -1e-323],
    [
      "subnormal numbers that make a normal one",
      [1.1125369292536007e-308, 1.1125369292536007e-308],
      2 ** -1022,
    ],
    ["a tie towards even, below", [1, 2 ** -53], 1],
    ["a tie towards even, above", [1 + 2 ** -52, 2 ** -53], 1 + 2 ** -51],
    ["a hair more than a tie", [1, 2 ** -53, 5e-324], 1 + 2 ** -52],
    ["a hair less than a tie", [1, 2 ** -53, -5e-324], 1],
    ["a negative tie", [-1, -(2 ** -53)], -1],
    ["the largest number", [Number.MAX_VALUE, -0], Number.MAX_VALUE],
    ["what still rounds to the largest number", [Number.MAX_VALUE, 2 ** 969], Number.MAX_VALUE],
    ["what rounds past the largest number", [Number.MAX_VALUE, 2 ** 970], Infinity],
    ["too much", [Number.MAX_VALUE, Number.MAX_VALUE], Infinity],
    ["too little", [-Number.MAX_VALUE, -Number.MAX_VALUE], -Infinity],
    ["an infinity", [1, Infinity, -1e308], Infinity],
    ["a negative infinity", [-Infinity, 1e308], -Infinity],
    ["infinities of both signs", [Infinity, 1, -Infinity, Infinity], NaN],
    ["NaN", [1, NaN, Infinity], NaN],
    ["a tenth, ten times", Array.from({ length: 10 }, () => 0.1), 1],
  ])("sums %s", (_name, numbers, expected) => {
    expect(sumOf(numbers)).toBe(expected);
    expect(sumOf(numbers.toReversed())).toBe(expected);
    const merged = new ExactSum();
    for (const number of numbers) {
      merged.merge(sum([number]));
    }
    expect(merged.value()).toBe(expected);
  });

  it("counts millions of the largest significands without losing a bit", () => {
    const count = 2 ** 22 + 3;
    const values = new Float64Array(count).fill(2 - 2 ** -52);
    const total = new ExactSum();
    total.addAll(values);
    total.add(-(2 ** 23));
    // (2 − 2^-52) · (2^22 + 3) − 2^23 = 6 − 2^-30 − 3 · 2^-52, and a double near 6 is a multiple of 2^-50.
    expect(total.value()).toBe(6 - 2 ** -30 - 2 ** -50);
  });

  it("can be asked at any time, and goes on", () => {
    const total = new ExactSum();
    const seen = [3, -5, 0.5, 1e300, -1e300].map((number) => {
      total.add(number);
      return total.value();
    });
    expect(seen).toEqual([3, -2, -1.5, 1e300, -1.5]);
  });

  it("leaves a sum that is merged as it is, and merges with itself", () => {
    const half = sum([-0.1, -0.2]);
    const whole = sum([0.3]);
    whole.merge(half);
    expect(half.value()).toBe(oracle([-0.1, -0.2]));
    half.merge(half);
    expect(half.value()).toBe(2 * oracle([-0.1, -0.2]));
  });

  it("takes arrays of both widths", () => {
    const total = new ExactSum();
    total.addAll(Float32Array.of(0.1, 1));
    expect(total.value()).toBe(oracle([Math.fround(0.1), 1]));
    expect(() => total.addAll([1] as unknown as Float64Array)).toThrow(TypeError);
  });
});

function sum(numbers: readonly number[]): ExactSum {
  const total = new ExactSum();
  for (const number of numbers) {
    total.add(number);
  }
  return total;
}

function sumOf(numbers: readonly number[]): number {
  return sum(numbers).value();
}

/** The sum in units of the smallest number, 2^-1074, rounded as a quotient of whole numbers. */
function oracle(numbers: readonly number[]): number {
  const units = numbers.reduce((total, number) => total + unitsOf(number), 0n);
  const magnitude = units < 0n ? -units : units;
  const excess = BigInt(Math.max(0, magnitude.toString(2).length - 53));
  const unit = 1n << excess;
  const remainder = magnitude % unit;
  let quotient = magnitude / unit;
  if (remainder * 2n > unit || (remainder * 2n === unit && quotient % 2n === 1n)) {
    quotient++;
  }
  // The number is a multiple of 2^-1074 by now, so that no step but an overflow rounds.
  let value = Number(quotient) * Number.MIN_VALUE;
  for (let power = 0n; power < excess; power++) {
    value *= 2;
  }
  return units < 0n ? -value : value;
}

function unitsOf(number: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(number));
  const bits = view.getBigUint64(0);
  const exponent = bits >> 52n;
  const fraction = bits & 0xfffffffffffffn;
  const units = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return number < 0 ? -units : units;
}
