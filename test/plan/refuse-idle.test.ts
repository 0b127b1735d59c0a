import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { FormatName } from "../../src/format-name.js";
import { outputFormat } from "../../src/plan/output-format.js";
import { refuseIdle } from "../../src/plan/refuse-idle.js";
import type { SmoothOptions } from "../../src/plan/settings.js";
import { resolve } from "../../src/plan/settings.js";
import { planDataset, smoothDataset } from "../../src/index.js";
import { faultIn } from "../faults.js";
import { temporaryFolder } from "../io/temporary-folder.js";

type Way = readonly [FormatName, FormatName];

const TEXT_TO_TEXT: readonly Way[] = [
  ["csv", "csv"],
  ["csv", "tsv"],
];
const TEXT_TO_ARROW: readonly Way[] = [
  ["csv", "arrow"],
  ["tsv", "arrows"],
];
const ARROW_TO_TEXT: readonly Way[] = [
  ["arrow", "csv"],
  ["arrows", "tsv"],
];
const ARROW_TO_ARROW: readonly Way[] = [
  ["arrow", "arrow"],
  ["arrow", "arrows"],
];
const ALL = [...TEXT_TO_TEXT, ...TEXT_TO_ARROW, ...ARROW_TO_TEXT, ...ARROW_TO_ARROW];

/** Options, the last of which changes nothing on these ways; on all others it does. */
const IDLE: readonly (readonly [Partial<SmoothOptions>, readonly Way[]])[] = [
  [{ types: "a=text" }, [...TEXT_TO_TEXT, ...ARROW_TO_TEXT, ...ARROW_TO_ARROW]],
  [{ soft: "p_*", types: "p_a=text" }, [...ARROW_TO_TEXT, ...ARROW_TO_ARROW]],
  [{ delimiter: ";" }, ARROW_TO_ARROW],
  [{ quote: "" }, ARROW_TO_ARROW],
  [{ escape: "\\" }, ARROW_TO_ARROW],
  [{ header: false }, ARROW_TO_ARROW],
  [{ header: true }, []],
  [{ nullText: "NA" }, ARROW_TO_ARROW],
  [{ comment: "#" }, [...ARROW_TO_TEXT, ...ARROW_TO_ARROW]],
  [{ layout: "none", targetName: "soft_target" }, ALL],
  [{ layout: "none", dtype: "float32" }, ALL],
  [{ layout: "none", epsilon: 0.1 }, [...TEXT_TO_TEXT, ...ARROW_TO_TEXT]],
  [{ layout: "none", method: "uniform" }, [...TEXT_TO_TEXT, ...ARROW_TO_TEXT]],
  [{ layout: "none", codes: "code" }, []],
  [{ layout: "none", soft: "p_*" }, [...TEXT_TO_TEXT, ...ARROW_TO_TEXT]],
  [{ layout: "columns", soft: "p_*" }, []],
  [{ classes: "a,b", maxClasses: 5 }, ALL],
  [{ numClasses: 3, maxClasses: 5 }, ALL],
  [{ soft: "p_*", maxClasses: 5 }, ALL],
  [{ maxClasses: 5 }, []],
  [{ layout: "columns", epsilon: 0.1, method: "others", dtype: "float64", targetName: "t" }, []],
  [{ allowResmooth: true }, []],
  [{ tempDir: "/tmp", classes: "a,b" }, []],
  [{ chunkRows: 7 }, []],
  [{ keep: "a" }, []],
];

describe("an option that would change nothing", () => {
  const cases = IDLE.flatMap(([options, ways]) =>
    ALL.map(([input, output]) => ({
      options,
      input,
      output,
      idle: ways.some(([from, to]) => from === input && to === output),
    })),
  );

  it.each(cases.filter(({ idle }) => idle))(
    "is refused by name: the last of $options, $input to $output",
    ({ options, input, output }) => {
      const settings = resolve({ input: "in", ...options });
      const error = faultIn(() => refuseIdle(settings, { input, output }));
      expect(error).toMatchObject({ kind: "usage", code: "NO_EFFECT", hint: "Leave it out." });
      const name = Object.keys(options).at(-1) ?? "";
      expect(error.message).toMatch(new RegExp(`^\`${name}\` has no effect: `, "u"));
    },
  );

  it.each(cases.filter(({ idle }) => !idle))(
    "is none of $options, $input to $output",
    ({ options, input, output }) => {
      const settings = resolve({ input: "in", ...options });
      expect(() => refuseIdle(settings, { input, output })).not.toThrow();
    },
  );

  it("is none that is undefined", () => {
    const settings = resolve({ input: "in", types: undefined, comment: undefined });
    expect(() => refuseIdle(settings, { input: "arrow", output: "arrow" })).not.toThrow();
  });

  it("is found as soon as both formats are known", () => {
    const settings = resolve({ input: "in", output: "out.csv", types: "a=text" });
    expect(faultIn(() => outputFormat(settings, "csv")).code).toBe("NO_EFFECT");
    expect(outputFormat(resolve({ input: "in", output: "out.csv" }), "csv")).toBe("csv");
  });
});

describe("the library", () => {
  it.each([
    ["smoothDataset", smoothDataset],
    ["planDataset", planDataset],
  ])("refuses the same in %s, and writes nothing", async (_name, run) => {
    const folder = temporaryFolder();
    const input = join(folder, "in.csv");
    writeFileSync(input, "id,label\n1,a\n2,b\n");
    const options = { input, output: join(folder, "out.csv"), label: "label", types: "id=text" };
    await expect(run(options)).rejects.toMatchObject({ kind: "usage", code: "NO_EFFECT" });
    expect(readdirSync(folder)).toEqual(["in.csv"]);
  });

  it("refuses it before a stream is copied that has to be read twice", async () => {
    // Never ended: whoever waited for its end would wait forever.
    const input = new PassThrough();
    input.write("id,label\n1,a\n");
    const output = new PassThrough();
    await expect(smoothDataset({ input, output, types: "id=text" })).rejects.toMatchObject({
      code: "NO_EFFECT",
    });
  });
});
