import { describe, expect, it, vi } from "vitest";
import { defaultLabel } from "../../src/classes/default-label.js";
import { faultOf } from "../faults.js";

function choose(names: readonly string[], fractional = false): ReturnType<typeof defaultLabel> {
  return defaultLabel({ names, lastIsFractional: () => Promise.resolve(fractional) });
}

/** No column is fractional. */
function never(): Promise<boolean> {
  return Promise.resolve(false);
}

describe("defaultLabel", () => {
  it.each(["label", "target", "class", "y", "Label", "TARGET", "Y"])(
    "is the only column named %s",
    async (name) => {
      expect(await choose(["id", name, "x"])).toEqual({ index: 1, reason: "by its name" });
    },
  );

  it("is found by name without a look at the last column", async () => {
    const lastIsFractional = vi.fn<() => Promise<boolean>>();
    expect(await defaultLabel({ names: ["y", "x"], lastIsFractional })).toMatchObject({ index: 0 });
    expect(lastIsFractional).not.toHaveBeenCalled();
  });

  it.each([["labels"], ["my_label"], [" y"], ["yy"]])("is not a column named %j", async (name) => {
    expect(await choose([name, "species"])).toEqual({ index: 1, reason: "the last column" });
  });

  it.each([
    [["label", "x", "y"], '"label" and "y"'],
    [["label", "Label"], '"label" and "Label"'],
    [["y", "y"], '"y" and "y"'],
  ])("is none where %j could each be it", async (names, both) => {
    expect(await faultOf(() => choose(names))).toMatchObject({
      kind: "usage",
      code: "AMBIGUOUS_LABEL",
      message: expect.stringContaining(both),
      hint: expect.stringContaining("`label`"),
    });
  });

  it.each([[["label", "label"]], [["label", "y", "label"]]])(
    "is none of columns that share a name, which cannot be named either: %j",
    async (names) => {
      const { hint } = await faultOf(() => choose(names));
      expect(hint).toBe(
        'Rename those that share the name "label", or name another column with `label`.',
      );
    },
  );

  it("is not a last column of fractional numbers", async () => {
    expect(await faultOf(() => choose(["id", "price"], true))).toMatchObject({
      kind: "usage",
      code: "NO_LABEL",
      column: "price",
      message: expect.stringContaining('"price"'),
    });
  });

  it.each([
    [["y", "x"], [0], 'the column "y", which would be the label, is taken for predictions'],
    [
      ["id", "x"],
      [1],
      'no column is named label, target, class or y, and the column "x", which is the last one, is taken for predictions',
    ],
  ])("of %j is not a column at %j that holds predictions", async (names, taken, message) => {
    expect(
      await faultOf(() => defaultLabel({ names, taken, lastIsFractional: never })),
    ).toMatchObject({
      kind: "usage",
      code: "NO_LABEL",
      message,
    });
  });

  it("may be a customary column beside one of those", async () => {
    const found = await defaultLabel({
      names: ["y", "label"],
      taken: [0],
      lastIsFractional: never,
    });
    expect(found.index).toBe(1);
  });

  it("is none where there are no columns", async () => {
    expect(await faultOf(() => choose([]))).toMatchObject({ kind: "usage", code: "NO_LABEL" });
  });
});
