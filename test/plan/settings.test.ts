import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { SmoothOptions } from "../../src/plan/settings.js";
import { resolve } from "../../src/plan/settings.js";
import { faultIn } from "../faults.js";

function faultOfOptions(options: Partial<SmoothOptions>): ReturnType<typeof faultIn> {
  return faultIn(() => resolve({ input: "in.csv", ...options }));
}

describe("resolve", () => {
  it("fills in what nobody asked for", () => {
    expect(resolve({ input: "in.csv" })).toEqual({
      task: "smooth",
      inputs: ["in.csv"],
      output: "-",
      isWritten: true,
      maxClasses: 10_000,
      smoothing: { method: "uniform", epsilon: 0.1 },
      targetName: "soft_target",
      dtype: "float32",
      dialect: {},
      allowResmooth: false,
      keepDatasets: false,
      given: ["input"],
    });
  });

  it("remembers what was asked for, also where it is the default", () => {
    const { given } = resolve({ input: "in.csv", epsilon: 0.1, label: undefined });
    expect(given).toEqual(["input", "epsilon"]);
  });

  it("keeps what was asked for", () => {
    const asked = {
      label: "species",
      classes: ["a", "b"],
      numClasses: 2,
      maxClasses: 5,
      layout: "list",
      targetName: "t",
      dtype: "float16",
      codes: "code",
      keep: "a,b",
      types: "a=text",
      chunkRows: 7,
      tempDir: "/var/tmp",
      allowResmooth: true,
      keepDatasets: true,
    };
    const dialect = {
      delimiter: ";",
      quote: "'",
      escape: "\\",
      comment: "#",
      header: false,
      nullText: "NA",
    };
    const settings = resolve({
      input: ["a.csv", "b.csv"],
      output: "out.arrow",
      from: "csv",
      epsilon: 0.2,
      method: "others",
      ...asked,
      ...dialect,
    });
    expect(settings).toMatchObject({
      ...asked,
      dialect,
      inputs: ["a.csv", "b.csv"],
      output: "out.arrow",
      from: "csv",
      to: "arrow",
      smoothing: { method: "others", epsilon: 0.2 },
    });
  });

  it("is frozen, and does not follow later changes of the inputs", () => {
    const input = ["a.csv"];
    const settings = resolve({ input });
    input.push("b.csv");
    expect(settings.inputs).toEqual(["a.csv"]);
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it("takes streams on both sides", () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const settings = resolve({ input, output });
    expect(settings.inputs).toEqual([input]);
    expect(settings.output).toBe(output);
    expect(settings.to).toBeUndefined();
  });

  it.each([
    ["out.tsv", undefined, "tsv"],
    ["out.feather", undefined, "arrow"],
    ["out.dat", undefined, undefined],
    ["out.csv", "arrows", "arrows"],
    ["-", undefined, undefined],
    ["-", "arrow", "arrow"],
  ])("writes %s, said to be %s, as %s", (output, to, format) => {
    expect(resolve({ input: "in.csv", output, to }).to).toBe(format);
  });

  it.each([0, 1, 0.1, Number.MIN_VALUE])("takes epsilon %s", (epsilon) => {
    expect(resolve({ input: "-", epsilon }).smoothing.epsilon).toBe(epsilon);
  });

  it.each([1.5, -0.1, Number.NaN, Infinity, 1 + Number.EPSILON])(
    "refuses epsilon %s and shows it",
    (epsilon) => {
      expect(faultOfOptions({ epsilon })).toMatchObject({
        kind: "usage",
        code: "BAD_EPSILON",
        message: `\`epsilon\`: ${epsilon} is not in [0, 1]`,
      });
    },
  );

  it.each<[keyof SmoothOptions, string]>([
    ["numClasses", "`numClasses`"],
    ["maxClasses", "`maxClasses`"],
    ["chunkRows", "`chunkRows`"],
  ])("takes nothing but positive whole numbers for %s", (member, option) => {
    expect(resolve({ input: "-", [member]: 1 })).toMatchObject({ [member]: 1 });
    for (const value of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(faultOfOptions({ [member]: value })).toMatchObject({
        kind: "usage",
        code: "BAD_COUNT",
        message: `${option}: ${value} is no positive integer`,
      });
    }
  });

  it.each([
    ["method", "unifrom", "`method`", "Did you mean uniform?"],
    ["layout", "fixedlist", "`layout`", "Did you mean fixed-list?"],
    ["layout", "wide", "`layout`", undefined],
    ["dtype", "flaot32", "`dtype`", "Did you mean float32?"],
    ["dtype", "int8", "`dtype`", undefined],
    ["method", "", "`method`", undefined],
  ])("refuses the %s %j", (member, value, option, hint) => {
    const error = faultOfOptions({ [member]: value });
    expect(error).toMatchObject({ kind: "usage", code: "UNKNOWN_VALUE" });
    expect(error.message).toContain(`${option}: ${JSON.stringify(value)} is none of`);
    expect(error.hint).toBe(hint);
  });

  it.each([
    ["from", "`from`"],
    ["to", "`to`"],
  ])("refuses an unknown format in %s", (member, option) => {
    const error = faultOfOptions({ [member]: "arow" });
    expect(error).toMatchObject({ code: "UNKNOWN_FORMAT", hint: "Did you mean arrow?" });
    expect(error.message).toContain(option);
  });

  it("refuses an output whose extension names a format that is not supported", () => {
    expect(faultOfOptions({ output: "out.parquet" }).code).toBe("UNSUPPORTED_FORMAT");
  });

  it.each([
    [{ soft: "p_*", label: "y" }, "`soft` and `label`"],
    [{ soft: "p_*", numClasses: 3 }, "`soft` and `numClasses`"],
    [{ soft: "p_*", codes: "code" }, "`soft` and `codes`"],
    [{ keep: "a", drop: "b" }, "`keep` and `drop`"],
  ])("refuses %j", (options, both) => {
    expect(faultOfOptions(options)).toMatchObject({
      kind: "usage",
      code: "CONFLICT",
      message: `${both} exclude each other`,
    });
  });

  it("lets soft targets name their classes", () => {
    expect(resolve({ input: "-", soft: "p_*", classes: "a,b" })).toMatchObject({ classes: "a,b" });
  });

  it.each(["targetName", "codes", "label"])("refuses an empty %s", (member) => {
    expect(faultOfOptions({ [member]: "" })).toMatchObject({ code: "EMPTY_VALUE" });
  });

  it("reads standard input once", () => {
    expect(resolve({ input: ["a.csv", "-"] }).inputs).toEqual(["a.csv", "-"]);
    expect(faultOfOptions({ input: ["-", "a.csv", "-"] })).toMatchObject({
      kind: "usage",
      code: "DOUBLED_INPUT",
    });
  });

  it("refuses no input at all", () => {
    expect(faultOfOptions({ input: [] }).code).toBe("NO_INPUT");
  });
});
