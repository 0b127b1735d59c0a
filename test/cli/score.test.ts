import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scoreTable } from "../../src/cli/score-table.js";
import type { ScoredSummary } from "../../src/summary/summary.js";
import { ROOT } from "../built-command.js";
import { temporaryFolder } from "../io/temporary-folder.js";

const MAIN = join(ROOT, "dist", "cli", "main.js");

/** ℓ = ln 2 for each row. */
const DATA = "y,w,z_a,z_b\na,0,0,0\nb,0,0,0\n";

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly at: (name: string) => string;
}

function run(args: string, input = ""): Result {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  writeFileSync(at("in.csv"), DATA);
  const all = [MAIN, ...args.split(" "), "--label", "y", "--pred-kind", "logits"];
  const result = spawnSync(process.execPath, all, { cwd: folder, encoding: "utf8", input });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr, at };
}

describe("smooth-dataset score", () => {
  it("prints a table, and nothing else", () => {
    const { code, stdout, stderr } = run("score in.csv --pred z_*");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^loss +0\.693147 {2}like torch; 2 rows, 2 classes\n/u);
    expect(stdout).toMatch(/\naccuracy +0\.5\n/u);
  });

  it("prints the summary instead, where that is asked for", () => {
    for (const args of ["--json", "--summary -", "--json --summary -"]) {
      const { code, stdout } = run(`score in.csv --pred z_* ${args}`);
      const summary = JSON.parse(stdout) as ScoredSummary;
      expect(code).toBe(0);
      expect(summary.loss.mean).toBe(Math.LN2);
      expect(summary.output).toBeNull();
    }
  });

  it("writes a summary beside the table", () => {
    const { stdout, at } = run("score in.csv --pred z_* --summary s.json");
    expect(stdout).toMatch(/^loss/u);
    expect(JSON.parse(readFileSync(at("s.json"), "utf8"))).toMatchObject({ status: "done" });
  });

  it("writes rows to a file beside the table, or to stdout with the table on stderr", () => {
    const toFile = run("score in.csv out.csv --pred z_*");
    expect(toFile.stdout).toMatch(/^loss/u);
    const rows = `y,w,z_a,z_b,predicted,confidence,loss\na,0,0,0,a,0.5,${Math.LN2}\nb,0,0,0,a,0.5,${Math.LN2}\n`;
    expect(readFileSync(toFile.at("out.csv"), "utf8")).toBe(rows);
    const toStdout = run("score - - --pred z_*", DATA);
    expect(toStdout.stdout).toBe(rows);
    expect(toStdout.stderr).toMatch(/^loss/u);
    expect(run("score - - --pred z_* --quiet", DATA).stderr).toBe("");
  });

  it("exits with 1 where nothing counts, its output written", () => {
    const { code, stdout, stderr, at } = run("score in.csv out.csv --pred z_* --sample-weight w");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^loss +none {2}/u);
    expect(stderr).toBe(
      "smooth-dataset: warning: no row counts towards the loss: all 2 that have a target weigh nothing. [NOTHING_COUNTED]\n",
    );
    expect(readFileSync(at("out.csv"), "utf8")).toMatch(/a,0\.5,0\n$/u);
    const json = run("score in.csv --pred z_* --sample-weight w --json");
    expect((JSON.parse(json.stdout) as ScoredSummary).loss.mean).toBeNull();
    expect(json.code).toBe(1);
    expect(run("in.csv out.csv --pred z_* --sample-weight w").code).toBe(0);
  });

  it("explains what it would do", () => {
    const plan = JSON.parse(
      run("score in.csv --pred z_* --explain").stdout,
    ) as ScoredSummary["plan"];
    expect(plan).toMatchObject({ task: "score", smoothing: { epsilon: 0 } });
    expect(plan.output.isWritten).toBe(false);
  });
});

describe("the table of a scoring", () => {
  const base = {
    loss: {
      like: "fairseq",
      mean: Infinity,
      sum: Infinity,
      denominator: { name: "none", value: 1 },
      infinite: 3,
      nll: 0.5,
      uniform: 1,
      entropyFloor: 0,
      kl: 1e-9,
    },
    metrics: null,
    rows: { read: 12_345, ignored: 0 },
    plan: { classes: { names: ["a", "b"] }, loss: { by: "fold" } },
    smoothing: { method: "others", epsilon: null },
  } as unknown as ScoredSummary;

  it("tells infinite losses, several labels a row, and a sum that nothing divides", () => {
    expect(scoreTable(base).split("\n")).toEqual([
      "loss        Infinity  like fairseq, others smoothing; 12,345 rows, 2 classes",
      "  sum       Infinity  divided by nothing",
      "  nll            0.5  without smoothing",
      "  uniform          1  all mass smoothed away",
      "  floor            0  the least that predictions can reach",
      "  above it      1e-9",
      "  infinite         3  rows whose class was impossible",
    ]);
  });

  it("lists twenty classes and groups, and says how many more there are", () => {
    const names = Array.from({ length: 25 }, (_, code) => `class ${code}`);
    const loss = {
      ...base.loss,
      byClass: names.map((name, code) => ({ name, count: code, mean: code === 0 ? null : 1 })),
      by: [{ value: null, rows: 2, mean: 0.25, accuracy: null }],
    };
    const [, groups, classes] = scoreTable({ ...base, loss }).split("\n\n");
    expect(groups.split("\n").map((line) => line.trimEnd())).toEqual([
      "fold    rows  loss",
      "(none)     2  0.25",
    ]);
    const lines = classes.split("\n");
    expect(lines).toHaveLength(1 + 20 + 1);
    expect(lines[1]).toBe("class 0      0  none");
    expect(lines.at(-1)).toBe("… and 5 more, all of them with --json");
  });

  it("names the mistakes that are most frequent", () => {
    const confusion = [
      ["a", "a", 90],
      ["a", "b", 3],
      ["b", "a", 1000],
    ];
    const metrics = { accuracy: 0.5, top5: 1, brier: 0, ece: 0, mce: 0, confusion };
    const table = scoreTable({ ...base, metrics } as unknown as ScoredSummary);
    expect(table.split("\n").slice(-3)).toEqual([
      "mistaken for      rows",
      "b             a  1,000",
      "a             b      3",
    ]);
  });
});
