import { describe, expect, it } from "vitest";
import type { ColumnType, Field } from "../../src/batch.js";
import { checkSoftColumns, softClassNames, softCount } from "../../src/classes/soft-classes.js";
import { faultIn } from "../faults.js";

const FLOAT: ColumnType = { kind: "float", bits: 64 };
const ITEM: Field = { name: "item", type: FLOAT, nullable: true };
const LIST: ColumnType = { kind: "list", child: ITEM };
const THREE: ColumnType = { kind: "fixed-list", child: ITEM, size: 3 };

function fields(...columns: (readonly [string, ColumnType])[]): Field[] {
  return columns.map(([name, type]) => ({ name, type, nullable: true }));
}

function named(...classes: string[]): Map<string, string> {
  return new Map([["smooth_dataset", JSON.stringify({ classes })]]);
}

describe("a single soft column", () => {
  it.each<[string, ColumnType, string]>([
    ["text", { kind: "utf8" }, "layout"],
    ["a number", FLOAT, "all classes"],
  ])("that holds %s is refused with what to do", (_what, type, hint) => {
    const error = faultIn(() => checkSoftColumns({ soft: [0], columns: fields(["q", type]) }));
    expect(error).toMatchObject({ kind: "usage", code: "SOFT_COLUMNS", column: "q" });
    expect(error.hint).toContain(hint);
    expect(error.hint).not.toContain("variable size");
  });

  it.each([LIST, THREE, { ...LIST, kind: "large-list" } as ColumnType])(
    "may be of the type %j",
    (type) => {
      expect(() => checkSoftColumns({ soft: [0], columns: fields(["q", type]) })).not.toThrow();
    },
  );

  it("is one of several of any type", () => {
    const columns = fields(["p_a", FLOAT], ["p_b", { kind: "utf8" }]);
    expect(() => checkSoftColumns({ soft: [0, 1], columns })).not.toThrow();
  });

  it("has the classes of its size, named by metadata where that names as many", () => {
    const columns = fields(["q", THREE]);
    expect(softClassNames({ soft: [0], columns })).toEqual(["0", "1", "2"]);
    expect(softClassNames({ soft: [0], columns, metadata: named("a", "b", "c") })).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(softClassNames({ soft: [0], columns, metadata: named("a", "b") })).toEqual([
      "0",
      "1",
      "2",
    ]);
    expect(softCount({ soft: [0], columns })).toBe(3);
  });

  it("of variable size needs classes that are named", () => {
    const columns = fields(["q", LIST]);
    expect(softCount({ soft: [0], columns })).toBeUndefined();
    expect(faultIn(() => softClassNames({ soft: [0], columns }))).toMatchObject({
      code: "SOFT_COLUMNS",
      hint: expect.stringContaining("classes"),
    });
  });
});
