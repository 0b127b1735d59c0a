import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { asPath, asSelector, asTypeList } from "../../src/plan/written-forms.js";
import { selectColumns, splitList } from "../../src/selectors.js";
import { faultIn } from "../faults.js";

describe("a path", () => {
  it("may be a file: URL", () => {
    const path = "/data/50% of ä b.csv";
    expect(asPath(pathToFileURL(path))).toBe(path);
    expect(asPath("file:///data/a.csv")).toBe("file:///data/a.csv");
  });

  it("may be no other URL", () => {
    expect(faultIn(() => asPath(new URL("data:text/csv,a")))).toMatchObject({
      kind: "usage",
      code: "BAD_OPTION",
      hint: expect.stringContaining("Readable.fromWeb"),
    });
  });
});

describe("column names as a selector", () => {
  it("stand for themselves whatever is in them", () => {
    const names = ["a,b", "p_*", "p_1", "x..y", "x", "y", "back\\slash", "1.5"];
    for (const name of names) {
      expect(selectColumns(asSelector([name]) ?? "", names, "keep")).toEqual([names.indexOf(name)]);
    }
    expect(selectColumns(asSelector(names.toReversed()) ?? "", names, "keep")).toEqual([
      7, 6, 5, 4, 3, 2, 1, 0,
    ]);
  });

  it("leave a selector as it is", () => {
    expect(asSelector("p_*,a..b")).toBe("p_*,a..b");
    expect(asSelector(undefined)).toBeUndefined();
  });
});

describe("column types by name as a list", () => {
  it("keep commas and backslashes of the names", () => {
    const list = asTypeList({ "a,b": "text", "c\\": "int64", "d=e": "bool" });
    expect(splitList(list ?? "")).toEqual(["a,b=text", "c\\=int64", "d=e=bool"]);
  });

  it("leave a list as it is, and none as none", () => {
    expect(asTypeList("a=text")).toBe("a=text");
    expect(asTypeList({})).toBeUndefined();
    expect(asTypeList(undefined)).toBeUndefined();
  });
});
