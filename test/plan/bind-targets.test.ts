import { describe, expect, it } from "vitest";
import type { Field } from "../../src/batch.js";
import type { FormatName } from "../../src/format-name.js";
import { bind } from "../../src/plan/bind.js";
import type { Facts, InputFacts, Plan } from "../../src/plan/plan.js";
import { resolve, type SmoothOptions } from "../../src/plan/settings.js";
import { faultIn } from "../faults.js";

const COLUMNS: readonly Field[] = [
  { name: "id", type: { kind: "int", bits: 64, signed: true }, nullable: true },
  { name: "row", type: { kind: "float", bits: 64 }, nullable: true },
  { name: "y", type: { kind: "utf8" }, nullable: true },
];

const ARROW: InputFacts = { names: ["in.arrow"], format: "arrow", columns: COLUMNS, guessed: [] };

interface Case {
  readonly options?: Partial<SmoothOptions>;
  readonly input?: Partial<InputFacts>;
  readonly names?: readonly string[];
  readonly format?: FormatName;
}

function plan({ options, input, names = ["a", "bcd"], format = "arrow" }: Case): Plan {
  const facts: Facts = {
    input: { ...ARROW, ...input },
    label: { index: 2, name: "y" },
    classes: { names, counts: names.map(() => 1) },
    classesFrom: "learned",
    rows: 100,
  };
  return bind(resolve({ input: "in", ...options }), facts, format);
}

describe("long rows", () => {
  const layout = "long";

  it("have row, class and weight behind the columns that are kept, and the class index", () => {
    const options = { layout, drop: "row", codes: "code", dtype: "float64" };
    expect(plan({ options }).output.schema).toEqual([
      { name: "id", type: "int64" },
      { name: "y", type: "utf8" },
      { name: "row", type: "int64" },
      { name: "class", type: "utf8" },
      { name: "weight", type: "float64" },
      { name: "code", type: "int64" },
    ]);
  });

  it.each([
    ["the row", {}, "row", 'Drop the old column with `drop: "row"`, or rename it'],
    ["the weight", { drop: "row", targetName: "id" }, "id", "another name with `targetName`, or"],
    ["the class index", { drop: "row", codes: "y" }, "y", "another name with `codes`, or"],
    ["the weight, of the class", { drop: "row", targetName: "class" }, "class", "`targetName`."],
    ["the class index, of the weight", { drop: "row", codes: "weight" }, "weight", "`codes`."],
  ])("may not take the name of a column: %s", (_what, asked, column, hint) => {
    const error = faultIn(() => plan({ options: { layout, ...asked } }));
    expect(error).toMatchObject({ kind: "usage", code: "TARGET_COLLISION", column });
    expect(error.hint).toContain(hint);
  });

  it("are as many in a record batch as make 4 MiB, also from Arrow to Arrow", () => {
    // 8 of the id, 16 of the label, 8 of the row, 16 of the class, 4 of the weight.
    const options = { layout, drop: "row" };
    expect(plan({ options }).output.chunkRows).toBe(65_536);
    const wide = Array.from({ length: 100 }, (_, at) => ({ ...COLUMNS[1], name: `x${at}` }));
    const columns = [...COLUMNS, ...wide];
    expect(plan({ options, input: { columns } }).output.chunkRows).toBe(
      Math.floor(2 ** 22 / (52 + 800)),
    );
    // A text of 5,000 bytes a row is repeated on each line.
    const text = { format: "csv", bytesPerRow: 5000 } as const;
    expect(plan({ options, input: text }).output.chunkRows).toBe(Math.floor(2 ** 22 / 5000));
    expect(plan({ options: { ...options, chunkRows: 7 } }).output.chunkRows).toBe(7);
  });

  it("take the bytes of each row once for each class", () => {
    const options = { layout, drop: "row" };
    expect(plan({ options }).output.bytes).toBe(100 * 2 * 52);
    // Text: 30 of the row, 7 of its number, 2 and 4 of the class, 11 of the weight.
    const input = { format: "csv", bytesPerRow: 30 } as const;
    expect(plan({ options, input, format: "csv" }).output.bytes).toBe(100 * 2 * (30 + 7 + 3 + 11));
  });

  it("say so in the metadata", () => {
    const { metadata } = plan({ options: { layout, drop: "row" } }).output;
    expect(JSON.parse(metadata.smooth_dataset)).toMatchObject({ target: "weight", layout });
  });

  it.each([0, 0.1])("are no rows to smooth, whatever was moved: %d", (epsilon) => {
    const before = { method: "uniform", epsilon, target: "weight", layout };
    const metadata = new Map([["smooth_dataset", JSON.stringify(before)]]);
    expect(faultIn(() => plan({ input: { metadata } }))).toMatchObject({
      code: "LONG_INPUT",
      file: "in.arrow",
    });
    expect(plan({ input: { metadata }, options: { allowResmooth: true } }).label).toBe("y");
  });

  it("may have the class index also of soft targets", () => {
    expect(resolve({ input: "in", layout, soft: "p_*", codes: "code" }).codes).toBe("code");
    const error = faultIn(() => resolve({ input: "in", soft: "p_*", codes: "code" }));
    expect(error.code).toBe("CONFLICT");
  });

  it("are not made of several labels a row", () => {
    expect(faultIn(() => resolve({ input: "in", layout, multiLabel: true }))).toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining('`layout: "long"` and `multiLabel: true`') as string,
    });
  });
});

describe("one of two classes", () => {
  const positive = "bcd";

  it.each(["arrow", "csv"] as const)("is one column in %s", (format) => {
    const { output } = plan({ options: { positive }, format });
    expect(output.targets).toMatchObject({ layout: "columns", positive, name: "soft_target" });
    expect(output.schema.at(-1)).toEqual({ name: "soft_target", type: "float32" });
    expect(output.schema).toHaveLength(4);
  });

  it("takes the bytes of one number", () => {
    expect(plan({ options: { positive } }).output.bytes).toBe(100 * (8 + 8 + 16 + 4));
    const input = { format: "csv", bytesPerRow: 30 } as const;
    expect(plan({ options: { positive }, input, format: "csv" }).output.bytes).toBe(100 * 41);
  });

  it("is named in the metadata", () => {
    const { metadata } = plan({ options: { positive } }).output;
    expect(JSON.parse(metadata.smooth_dataset)).toMatchObject({ target: "soft_target", positive });
  });

  it.each([
    [["a", "bcd", "e"], "POSITIVE_CLASSES", "there are 3 (a, bcd, e)"],
    [["bcd"], "POSITIVE_CLASSES", "there is 1 (bcd)"],
    [["a", "bce"], "UNKNOWN_CLASS", '"bcd" is none of the 2 classes (a, bce)'],
  ])("is refused of the classes %j", (names, code, message) => {
    const error = faultIn(() => plan({ options: { positive }, names }));
    expect(error).toMatchObject({ kind: "usage", code });
    expect(error.message).toContain(message);
  });

  it.each(["fixed-list", "list", "columns", "long", "none"])("has no layout %s", (layout) => {
    expect(faultIn(() => resolve({ input: "in", positive, layout })).code).toBe("CONFLICT");
  });

  it("is not asked of several labels a row, nor without a name", () => {
    const several = { input: "in", positive, multiLabel: true };
    expect(faultIn(() => resolve(several)).code).toBe("CONFLICT");
    expect(faultIn(() => resolve({ input: "in", positive: "" })).code).toBe("EMPTY_VALUE");
  });
});
