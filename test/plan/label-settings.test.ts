import { describe, expect, it } from "vitest";
import { type SmoothOptions, resolve } from "../../src/plan/settings.js";
import { faultIn } from "../faults.js";

function settle(options: Partial<SmoothOptions>): ReturnType<typeof resolve> {
  return resolve({ input: "in.csv", ...options });
}

describe("how labels are read", () => {
  it("is one label a row, none of them ignored, where nobody asks for more", () => {
    expect(settle({})).not.toHaveProperty("multiLabel.separator");
    expect(settle({ multiLabel: false }).multiLabel).toBeUndefined();
    expect(settle({}).ignored).toBeUndefined();
  });

  it("is several labels with a bar between them, or what is given", () => {
    expect(settle({ multiLabel: true }).multiLabel).toEqual({ separator: "|" });
    expect(settle({ multiLabel: true, labelSeparator: ", " }).multiLabel).toEqual({
      separator: ", ",
    });
  });

  it("is with ignored labels, the empty one among them", () => {
    expect(settle({ ignoreLabel: "" }).ignored).toEqual({ ignoreLabel: "" });
    expect(settle({ ignoreIndex: -100, ignoreLabel: "?" }).ignored).toEqual({
      ignoreIndex: -100,
      ignoreLabel: "?",
    });
    expect(settle({ soft: "p_*", ignoreLabel: "" }).ignored).toEqual({ ignoreLabel: "" });
  });

  it.each<[string, Partial<SmoothOptions>]>([
    ["CONFLICT", { multiLabel: true, codes: "code" }],
    ["CONFLICT", { soft: "p_*", ignoreIndex: -100 }],
    ["CONFLICT", { soft: "p_*", ignoreLabel: "?" }],
    ["EMPTY_VALUE", { multiLabel: true, labelSeparator: "" }],
    ["BAD_IGNORE_INDEX", { ignoreIndex: -0.5 }],
    ["BAD_OPTION", { multiLabel: "|" as never }],
    ["BAD_OPTION", { ignoreLabel: -100 as never }],
  ])("is refused with %s: %j", (code, options) => {
    expect(faultIn(() => settle(options))).toMatchObject({ kind: "usage", code });
  });
});
