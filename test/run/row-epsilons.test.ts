import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { smoothDataset } from "../../src/pipeline.js";
import type { SmoothOptions } from "../../src/plan/settings.js";
import { faultOf } from "../faults.js";
import { temporaryFolder } from "../io/temporary-folder.js";

/** (1 − ε) · y + ε / 2 by hand. */
const ROWS = "id,label,e\n1,a,0.5\n2,b,0\n3,a,1\n4,b,0.25\n";
const TARGETS = [
  [0.75, 0.25],
  [0, 1],
  [0.5, 0.5],
  [0.125, 0.875],
];

type RunOptions = Omit<Partial<SmoothOptions>, "output">;
type Run = (options: RunOptions & { readonly output: string }) => Promise<string>;

function prepared(rows = ROWS): Run {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "in.csv"), rows);
  return async ({ input = "in.csv", output, ...options }) => {
    const path = join(folder, output);
    await smoothDataset({
      label: "label",
      epsilonColumn: "e",
      ...options,
      input: join(folder, String(input)),
      output: path,
    });
    return path;
  };
}

function csvTargets(path: string): number[][] {
  const [, ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
  return rows.map((row) => row.split(/[,\t]/u).slice(-2).map(Number));
}

function arrowTargets(path: string): number[][] {
  const column = tableFromIPC(readFileSync(path)).getChild("soft_target");
  return Array.from(column ?? [], (row: Iterable<number>) => [...row]);
}

describe("an epsilon for each row", () => {
  it.each<[string, RunOptions]>([
    ["out.csv", {}],
    ["out.csv", { drop: "e" }],
    ["out.csv", { keep: "id", chunkRows: 1 }],
    ["out.tsv", {}],
  ])("smooths from CSV to %s with %j", async (output, options) => {
    expect(csvTargets(await prepared()({ output, ...options }))).toEqual(TARGETS);
  });

  it.each<[RunOptions]>([[{}], [{ drop: "e" }], [{ chunkRows: 3 }]])(
    "smooths from CSV to Arrow and on from there, with %j",
    async (options) => {
      const run = prepared();
      const path = await run({ output: "out.arrow", ...options });
      expect(arrowTargets(path)).toEqual(TARGETS);
      await run({ output: "plain.arrow", layout: "none", ...options, drop: undefined });
      const again = { input: "plain.arrow", ...options };
      expect(arrowTargets(await run({ ...again, output: "again.arrow" }))).toEqual(TARGETS);
      expect(csvTargets(await run({ ...again, output: "again.csv" }))).toEqual(TARGETS);
    },
  );

  it("is read to the end where it looked like whole numbers at first", async () => {
    const many = 60_000; // More than the first MiB, which types are guessed from.
    const first = Array.from({ length: many }, (_, id) => `${id},a,${id % 2},xxxxxxxxxx\n`).join(
      "",
    );
    const run = prepared(`id,label,e,x\n${first}last,b,0.25,x\n`);
    const fromArrow = arrowTargets(await run({ output: "out.arrow" }));
    const fromCsv = csvTargets(await run({ output: "out.csv" }));
    for (const targets of [fromArrow, fromCsv]) {
      expect(targets.slice(0, 2)).toEqual([
        [1, 0],
        [0.5, 0.5],
      ]);
      expect(targets.at(-1)).toEqual([0.125, 0.875]);
      expect(targets).toHaveLength(many + 1);
    }
  });

  it.each(["out.csv", "out.arrow"])(
    "of a faulty row ends the run to %s at its line",
    async (output) => {
      const run = prepared(ROWS.replace("1\n4", "-1\n4"));
      expect(await faultOf(() => run({ output }))).toMatchObject({
        kind: "data",
        code: "BAD_EPSILON",
        row: 3,
        line: 4,
        column: "e",
      });
    },
  );

  it("of a row that is ignored may be missing", async () => {
    const run = prepared("label,e\na,0.5\nskip,\nb,0\n");
    const path = await run({ output: "out.csv", ignoreLabel: "skip" });
    expect(readFileSync(path, "utf8").split("\n").slice(1, 4)).toEqual([
      "a,0.5,0.75,0.25",
      "skip,,,",
      "b,0,0,1",
    ]);
  });
});
