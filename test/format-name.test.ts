import { describe, expect, it } from "vitest";
import { formatNamed, formatOfPath, isText } from "../src/format-name.js";
import { faultIn } from "./faults.js";

describe("formatOfPath", () => {
  it.each([
    ["a.csv", "csv"],
    ["a.b.tsv", "tsv"],
    ["/x.arrows/a.arrow", "arrow"],
    ["A.CSV", "csv"],
    ["a.feather", "arrow"],
    ["a.ipc", "arrow"],
    ["a.arrows", "arrows"],
    [".csv", "csv"],
    ["a", undefined],
    ["a.txt", undefined],
    ["dir.csv/a", undefined],
    ["csv", undefined],
    ["a.csv.", undefined],
    ["/dev/null", undefined],
  ])("of %s is %s", (path, format) => {
    expect(formatOfPath(path)).toBe(format);
  });

  it.each(["a.parquet", "a.jsonl", "a.ndjson", "a.csv.gz", "A.PARQUET"])(
    "refuses %s by name",
    (path) => {
      const extension = /\.\w+$/u.exec(path)?.[0].toLowerCase() ?? "";
      const error = faultIn(() => formatOfPath(path));
      expect(error).toMatchObject({ kind: "usage", code: "UNSUPPORTED_FORMAT", file: path });
      expect(error.message).toContain(extension);
    },
  );
});

describe("formatNamed", () => {
  it.each(["csv", "tsv", "arrow", "arrows"])("knows %s", (name) => {
    expect(formatNamed(name, "from")).toBe(name);
  });

  it.each([
    ["parquet", undefined],
    ["CSV", "Did you mean csv?"],
    ["arow", "Did you mean arrow?"],
    ["", undefined],
  ])("refuses %j", (name, hint) => {
    expect(faultIn(() => formatNamed(name, "from"))).toMatchObject({
      kind: "usage",
      code: "UNKNOWN_FORMAT",
      message: `\`from\`: ${JSON.stringify(name)} is no format; the formats are csv, tsv, arrow, arrows`,
      hint,
    });
  });
});

describe("isText", () => {
  it("is true of CSV and TSV alone", () => {
    expect((["csv", "tsv", "arrow", "arrows"] as const).filter(isText)).toEqual(["csv", "tsv"]);
  });
});
