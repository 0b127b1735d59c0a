import { describe, expect, it } from "vitest";
import { smoothedBefore, twice } from "../../src/plan/smoothed-before.js";

function before(said: object): ReturnType<typeof smoothedBefore> {
  const metadata = { method: "uniform", epsilon: 0.1, target: "soft_target", ...said };
  return smoothedBefore(new Map([["smooth_dataset", JSON.stringify(metadata)]]));
}

describe("what two passes amount to", () => {
  const smoothing = { method: "uniform", epsilon: 0.2 } as const;

  it("is known where both have the same aim, one class a row or any number", () => {
    // 1 - 0.9 * 0.8
    expect(twice(before({}), smoothing, false)).toBe(0.28);
    expect(twice(before({ multi_label: true }), smoothing, true)).toBe(0.28);
  });

  it("is not known where one moved classes towards a half and the other did not", () => {
    expect(twice(before({ multi_label: true }), smoothing, false)).toBeUndefined();
    expect(twice(before({}), smoothing, true)).toBeUndefined();
  });
});
