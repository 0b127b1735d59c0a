import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Batch, type Column } from "../../src/batch.js";
import { smoothDataset } from "../../src/pipeline.js";
import type { SmoothOptions } from "../../src/plan/settings.js";
import type { Summary } from "../../src/summary/summary.js";
import { intColumn, listColumn, textColumn } from "../columns-from.js";
import { faultOf } from "../faults.js";
import { encode } from "../formats/arrow/arrow-bytes.js";
import { temporaryFolder } from "../io/temporary-folder.js";

interface Run {
  readonly summary: Summary;
  /** The rows of the output, as apache-arrow reads them, or its text. */
  readonly rows: unknown;
}

async function smoothed(
  input: string | readonly Column[],
  options: Partial<SmoothOptions>,
  extension = "arrow",
): Promise<Run> {
  const folder = temporaryFolder();
  const isText = typeof input === "string";
  const path = join(folder, isText ? "in.csv" : "in.arrow");
  const bytes = isText
    ? input
    : await encode([new Batch({ rows: input[0].length, firstRow: 0, columns: input })]);
  writeFileSync(path, bytes);
  const output = join(folder, `out.${extension}`);
  const summary = await smoothDataset({ input: path, output, ...options });
  const written = readFileSync(output);
  return {
    summary,
    rows: extension === "csv" ? written.toString() : JSON.parse(String(tableFromIPC(written))),
  };
}

/** Two classes, three rows of which the second has no target; ε = 0.5 gives numbers that every type holds. */
const IGNORED = "y\na\n?\nb\n";
const ASKED = { label: "y", ignoreLabel: "?", epsilon: 0.5, drop: "y" };

describe("a row whose label is ignored", () => {
  it.each(["float16", "float32", "float64"])(
    "is null in Arrow as %s in every layout",
    async (dtype) => {
      const list = [{ q: [0.75, 0.25] }, { q: null }, { q: [0.25, 0.75] }];
      for (const layout of ["fixed-list", "list"]) {
        const { rows } = await smoothed(IGNORED, { ...ASKED, dtype, layout, targetName: "q" });
        expect(rows).toEqual(list);
      }
      const columns = await smoothed(IGNORED, {
        ...ASKED,
        dtype,
        layout: "columns",
        codes: "code",
      });
      expect(columns.rows).toEqual([
        { soft_target_a: 0.75, soft_target_b: 0.25, code: 0 },
        { soft_target_a: null, soft_target_b: null, code: null },
        { soft_target_a: 0.25, soft_target_b: 0.75, code: 1 },
      ]);
      const codes = await smoothed(IGNORED, { ...ASKED, layout: "none", codes: "code" });
      expect(codes.rows).toEqual([{ code: 0 }, { code: null }, { code: 1 }]);
    },
  );

  it("is of empty fields in CSV, and its bytes stay", async () => {
    const text = 'id,y\r\n1,a\r\n2,"?"\r\n3,b\r\n';
    const asked = { ...ASKED, drop: undefined, codes: "code" };
    expect((await smoothed(text, asked, "csv")).rows).toBe(
      'id,y,soft_target_a,soft_target_b,code\r\n1,a,0.75,0.25,0\r\n2,"?",,,\r\n3,b,0.25,0.75,1\r\n',
    );
    const list = await smoothed(text, { ...asked, codes: undefined, layout: "list" }, "csv");
    expect(list.rows).toBe(
      'id,y,soft_target\r\n1,a,"[0.75,0.25]"\r\n2,"?",\r\n3,b,"[0.25,0.75]"\r\n',
    );
  });

  it("is counted apart and in no class", async () => {
    const { summary } = await smoothed(IGNORED, ASKED);
    expect(summary.rows).toMatchObject({ read: 3, written: 3, ignored: 1 });
    expect(summary.classes).toEqual([
      { name: "a", count: 1 },
      { name: "b", count: 1 },
    ]);
    expect(summary.plan.ignored).toEqual({ ignoreLabel: "?" });
  });

  it("is told by an index of integers in Arrow, and by null", async () => {
    const column = intColumn("y", "int64", [1n, -100n, null, 0n]);
    const { rows, summary } = await smoothed([column], {
      numClasses: 2,
      ignoreIndex: -100,
      ignoreLabel: "",
      epsilon: 0,
      drop: "y",
    });
    expect(rows).toEqual([
      { soft_target: [0, 1] },
      { soft_target: null },
      { soft_target: null },
      { soft_target: [1, 0] },
    ]);
    expect(summary.rows.ignored).toBe(2);
  });

  it("stays a class where it is a class index, as with PyTorch's ignore_index", async () => {
    const { rows, summary } = await smoothed("y\n0\n1\n2\n", {
      numClasses: 4,
      ignoreIndex: 1,
      drop: "y",
    });
    expect((rows as { soft_target: unknown }[])[1].soft_target).toBeNull();
    // ε = 0.1 over four classes.
    expect(summary.smoothing.offValue).toBeCloseTo(0.025, 15);
    expect(summary.classes.map(({ count }) => count)).toEqual([1, 0, 1, 0]);
  });

  it("may be every one, with a warning, which a strict run does not survive", async () => {
    const asked = { numClasses: 2, ignoreIndex: -100 };
    const { summary } = await smoothed("y\n-100\n-100\n", asked);
    expect(summary.warnings).toEqual([expect.objectContaining({ code: "NOTHING_COUNTED" })]);
    const strict = (): Promise<Run> => smoothed("y\n-100\n", { ...asked, strict: true });
    expect(await faultOf(strict)).toMatchObject({ kind: "data", code: "NOTHING_COUNTED" });
    expect((await smoothed("y\n", asked)).summary.warnings).toEqual([]);
  });

  it("is the same after its targets were read again as soft ones", async () => {
    const folder = temporaryFolder();
    const [input, first, second] = ["in.csv", "1.arrow", "2.arrow"].map((name) =>
      join(folder, name),
    );
    writeFileSync(input, IGNORED);
    await smoothDataset({ input, output: first, ...ASKED, epsilon: 0 });
    const again = { soft: "soft_target", epsilon: 0.5, targetName: "q", drop: "soft_target" };
    const work = (): Promise<unknown> => smoothDataset({ input: first, output: second, ...again });
    expect(await faultOf(work)).toMatchObject({ code: "LIST_WIDTH", row: 2 });
    const summary = await smoothDataset({
      input: first,
      output: second,
      ...again,
      ignoreLabel: "",
    });
    expect(summary.rows.ignored).toBe(1);
    expect(JSON.parse(String(tableFromIPC(readFileSync(second))))).toEqual([
      { q: [0.75, 0.25] },
      { q: null },
      { q: [0.25, 0.75] },
    ]);
  });
});

describe("rows of several labels", () => {
  const CELLS = 'id,y\n1,"b;a"\n2,\n3,a;?\n4,c\n';
  const asked = { label: "y", multiLabel: true, labelSeparator: ";", epsilon: 0.5, drop: "y" };
  const EXPECTED = [
    { id: 1, soft_target: [0.75, 0.75, 0.25] },
    { id: 2, soft_target: [0.25, 0.25, 0.25] },
    { id: 3, soft_target: null },
    { id: 4, soft_target: [0.25, 0.25, 0.75] },
  ];

  it("are learned, split, smoothed towards a half and counted", async () => {
    const { rows, summary } = await smoothed(CELLS, { ...asked, ignoreLabel: "?" });
    expect(rows).toEqual(EXPECTED);
    expect(summary).toMatchObject({
      rows: { read: 4, ignored: 1 },
      smoothing: { onValue: 0.75, offValue: 0.25 },
      classes: [
        { name: "a", count: 1 },
        { name: "b", count: 1 },
        { name: "c", count: 1 },
      ],
    });
    expect(summary.plan.formula).toBe(
      "(1 - 0.5) * multi_hot + 0.5 / 2: 0.75 for the classes of the row, 0.25 for each other",
    );
    const metadata = JSON.parse(summary.plan.output.metadata.smooth_dataset) as object;
    expect(metadata).toMatchObject({ multi_label: true });
  });

  it.each([1, 2, 3])("are the same in record batches of %d rows", async (chunkRows) => {
    const { rows } = await smoothed(CELLS, { ...asked, ignoreLabel: "?", chunkRows });
    expect(rows).toEqual(EXPECTED);
  });

  it("are the same from lists of Arrow", async () => {
    const list = listColumn("y", textColumn("item", ["b", "a", "a", "?", "c"]), [0, 2, 2, 4, 5]);
    const { rows } = await smoothed([intColumn("id", "int8", [1, 2, 3, 4]), list], {
      ...asked,
      labelSeparator: undefined,
      ignoreLabel: "?",
    });
    expect(rows).toEqual(EXPECTED);
  });

  it("are copied byte for byte from CSV to CSV, also where many classes cut the batches", async () => {
    const many = Array.from({ length: 300_000 }, (_, at) => `c${at}`);
    const lines = Array.from({ length: 20 }, (_, row) => `${row},"c${row};c7"`);
    const text = `id,y\n${lines.join("\n")}\n`;
    const whole = { ...asked, drop: undefined, classes: many, layout: "none", epsilon: undefined };
    const { rows, summary } = await smoothed(text, whole, "csv");
    expect(rows).toBe(text);
    expect(summary.classes[7]).toEqual({ name: "c7", count: 20 });
  });

  it("may be columns of numbers from 0 to 1", async () => {
    const { rows } = await smoothed("p_a,p_b\n1,1\n0,0.5\n", {
      soft: "p_*",
      multiLabel: true,
      epsilon: 0.5,
      drop: "p_*",
    });
    expect(rows).toEqual([{ soft_target: [0.75, 0.75] }, { soft_target: [0.25, 0.5] }]);
  });
});
