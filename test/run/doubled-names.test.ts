import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { smoothDataset } from "../../src/pipeline.js";
import { textColumn } from "../columns-from.js";
import { Batch } from "../../src/batch.js";
import { faultOf } from "../faults.js";
import { encode } from "../formats/arrow/arrow-bytes.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const NAMES = ["a", "n", "a", "m", "label"];

/** One row of "0" to "4" under the names, as CSV or Arrow. */
async function input(format: "csv" | "arrow", names: readonly string[]): Promise<string> {
  const path = join(temporaryFolder(), `in.${format}`);
  const values = [...names.keys()].map(String);
  if (format === "csv") {
    writeFileSync(path, `${names.join(",")}\n${values.join(",")}\n`);
  } else {
    const columns = names.map((name, at) => textColumn(name, [values[at]]));
    writeFileSync(path, await encode([new Batch({ rows: 1, firstRow: 0, columns })]));
  }
  return path;
}

describe.each(["csv", "arrow"] as const)("columns of one name in %s", (format) => {
  it.each([
    ["a", ["n", "m", "label"]],
    ["*", []],
    ["n..m", ["a", "label"]],
  ])("with %s dropped leave %j", async (drop, left) => {
    const path = await input(format, NAMES);
    const output = join(temporaryFolder(), "out.arrow");
    await smoothDataset({ input: path, output, drop });
    const table = tableFromIPC(readFileSync(output));
    expect(table.schema.fields.map(({ name }) => name)).toEqual([...left, "soft_target"]);
    const places = left.map((name) => String(NAMES.indexOf(name)));
    expect(left.map((name) => String(table.getChild(name)?.get(0)))).toEqual(places);
  });

  it.each([{}, { label: "z" }, { label: "x", keep: "z" }, { label: "x", keep: "x..z" }])(
    "are not selected by %j",
    async (options) => {
      const path = await input(format, ["x", "z", "z"]);
      const output = join(temporaryFolder(), "out.csv");
      expect(await faultOf(() => smoothDataset({ input: path, output, ...options }))).toMatchObject(
        {
          kind: "usage",
          code: "DOUBLED_COLUMN",
          column: "z",
        },
      );
    },
  );
});
