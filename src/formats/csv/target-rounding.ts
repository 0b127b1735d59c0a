import { float16Bits, float16Value } from "../../kernels/float16.js";
import { shortestFloat16, shortestFloat32 } from "../../kernels/shortest-decimal.js";
import type { TargetOutput } from "../../targets.js";

/** The float64 that prints as the shortest decimal of a target in the type it is written as. */
export function targetRounding({ dtype }: TargetOutput): (value: number) => number {
  switch (dtype) {
    case "float16":
      return (value) => shortestFloat16(float16Value(float16Bits(value)));
    case "float32":
      return (value) => shortestFloat32(Math.fround(value));
    case "float64":
      return (value) => value;
  }
}
