import { describe, expect, it } from "vitest";
import { renderHelp } from "../../src/cli/help.js";
import { OPTIONS } from "../../src/cli/option-table.js";
import { parseArguments } from "../../src/cli/options.js";
import { parseCsvType } from "../../src/columns/csv-type.js";
import { faultIn } from "../faults.js";

describe("the help text", () => {
  it("shows every option with its aliases, its value and its meaning", async () => {
    const text = (await renderHelp(200)).replaceAll(/\s+/gu, " ");
    for (const { name, aliases = [], value, help } of OPTIONS) {
      expect(text).toContain(value === undefined ? `--${name} ` : `--${name} ${value}`);
      expect(text).toContain(help);
      for (const alias of aliases) {
        expect(text).toMatch(new RegExp(`[ ,]${alias.length === 1 ? "-" : "--"}${alias}[ ,]`, "u"));
      }
    }
  });

  it("shows examples before options, and each of them is understood", async () => {
    const text = await renderHelp(100);
    const [examples] = text.slice(text.indexOf("Examples:")).split("\n\n");
    const commands = [...examples.matchAll(/smooth-dataset (.*?)(?: {2,}| \||$)/gmu)];
    expect(commands.length).toBeGreaterThan(4);
    for (const [, argv] of commands) {
      const command = argv.startsWith("score ") ? "score" : "run";
      expect(parseArguments(argv.replace("*", "1").split(" ")).command).toBe(command);
    }
    expect(text.indexOf("Examples:")).toBeLessThan(text.indexOf("--label"));
  });

  it.each([60, 80, 100])("fits a terminal of %i columns", async (width) => {
    const options = (await renderHelp(width))
      .split("Labels and classes:")[1]
      .split("Exit codes")[0];
    expect(Math.max(...options.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it("fits the usual terminal as a whole, examples included", async () => {
    const long = (await renderHelp(80)).split("\n").filter((line) => line.length > 80);
    expect(long).toEqual([]);
  });

  it("names every column type", async () => {
    const text = await renderHelp(80);
    const types =
      "text int64 float64 bool date timestamp timestamp-utc timestamp-ns timestamp-ns-utc";
    for (const type of types.split(" ")) {
      expect(parseCsvType(type)).toBe(type);
      expect(text).toMatch(new RegExp(`[ ,]${type}[,.]`, "u"));
    }
    const refusal = faultIn(() => parseCsvType("x")).message;
    expect(refusal).toContain(types.replaceAll(" ", ", "));
  });
});
