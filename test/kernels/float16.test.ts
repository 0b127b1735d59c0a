import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromFloat16, toFloat16 } from "../../src/kernels.js";

/** Value and bits, as `np.float64(value).astype(np.float16).view(np.uint16)` gives them. */
const NUMPY = [
  [0, 0],
  [-0, 32768],
  [1, 15360],
  [-2, 49152],
  [65504, 31743],
  [65519.99999, 31743],
  [65520, 31744],
  [1e300, 31744],
  [-1e300, 64512],
  [2 ** -14, 1024],
  [2 ** -24, 1],
  [2 ** -25, 0],
  [2.980232238772242e-8, 1],
  [3 * 2 ** -25, 2],
  [6.1005353927612305e-5, 1024],
  [6.102025508880615e-5, 1024],
  [0.1, 11878],
  [1 / 3, 13653],
  [0.02, 9503],
  [0.92, 15196],
  [1 + 2 ** -11, 15360],
  [1.0004882812509095, 15361],
  [1.00146484375, 15362],
  [2049, 26624],
  [2051, 26626],
  [5e-324, 0],
  [0.005, 7455],
  [0.0001, 1678],
] as const;

/** The number behind bits, from the definition of the format. */
function valueOf(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = Math.floor(bits / 1024) % 32;
  const fraction = (bits % 1024) / 1024;
  if (exponent === 31) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}

/** All finite magnitudes in ascending order, and 2^16 in infinity's place: index equals bits. */
const MAGNITUDES = Array.from({ length: 0x7c00 }, (_, bits) => valueOf(bits)).concat(2 ** 16);

/** Nearest by search, comparing distances as whole multiples of 2^-1074. */
function nearest(magnitude: number): number {
  const upper = MAGNITUDES.findIndex((candidate) => candidate >= magnitude);
  if (upper <= 0) {
    return upper === 0 ? 0 : 0x7c00;
  }
  const distanceUp = exact(MAGNITUDES[upper]) - exact(magnitude);
  const distanceDown = exact(magnitude) - exact(MAGNITUDES[upper - 1]);
  if (distanceUp === distanceDown) {
    return upper % 2 === 0 ? upper : upper - 1;
  }
  return distanceUp < distanceDown ? upper : upper - 1;
}

function exact(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0];
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & ((1n << 52n) - 1n);
  return exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
}

describe("toFloat16", () => {
  it.each(NUMPY)("rounds %d as NumPy does", (value, bits) => {
    expect(toFloat16([value])[0]).toBe(bits);
  });

  it("finds the nearest of all float16 numbers, ties to even", () => {
    const near = fc
      .tuple(fc.nat(0x7bff), fc.constantFrom(0, 0.25, 0.5, 0.5 - 2 ** -40, 0.5 + 2 ** -40))
      .map(([bits, part]) => MAGNITUDES[bits] + part * (MAGNITUDES[bits + 1] - MAGNITUDES[bits]));
    const anywhere = fc.double({ min: 0, max: 70_000, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(near, anywhere), (value) => {
        const bits = nearest(value);
        expect([...toFloat16([value, -value])]).toEqual([bits, bits | 0x8000]);
      }),
      { numRuns: 2000 },
    );
  });

  it("turns every NaN into a NaN and infinities into infinities", () => {
    expect([...toFloat16([NaN, Infinity, -Infinity])]).toEqual([0x7e00, 0x7c00, 0xfc00]);
  });

  it("writes into the array it is given and returns it", () => {
    const out = new Uint16Array(3);
    expect(toFloat16(Float32Array.of(1, -2), out)).toBe(out);
    expect([...out]).toEqual([15360, 49152, 0]);
  });
});

describe("fromFloat16", () => {
  it("reads every bit pattern as the format defines it", () => {
    const bits = Uint16Array.from({ length: 0x10000 }, (_, index) => index);
    expect(fromFloat16(bits)).toEqual(Float32Array.from(bits, valueOf));
  });

  it("gives back the bits of every number", () => {
    const bits = Uint16Array.from({ length: 0x10000 }, (_, index) => index).filter(
      (pattern) => (pattern & 0x7fff) <= 0x7c00,
    );
    expect(toFloat16(fromFloat16(bits))).toEqual(bits);
  });
});
