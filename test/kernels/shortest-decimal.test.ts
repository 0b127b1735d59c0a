import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromFloat16 } from "../../src/kernels.js";
import { float64Text } from "../../src/kernels/decimal-bytes.js";
import { shortestFloat16, shortestFloat32 } from "../../src/kernels/shortest-decimal.js";

/** An exact fraction: numerator · 2^−1100. Every double is one. */
type Fixed = bigint;

function fixed(value: number): Fixed {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0];
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & ((1n << 52n) - 1n);
  const scaled = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return scaled << 26n;
}

interface Interval {
  /** Twice the lower and upper midpoint. */
  readonly low: Fixed;
  readonly high: Fixed;
  /** Whether the midpoints themselves round to the number: ties go to even. */
  readonly closed: boolean;
}

/** Whether digits · 10^exponent is within the interval, in whole numbers alone. */
function inside(digits: bigint, exponent: number, { low, high, closed }: Interval): boolean {
  const tens = 10n ** BigInt(Math.abs(exponent));
  const decimal = ((digits * 2n) << 1100n) * (exponent > 0 ? tens : 1n);
  const unit = exponent > 0 ? 1n : tens;
  return closed
    ? decimal >= low * unit && decimal <= high * unit
    : decimal > low * unit && decimal < high * unit;
}

/** The shortest decimal inside, nearest to the middle: by trying every length with all candidates around. */
function oracle(value: number, interval: Interval): number {
  for (let count = 1; ; count++) {
    const [leading, trailing] = value.toExponential(count - 1).split("e");
    const exponent = Number(trailing) - (count - 1);
    const nearest = BigInt(leading.replace(".", ""));
    const candidates = [nearest, nearest - 1n, nearest + 1n];
    const found = candidates.find((digits) => inside(digits, exponent, interval));
    if (found !== undefined) {
      return Number(`${found}e${exponent}`);
    }
  }
}

function interval32(bits: number): Interval {
  const [below, value, above] = new Float32Array(Uint32Array.of(bits - 1, bits, bits + 1).buffer);
  const beyond = Number.isFinite(above) ? above : 2 ** 128;
  return {
    low: fixed(below) + fixed(value),
    high: fixed(value) + fixed(beyond),
    closed: bits % 2 === 0,
  };
}

function interval16(bits: number): Interval {
  const [below, value, above] = fromFloat16([bits - 1, bits, bits + 1]);
  const beyond = Number.isFinite(above) ? above : 2 ** 16;
  return {
    low: fixed(below) + fixed(value),
    high: fixed(value) + fixed(beyond),
    closed: bits % 2 === 0,
  };
}

function float32(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0];
}

describe("shortestFloat32", () => {
  it.each([
    [0.1, "0.1"],
    [0.02, "0.02"],
    [0.92, "0.92"],
    [1 / 3, "0.33333334"],
    [16777216, "16777216"],
    [1e21, "1e+21"],
    [1e-7, "1e-7"],
    [2 ** -149, "1e-45"],
    [2 ** -126, "1.1754944e-38"],
    [3.4028234663852886e38, "3.4028235e+38"],
    // 9e9 lies midway between two numbers and rounds to the even one.
    [9e9, "9000000000"],
    [-2.5, "-2.5"],
  ])("prints the number nearest to %d as %s", (value, text) => {
    expect(String(shortestFloat32(Math.fround(value)))).toBe(text);
  });

  it.each([0, -0, NaN, Infinity, -Infinity])("leaves %d as it is", (value) => {
    expect(shortestFloat32(value)).toBe(value);
  });

  it("finds the shortest and nearest decimal of any bit pattern", () => {
    const anywhere = fc.integer({ min: 1, max: 0x7f7fffff });
    const likely = fc.float({ min: Math.fround(1e-5), max: 4e7, noNaN: true }).map((value) => {
      return new Uint32Array(Float32Array.of(value).buffer)[0];
    });
    const powersOfTwo = fc.integer({ min: 1, max: 254 }).map((exponent) => exponent << 23);
    fc.assert(
      fc.property(fc.oneof(anywhere, likely, powersOfTwo), (bits) => {
        const value = float32(bits);
        const expected = oracle(value, interval32(bits));
        expect(shortestFloat32(value)).toBe(expected);
        expect(shortestFloat32(-value)).toBe(-expected);
      }),
      { numRuns: 3000 },
    );
  });

  it("finds it for every power of two, where the numbers below lie closer than those above", () => {
    for (let exponent = 1; exponent < 255; exponent++) {
      const bits = exponent << 23;
      expect(shortestFloat32(float32(bits))).toBe(oracle(float32(bits), interval32(bits)));
    }
  });

  it("is not misled by a decimal that float64 rounds onto the midpoint of two numbers", () => {
    // 7.038531e-26 lies beside the midpoint of these two, and belongs to one of them alone.
    for (const value of [7.038530691851209e-26, 7.038531308148791e-26]) {
      const [bits] = new Uint32Array(Float32Array.of(value).buffer);
      expect(Math.fround(value)).toBe(value);
      expect(shortestFloat32(value)).toBe(oracle(value, interval32(bits)));
    }
  });

  it("reads back to the same number", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(Math.fround(Number(float64Text(shortestFloat32(value))))).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("shortestFloat16", () => {
  it("finds the shortest and nearest decimal of every number", () => {
    const wrong = Array.from({ length: 0x7bff }, (_, index) => index + 1).filter((bits) => {
      const [value] = fromFloat16([bits]);
      const expected = oracle(value, interval16(bits));
      return shortestFloat16(value) !== expected || shortestFloat16(-value) !== -expected;
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    [0x7bff, "65500"],
    [0x2b85, "0.05875"],
    [1, "6e-8"],
  ])("prints the bits %d as NumPy does: %s", (bits, text) => {
    expect(String(shortestFloat16(fromFloat16([bits])[0]))).toBe(text);
  });
});
