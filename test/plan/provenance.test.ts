import { describe, expect, it } from "vitest";
import type { ClassList } from "../../src/classes/classes.js";
import { bind } from "../../src/plan/bind.js";
import type { Plan } from "../../src/plan/plan.js";
import { finalMetadata } from "../../src/plan/provenance.js";
import { resolve } from "../../src/plan/settings.js";

const COUNTED = [
  { name: "a", count: 3 },
  { name: "b", count: 0 },
];

function plan(classes: ClassList, format: "arrow" | "csv" = "arrow"): Plan {
  const facts = {
    input: {
      names: ["in.arrow"],
      format: "arrow",
      guessed: [],
      columns: [{ name: "y", type: { kind: "utf8" }, nullable: true }],
    },
    label: { index: 0, name: "y" },
    classes,
    classesFrom: "given",
  } as const;
  return bind(resolve({ input: "in.arrow" }), facts, format);
}

describe("the metadata at the end of an output", () => {
  it("has the counts of the run, and all that was known before", () => {
    const bound = plan({ names: ["a", "b"] });
    const before = JSON.parse(bound.output.metadata.smooth_dataset) as object;
    expect(before).toMatchObject({ classes: [{ name: "a" }, { name: "b" }], label: "y" });
    const metadata = finalMetadata(bound, COUNTED);
    expect([...metadata.keys()]).toEqual(["smooth_dataset"]);
    expect(JSON.parse(metadata.get("smooth_dataset") as string)).toEqual({
      ...before,
      classes: COUNTED,
    });
  });

  it.each([
    ["the counts came with the classes", plan({ names: ["a", "b"], counts: [70, 30] }), COUNTED],
    ["nothing was counted", plan({ names: ["a", "b"] }), undefined],
    ["the output has no metadata", plan({ names: ["a", "b"] }, "csv"), COUNTED],
  ])("says nothing new where %s", (_where, bound, counted) => {
    expect(finalMetadata(bound, counted)).toEqual(new Map());
  });
});
