import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { smoothDataset } from "../../src/pipeline.js";
import type { SmoothOptions } from "../../src/plan/settings.js";
import { temporaryFolder } from "../io/temporary-folder.js";

/** A folder with the input of a run, and a file where its output is to go. */
function standing(name: string, content: string | Uint8Array): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "in.csv"), "id,label\n1,a\n2,b\n");
  writeFileSync(join(folder, name), content);
  return folder;
}

function smooth(folder: string, name: string, options: Partial<SmoothOptions>): Promise<unknown> {
  const files = { input: join(folder, "in.csv"), output: join(folder, name) };
  return smoothDataset({ ...files, keepDatasets: true, ...options });
}

describe("a dataset at the output path with the columns of the input", () => {
  it.each<[string, string, Partial<SmoothOptions>]>([
    ["a column that begins like the targets", "id,label,price", { targetName: "p" }],
    ["a column that is named like a target of no class", "id,label,p_c", { targetName: "p" }],
    ["the target of one class alone", "id,label,p_a", { targetName: "p" }],
    ["targets of more classes", "id,label,p_a,p_b,p_c", { targetName: "p" }],
    ["targets in another order", "id,label,p_b,p_a", { targetName: "p" }],
    ["a column that is named as the targets are in Arrow", "id,label,p", { targetName: "p" }],
    ["the class index alone", "id,label,code", { codes: "code" }],
    ["a class index that is not asked for", "id,label,p_a,p_b,code", { targetName: "p" }],
    ["a column that is named as the index would be", "id,label,code", { layout: "columns" }],
    ["nothing else", "id,label", {}],
  ])("is not overwritten where it has %s", async (_title, header, options) => {
    const content = `${header}\n${"7,".repeat(header.split(",").length - 1)}7\n`;
    const folder = standing("out.csv", content);
    await expect(smooth(folder, "out.csv", options)).rejects.toMatchObject({
      code: "OUTPUT_IS_DATASET",
      kind: "usage",
      file: join(folder, "out.csv"),
    });
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe(content);
  });

  it.each<[string, string, Partial<SmoothOptions>]>([
    ["targets", "id,label,p_a,p_b", { targetName: "p" }],
    ["targets and class index", "id,label,p_a,p_b,code", { targetName: "p", codes: "code" }],
    ["class index", "id,label,code", { layout: "none", codes: "code" }],
    ["list", "id,label,soft_target", { layout: "list" }],
  ])("is overwritten where it has the very %s of this run", async (_title, header, options) => {
    const folder = standing("out.csv", `${header}\n`);
    await smooth(folder, "out.csv", options);
    const lines = readFileSync(join(folder, "out.csv"), "utf8").split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(header);
  });

  it("is overwritten where its metadata says that it is an output, whatever was added", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "in.csv"), "id,label\n1,a\n2,b\n");
    await smooth(folder, "out.arrow", { targetName: "q", codes: "code" });
    await smooth(folder, "out.arrow", { targetName: "p" });
    await expect(smooth(folder, "out.arrow", {})).resolves.toBeDefined();
  });

  it("is not overwritten where it is an Arrow file without that metadata", async () => {
    const bytes = tableToIPC(tableFromArrays({ id: [1], label: ["a"], price: [2] }), "file");
    const folder = standing("out.arrow", bytes);
    await expect(smooth(folder, "out.arrow", { targetName: "p" })).rejects.toMatchObject({
      code: "OUTPUT_IS_DATASET",
    });
    expect(new Uint8Array(readFileSync(join(folder, "out.arrow")))).toEqual(bytes);
  });

  it("is not overwritten where the input has that metadata too", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "in.csv"), "id,label\n1,a\n2,b\n");
    await smooth(folder, "one.arrow", { targetName: "q" });
    await smooth(folder, "two.arrow", { targetName: "q" });
    const call = { input: join(folder, "one.arrow"), allowResmooth: true };
    await expect(smooth(folder, "two.arrow", call)).rejects.toMatchObject({
      code: "OUTPUT_IS_DATASET",
    });
  });
});
