import { describe, expect, it } from "vitest";
import * as kernels from "../../src/kernels.js";

// What a program without types can do wrong: as if every function took anything.
const { oneHot, smooth, smoothOthers, smoothProbability, toFloat16, fromFloat16 } =
  kernels as unknown as Record<string, (...values: unknown[]) => unknown>;

/** The name and message of what `work` throws. */
function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return "nothing failed";
}

describe("a kernel", () => {
  it.each<[string, () => unknown, string]>([
    [
      "no labels",
      () => oneHot(undefined, 3),
      "TypeError: labels is undefined, expected an array of numbers",
    ],
    [
      "a label for labels",
      () => oneHot(2, 3),
      "TypeError: labels is 2, expected an array of numbers",
    ],
    ["text labels", () => oneHot(["1"], 3), 'RangeError: label "1" in row 0 is no class index'],
    ["bigint labels", () => oneHot([1n], 3), "RangeError: label 1n in row 0 is no class index"],
    [
      "no classes",
      () => oneHot([1]),
      "RangeError: classes is undefined, expected a positive whole number",
    ],
    [
      "text classes",
      () => oneHot([1], "3"),
      'RangeError: classes is "3", expected a positive whole number',
    ],
    [
      "a plain array for out",
      () => oneHot([0], 2, [0, 0]),
      "TypeError: out is an Array, expected a Float32Array or Float64Array",
    ],
    [
      "no targets",
      () => smooth(),
      "TypeError: targets is undefined, expected a Float32Array or Float64Array",
    ],
    ["plain targets", () => smooth([0, 1], 2, 0.1), "TypeError: targets is an Array, expected"],
    [
      "whole targets",
      () => smooth(Int32Array.of(0, 1), 2, 0.1),
      "TypeError: targets is an Int32Array, expected",
    ],
    [
      "float16 bits",
      () => smoothOthers(Uint16Array.of(0, 1), 2, 0.1),
      "TypeError: targets is a Uint16Array, expected",
    ],
    [
      "no epsilon",
      () => smooth(Float64Array.of(0, 1), 2),
      "RangeError: epsilon is undefined, expected a number from 0 to 1",
    ],
    [
      "a text epsilon",
      () => smooth(Float64Array.of(0, 1), 2, "0.1"),
      'RangeError: epsilon is "0.1", expected a number from 0 to 1',
    ],
    [
      "an options object",
      () => smoothOthers(Float64Array.of(0, 1), 2, { epsilon: 0.1 }),
      "RangeError: epsilon is an Object, expected a number",
    ],
    [
      "a text probability",
      () => smoothProbability("1", 2, 0.1),
      'TypeError: probability is "1", expected a number',
    ],
    [
      "no values",
      () => toFloat16(),
      "TypeError: values is undefined, expected an array of numbers",
    ],
    [
      "too little room",
      () => toFloat16([1, 2], new Uint16Array(1)),
      "RangeError: out holds 1 values, expected at least 2",
    ],
    ["no bits", () => fromFloat16(15), "TypeError: bits is 15, expected an array of numbers"],
  ])("says of %s what is wrong", (_what, work, failure) => {
    expect(failureOf(work)).toContain(failure);
  });
});
