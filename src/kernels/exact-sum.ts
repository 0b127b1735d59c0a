import { checkProbabilities } from "./checks.js";
import type { Probabilities } from "./one-hot.js";

const LIMB = 2 ** 32;
/** 2098 bits of a finite double, 53 for as many additions as can be counted, and one limb for the sign. */
const LIMBS = 70;
/** Each addition moves a limb by less than 2^32, and a double counts exactly to 2^53. */
const ADDITIONS_BEFORE_CARRY = 2 ** 20;
const SPECIAL_EXPONENT = 0x7ff;

const NUMBER = new Float64Array(1);
const WORDS = new Uint32Array(NUMBER.buffer);
/** Which of the two words holds sign and exponent, on this machine. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0];
const LOW = 1 - HIGH;

/**
 * The exactly rounded sum of float64 numbers: `fl(Σ x)`, rounded once, to nearest, ties to even. The bits of
 * {@link value} depend on which numbers were added and on nothing else: not on their order, on how they were
 * split among sums that were merged, or on sums in between that no double could hold.
 *
 * A number is added as an integer of 53 bits into a fixed-point number of 32-bit limbs that spans all doubles;
 * carries wait until a limb could lose a bit. A sum takes 560 bytes.
 *
 * @example
 * const sum = new ExactSum();
 * sum.addAll(Float64Array.of(1e308, 1e308, 1, -1e308, -1e308));
 * sum.value() // 1
 * @see Neal 2015, "Fast exact summation using small and large superaccumulators", https://arxiv.org/abs/1505.05571
 */
export class ExactSum {
  readonly #limbs = new Float64Array(LIMBS);
  #additions = 0;
  /** NaN, an infinity, or what two infinities of different signs make; 0 while all numbers are finite. */
  #special = 0;

  /** @param x Any double; infinities and NaN have the last word, as in every sum. */
  add(x: number): void {
    NUMBER[0] = x;
    const high = WORDS[HIGH] | 0;
    const low = WORDS[LOW];
    const exponent = (high >>> 20) & SPECIAL_EXPONENT;
    if (exponent === SPECIAL_EXPONENT) {
      this.#special += x;
      return;
    }
    // Subnormal numbers lie where the smallest normal ones do, and lack the leading bit.
    const normal = exponent === 0 ? 0 : 1;
    const position = exponent - normal;
    const top = (high & 0xfffff) | (normal << 20);
    const shift = position & 31;
    const limb = position >>> 5;
    const sign = 1 - 2 * (high >>> 31);
    const limbs = this.#limbs;
    limbs[limb] += sign * ((low << shift) >>> 0);
    limbs[limb + 1] += sign * (((top << shift) | above(low, shift)) >>> 0);
    limbs[limb + 2] += sign * above(top, shift);
    if (++this.#additions === ADDITIONS_BEFORE_CARRY) {
      this.#carry();
    }
  }

  /**
   * @param values Numbers to add.
   * @throws {TypeError} If `values` is neither a Float32Array nor a Float64Array.
   */
  addAll(values: Probabilities): void {
    checkProbabilities("values", values);
    for (let index = 0; index < values.length; index++) {
      this.add(values[index]);
    }
  }

  /** Adds all that was added to another sum, which stays as it is. */
  merge(other: ExactSum): void {
    other.#carry();
    this.#carry();
    this.#limbs.forEach((limb, index) => {
      this.#limbs[index] = limb + other.#limbs[index];
    });
    this.#additions = 1;
    this.#special += other.#special;
  }

  /**
   * @returns The sum, rounded to the nearest double, ties to even; an infinity where it is past the largest
   *   one; +0 for nothing, for zeros of either sign, and for numbers that cancel out. NaN if a NaN was added,
   *   or infinities of both signs.
   */
  value(): number {
    if (this.#special !== 0) {
      return this.#special;
    }
    this.#carry();
    if (this.#limbs[LIMBS - 1] >= 0) {
      return rounded(this.#limbs);
    }
    const magnitude = this.#limbs.map((limb) => -limb);
    carryOver(magnitude);
    return -rounded(magnitude);
  }

  #carry(): void {
    carryOver(this.#limbs);
    // What is left in each limb is as much as one addition.
    this.#additions = 1;
  }
}

/** The bits of a word that a shift to the left moves out of it, for shifts of 0 to 31. */
function above(word: number, shift: number): number {
  return (word >>> 1) >>> (31 - shift);
}

/** Brings every limb into [0, 2^32), but for the last, which keeps the sign of the whole. */
function carryOver(limbs: Float64Array): void {
  for (let index = 0; index < limbs.length - 1; index++) {
    const carry = Math.floor(limbs[index] / LIMB);
    limbs[index] -= carry * LIMB;
    limbs[index + 1] += carry;
  }
}

/** The double nearest to a number whose limbs are all in [0, 2^32). */
function rounded(limbs: Float64Array): number {
  const last = limbs.findLastIndex((limb) => limb !== 0);
  if (last < 1 || (last === 1 && limbs[1] < 2 ** 21)) {
    // Fewer than 54 bits: nothing to round.
    return (limbs[1] * LIMB + limbs[0]) * Number.MIN_VALUE;
  }
  const shift = Math.clz32(limbs[last]);
  const next = limbs[last - 1];
  const third = last > 1 ? limbs[last - 2] : 0;
  const first = (limbs[last] << shift) | above32(next, shift);
  const second = (next << shift) | above32(third, shift);
  // 64 bits, 11 more than fit: the lowest one stands for all that is dropped below it.
  const isInexact =
    (third << shift) >>> 0 !== 0 ||
    limbs.subarray(0, Math.max(0, last - 2)).some((limb) => limb !== 0);
  const significand = (first >>> 0) * LIMB + ((second | (isInexact ? 1 : 0)) >>> 0);
  return scaled(significand, 32 * (last - 1) - shift - 1074);
}

/** {@link above} for a limb, which is a double. */
function above32(limb: number, shift: number): number {
  return above(limb >>> 0, shift);
}

/** `significand · 2^exponent` in two steps, for the power alone may be no double. */
function scaled(significand: number, exponent: number): number {
  const half = exponent >> 1;
  return significand * 2 ** half * 2 ** (exponent - half);
}
