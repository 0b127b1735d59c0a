import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { OPTIONS } from "../../src/cli/option-table.js";
import { spellOption } from "../../src/cli/spell-option.js";
import type { OptionName, OptionValue } from "../../src/wording/option.js";
import { asMember, option, spellOptions } from "../../src/wording/option.js";

describe("an option in a message", () => {
  const cases: [OptionName, OptionValue | undefined, member: string, argument: string][] = [
    ["label", undefined, "`label`", "--label"],
    ["maxClasses", undefined, "`maxClasses`", "--max-classes"],
    ["epsilon", undefined, "`epsilon`", "--eps"],
    ["classes", "1..5", '`classes: "1..5"`', "--classes 1..5"],
    ["quote", "", '`quote: ""`', "--quote ''"],
    ["header", false, "`header: false`", "--no-header"],
    ["allowResmooth", true, "`allowResmooth: true`", "--allow-resmooth"],
    ["types", { 'a"b': "text" }, '`types: { "a\\"b": "text" }`', "--types 'a\"b=text'"],
    ["drop", "it's, p_*", '`drop: "it\'s, p_*"`', String.raw`--drop 'it'\''s, p_*'`],
    ["drop", "p-0..p.9", '`drop: "p-0..p.9"`', "--drop p-0..p.9"],
  ];

  afterEach(() => spellOptions(asMember));

  it.each(cases)("%s, %j is %s to a programmer", (name, value, member) => {
    expect(option(name, value)).toBe(member);
  });

  it.each(cases)(
    "%s, %j is by the command's user written as %s, %s",
    (...[name, value, , argument]) => {
      spellOptions(spellOption);
      expect(option(name, value)).toBe(argument);
    },
  );
});

describe("the sources", () => {
  const folder = join(import.meta.dirname, "../../src");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !path.startsWith("cli"),
  );

  it("spell no option as the command does, but in comments", () => {
    expect(paths.length).toBeGreaterThan(100);
    const lines = paths.flatMap((path) => readFileSync(join(folder, path), "utf8").split("\n"));
    const code = lines.filter((line) => !/^ *(?:\/?\*|\/\/)/u.test(line));
    expect(code.filter((line) => /[^\w.]--[a-z][\w-]+(?![\w-]*\.)/u.test(line))).toEqual([]);
  });

  it("speak of options that the command has", () => {
    const text = readFileSync(join(folder, "wording", "option.ts"), "utf8");
    const names = [...text.matchAll(/^ {2}\| "(\w+)"/gmu)].map(([, name]) => name);
    const properties = OPTIONS.map<string>(({ property }) => property);
    expect(names.length).toBeGreaterThan(20);
    // The columns of SoftTargetReader, the label of a decoder and what JoinPredictions selects are not the command's to name.
    expect(names.filter((name) => !properties.includes(name))).toEqual([
      "columns",
      "labelText",
      "select",
    ]);
  });
});
