import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import type { ColumnType } from "../../src/batch.js";
import { smoothDataset } from "../../src/pipeline.js";
import { labelAsSpelled } from "../../src/run/fit-label-type.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const INT: ColumnType = { kind: "int", bits: 64, signed: true };
const FLOAT: ColumnType = { kind: "float", bits: 64 };

describe("the type of a label column", () => {
  it.each<[string, ColumnType, readonly string[], string]>([
    ["stays", INT, ["0", "-1", "9223372036854775807"], "int"],
    ["stays", { kind: "bool" }, ["false", "true"], "bool"],
    ["stays", { kind: "utf8" }, ["1.0", "x"], "utf8"],
    ["becomes text", INT, ["0", "x"], "utf8"],
    ["becomes text", INT, ["1", "007"], "utf8"],
    ["becomes text", FLOAT, ["1.0", "2.0"], "utf8"],
    ["becomes text", FLOAT, ["0.5"], "utf8"],
    ["becomes text", { kind: "bool" }, ["False", "true"], "utf8"],
    ["becomes text", { kind: "date", unit: "day" }, ["2024-01-01"], "utf8"],
  ])("%s where %j was guessed for %j", (_what, type, classes, kind) => {
    const columns = [FLOAT, type].map((each) => ({ name: "x", type: each, nullable: true }));
    const found = labelAsSpelled({ columns, guessed: [0, 1], label: 1, classes });
    expect(found.map((column) => column.type.kind)).toEqual(["float", kind]);
    expect(labelAsSpelled({ columns, guessed: [0], label: 1, classes })).toEqual(columns);
  });
});

describe("an Arrow file made of CSV", () => {
  it.each([
    ["0.10", "0.25"],
    ["1.0", "2.0"],
    ["2", "1e3"],
    ["2024-01-01", "2024-01-02"],
    ["2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"],
    ["False", "True"],
    ["FALSE", "true"],
    ["false", "true"],
    ["-1", "2"],
    ["007", "7"],
    ["1", "nan"],
  ])("gives the classes %j and %j again", async (...names) => {
    const folder = temporaryFolder();
    const text = join(folder, "in.csv");
    const once = join(folder, "once.arrow");
    writeFileSync(text, `id,label\n1,${names[0]}\n2,${names[1]}\n3,${names[1]}\n`);
    const first = await smoothDataset({ input: text, output: once });
    expect(first.classes.map(({ name }) => name)).toEqual(names);
    const again = await smoothDataset({
      input: once,
      output: join(folder, "twice.arrow"),
      drop: "soft_target",
      allowResmooth: true,
    });
    expect(again.classes).toEqual(first.classes);
  });

  it("has the label type that was given, and that of class indices", async () => {
    const folder = temporaryFolder();
    const text = join(folder, "in.csv");
    const output = join(folder, "out.arrow");
    const labelType = async (options: object): Promise<string> => {
      await smoothDataset({ input: text, output, ...options });
      return String(tableFromIPC(readFileSync(output)).schema.fields[1].type);
    };
    writeFileSync(text, "id,label\n1,1.0\n2,0.0\n");
    expect(await labelType({})).toBe("Utf8");
    expect(await labelType({ types: "id=text" })).toBe("Utf8");
    expect(await labelType({ types: "label=float64" })).toBe("Float64");
    expect(await labelType({ numClasses: 2 })).toBe("Float64");
    writeFileSync(text, "id,label\n1,1\n2,0\n");
    expect(await labelType({})).toBe("Int64");
  });
});
