import { afterEach, describe, expect, it } from "vitest";
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
