import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columnIndex,
  leaveOut,
  listed,
  selectColumns,
  selectorOf,
  splitList,
} from "../src/selectors.js";
import { faultIn } from "./faults.js";

const NAMES = ["id", "p0", "p1", "p2", "p,3", "p*", "a..b", "p\\4", "größe"];

function select(selector: string, names: readonly string[] = NAMES): number[] {
  return selectColumns(selector, names, "soft");
}

describe("selectColumns", () => {
  it.each([
    ["id", [0]],
    ["p2,p0,id", [3, 1, 0]],
    ["p1,p1", [2]],
    ["p0..p2", [1, 2, 3]],
    ["p1..p1", [2]],
    ["p2,p0..p2", [3, 1, 2]],
    ["p0..p1,id", [1, 2, 0]],
    [String.raw`p\,3`, [4]],
    [String.raw`p\*`, [5]],
    [String.raw`a\..b`, [6]],
    [String.raw`a.\.b`, [6]],
    [String.raw`p\\4`, [7]],
    [String.raw`p\,3..a\..b`, [4, 5, 6]],
    ["größe", [8]],
    ["gr*e", [8]],
    ["*", [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ["p*", [1, 2, 3, 4, 5, 7]],
    ["*0,*", [1, 0, 2, 3, 4, 5, 6, 7, 8]],
    [String.raw`p\**`, [5]],
  ])("takes %s for the columns %j", (selector, indices) => {
    expect(select(selector, NAMES)).toEqual(indices);
  });

  it("takes two dots at an end for a part of the name", () => {
    expect(select("..b,a..", ["a..", "..b"])).toEqual([1, 0]);
  });

  it("takes the marks of regular expressions in a glob literally", () => {
    const names = ["a.b", "axb", "a+(b)[c]{1}|^$?/", "line\nbreak"];
    expect(select("a.*", names)).toEqual([0]);
    expect(select("a+(b)[c]{1}|^$?/*", names)).toEqual([2]);
    expect(select("line*k", names)).toEqual([3]);
  });

  it("finds any name again once its commas, stars, dots and backslashes are escaped", () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, unit: fc.constantFrom(..."ab,*.\\") }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(names, fc.nat(), (all, at) => {
        const index = at % all.length;
        const escaped = all[index].replaceAll(/[,*.\\]/gu, String.raw`\$&`);
        expect(select(escaped, all)).toEqual([index]);
      }),
    );
  });

  it("suggests a name for one that is not there, and lists the columns", () => {
    const error = faultIn(() => selectColumns("lenght", ["length", "width"], "keep"));
    expect(error).toMatchObject({
      kind: "usage",
      code: "UNKNOWN_COLUMN",
      hint: 'Did you mean "length"?',
      message: '`keep`: there is no column "lenght"; the columns are length, width',
    });
  });

  it("refuses a glob that matches nothing", () => {
    expect(faultIn(() => select("q*"))).toMatchObject({
      code: "UNKNOWN_COLUMN",
      message: expect.stringContaining('no column matches "q*"'),
    });
  });

  it("refuses a range whose second column comes first, and shows the right one", () => {
    expect(faultIn(() => select("p2..p0"))).toMatchObject({
      code: "BACKWARD_RANGE",
      hint: "Write p0..p2.",
    });
  });

  it.each(["p0..p9", "p9..p2"])("refuses %s, a range with an end that is not there", (range) => {
    expect(faultIn(() => select(range)).code).toBe("UNKNOWN_COLUMN");
  });

  it.each(["", "id,", ",id", "id,,p0"])("refuses %j, which has an empty name in it", (selector) => {
    expect(faultIn(() => select(selector)).code).toBe("EMPTY_SELECTOR");
  });

  it.each(["x", "x*", "x..y", "w..y", "*"])(
    "refuses a doubled name that %s selects",
    (selector) => {
      expect(faultIn(() => select(selector, ["w", "x", "y", "x", "z"]))).toMatchObject({
        kind: "usage",
        code: "DOUBLED_COLUMN",
        column: "x",
      });
    },
  );

  it("minds a doubled name only where it is selected", () => {
    expect(select("y", ["x", "y", "x"])).toEqual([1]);
    expect(select("y..z", ["x", "y", "z", "x"])).toEqual([1, 2]);
  });

  it.each([
    ["x", [1, 3]],
    ["x*", [1, 3]],
    ["w..y", [0, 1, 2]],
    ["x,y", [1, 3, 2]],
    ["*", [0, 1, 2, 3, 4]],
  ])("takes all columns of a doubled name with %s to be dropped", (selector, places) => {
    expect(selectColumns(selector, ["w", "x", "y", "x", "z"], "drop")).toEqual(places);
  });

  it("does not know which of a doubled name a range to be dropped begins at", () => {
    expect(faultIn(() => selectColumns("x..y", ["x", "y", "x"], "drop")).code).toBe(
      "DOUBLED_COLUMN",
    );
  });
});

describe("selectorOf", () => {
  it.each(["a", "a,b", "p*", "a..b", "a...b", "..", String.raw`a`, ".", "*", " "])(
    "selects %j alone",
    (name) => {
      const names = ["a", "b", "p1", "a.b", "a....b", "ab", name === "a" ? "z" : name];
      expect(selectColumns(selectorOf([name]), names, "keep").map((at) => names[at])).toEqual([
        name,
      ]);
    },
  );

  it("selects several in their order", () => {
    expect(select(selectorOf(["p0", "id"]))).toEqual(select("p0,id"));
  });
});

describe("leaveOut", () => {
  it("says how to drop a column, and what to do about one without a name", () => {
    expect(leaveOut("p*")).toBe('say `drop: "p\\\\*"`');
    expect(leaveOut("")).toContain("`keep`");
  });
});

describe("columnIndex", () => {
  it("takes a name as it stands, marks and all", () => {
    expect(columnIndex("p*", NAMES, "label")).toBe(5);
    expect(columnIndex("p,3", NAMES, "label")).toBe(4);
  });
});

describe("splitList", () => {
  it.each([
    ["a,b", ["a", "b"]],
    [String.raw`a\,b,c`, ["a,b", "c"]],
    [String.raw`a\\,b`, ["a\\", "b"]],
    ["a\\", ["a\\"]],
    ["", [""]],
    ["a,,b", ["a", "", "b"]],
    ["😀,😁", ["😀", "😁"]],
  ])("splits %j into %j", (text, parts) => {
    expect(splitList(text)).toEqual(parts);
  });
});

describe("listed", () => {
  it("shows all of a few names and the first of many", () => {
    expect(listed(["a", "b"], 2)).toBe("a, b");
    expect(listed(["a", "b", "c"], 2)).toBe("a, b, … (3 in all)");
  });
});
