import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Field } from "../../src/batch.js";
import type { FormatName } from "../../src/format-name.js";
import { bind } from "../../src/plan/bind.js";
import { Notices } from "../../src/plan/notices.js";
import type { Facts, Plan } from "../../src/plan/plan.js";
import { resolve, type SmoothOptions } from "../../src/plan/settings.js";
import { planText } from "../../src/plan/written-matrix.js";
import { faultIn } from "../faults.js";

const COLUMNS: readonly Field[] = [
  { name: "y", type: { kind: "utf8" }, nullable: true },
  { name: "e", type: { kind: "float", bits: 64 }, nullable: true },
  { name: "on", type: { kind: "date", unit: "day" }, nullable: true },
];

const MATRIX = { a: { a: 0.5, b: 0.5 }, b: { b: 1 }, c: { a: 0.25, c: 0.75 } };

interface Case {
  readonly options?: Partial<SmoothOptions>;
  readonly facts?: Partial<Facts>;
  readonly format?: FormatName;
  readonly metadata?: object;
}

function plan({ options, facts, format = "arrow", metadata }: Case): Plan {
  const known = metadata && new Map([["smooth_dataset", JSON.stringify(metadata)]]);
  return bind(
    resolve({ input: "in.arrow", ...options }),
    {
      input: {
        names: ["in.arrow"],
        format: "arrow",
        columns: COLUMNS,
        guessed: [],
        metadata: known,
      },
      label: { index: 0, name: "y" },
      classes: { names: ["a", "b", "c"], counts: [2, 1, 1] },
      classesFrom: "learned",
      ...facts,
    },
    format,
  );
}

function hintFor(options: Partial<SmoothOptions>, metadata: object): string {
  return faultIn(() => plan({ options, metadata })).hint ?? "";
}

function metadataOf(options: Partial<SmoothOptions>): object {
  return JSON.parse(plan({ options }).output.metadata.smooth_dataset) as object;
}

describe("the formula of a plan", () => {
  it.each<[Partial<SmoothOptions>, string]>([
    [{ method: "prior" }, '(1 - 0.1) * one_hot + 0.1 * prior: 0.95 0.025 0.025 for the class "a"'],
    [
      { method: "ordinal", epsilon: 0.5, sigma: 2 },
      // NumPy: g = exp(-[1, 4] / 8); 0.5 * g / g.sum()
      '(1 - 0.5) * one_hot + 0.5 * one_hot * G, G[y, c] ~ exp(-(c - y)^2 / (2 * 2^2)) for c other than y: 0.5 0.296333 0.203667 for the class "a"',
    ],
    [
      { method: "matrix", matrix: MATRIX, epsilon: 0.2 },
      '(1 - 0.2) * one_hot + 0.2 * one_hot * matrix: 0.9 0.1 0 for the class "a"',
    ],
    [
      { classEpsilons: { a: 0.3, c: 0 } },
      '(1 - epsilon) * one_hot + epsilon / 3: 0.8 0.1 0.1 for the class "a" at epsilon 0.3',
    ],
    [
      { epsilonColumn: "e", method: "others" },
      '(1 - epsilon) * one_hot + epsilon * (1 - one_hot) / 2, epsilon from the column "e": 0.9 0.05 0.05 for the class "a" at epsilon 0.1',
    ],
  ])("for %j is %s", (options, formula) => {
    expect(plan({ options }).formula).toBe(formula);
  });

  it("shows no more than eight numbers", () => {
    const names = Array.from({ length: 10 }, (_, code) => `c${code}`);
    const facts = { classes: { names, counts: names.map(() => 1) } };
    expect(plan({ options: { method: "prior" }, facts }).formula).toContain(
      ': 0.91 0.01 0.01 0.01 0.01 0.01 0.01 0.01 … for the class "c0"',
    );
  });

  it("of soft targets with an epsilon for each class goes class by class", () => {
    const options = { soft: "e", classEpsilons: "0.3,0,0" };
    const fixed: Field = {
      name: "e",
      type: { kind: "fixed-list", child: COLUMNS[1], size: 3 },
      nullable: true,
    };
    const facts: Partial<Facts> = {
      input: { names: ["in.arrow"], format: "arrow", columns: [COLUMNS[0], fixed], guessed: [] },
      label: undefined,
      soft: [1],
      classesFrom: "columns",
    };
    expect(plan({ options, facts }).formula).toContain(
      "the sum over the classes c of target[c] * ((1 - epsilon(c)) * one_hot(c) + epsilon(c) / 3)",
    );
  });
});

describe("the smoothing of a plan", () => {
  it.each<[Partial<SmoothOptions>]>([
    [{ method: "prior" }],
    [{ method: "ordinal" }],
    [{ method: "matrix", matrix: MATRIX }],
    [{ classEpsilons: { a: 0.3 } }],
    [{ epsilonColumn: "e" }],
  ])("with %j has no two numbers that are those of every row", (options) => {
    expect(plan({ options }).smoothing).toMatchObject({ onValue: null, offValue: null });
  });

  it("refuses an epsilon for all classes where each has one of its own", () => {
    const fault = faultIn(() =>
      plan({ options: { epsilon: 0.1, classEpsilons: { a: 0, b: 0, c: 1 } } }),
    );
    expect(fault).toMatchObject({ code: "NO_EFFECT" });
    expect(
      plan({ options: { epsilon: 0.2, classEpsilons: { a: 0, b: 1 } } }).smoothing,
    ).toMatchObject({ epsilon: null, classEpsilons: [0, 1, 0.2] });
  });

  it("refuses a method that shares out among several labels of a row", () => {
    const fault = faultIn(() => plan({ options: { multiLabel: true, method: "prior" } }));
    expect(fault).toMatchObject({ kind: "usage", code: "MULTI_LABEL_METHOD" });
  });
});

describe("the column of epsilons", () => {
  it("is read also where it does not go out", () => {
    const { decode, output } = plan({ options: { epsilonColumn: "e", drop: "e" } });
    expect(decode.fields.map(({ index }) => index)).toContain(1);
    expect(output.fields).toEqual([0, 2]);
  });

  it("is read as text beside rows of CSV that are copied", () => {
    const dialect = { delimiter: ",", quote: '"', escape: '"', header: true };
    const columns = COLUMNS.map(({ name }): Field => ({ ...COLUMNS[0], name }));
    const input = { names: ["a.csv"], format: "csv", columns, guessed: [], dialect } as const;
    const { decode, output } = plan({
      options: { epsilonColumn: "e" },
      facts: { input },
      format: "csv",
    });
    expect(output.road).toBe("rows");
    expect(decode.fields).toEqual([{ index: 1, field: columns[1], guessed: false }]);
  });

  it.each([
    ["x", "UNKNOWN_COLUMN", "there is no column"],
    ["on", "NOT_NUMERIC", "`epsilonColumn`: a column of type date"],
  ])("is refused where it is %s", (epsilonColumn, code, message) => {
    const fault = faultIn(() => plan({ options: { epsilonColumn } }));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(message);
  });
});

describe("the metadata of an output", () => {
  it.each<[Partial<SmoothOptions>, object]>([
    [
      { method: "prior", epsilon: 0.2 },
      { method: "prior", epsilon: 0.2, prior: [0.5, 0.25, 0.25] },
    ],
    [{ method: "ordinal" }, { method: "ordinal", epsilon: 0.1, sigma: 1 }],
    [{ classEpsilons: { b: 0.5 } }, { epsilon: null, class_eps: [0.1, 0.5, 0.1] }],
    [{ epsilonColumn: "e" }, { epsilon: null, eps_column: "e" }],
    [
      { method: "matrix", matrix: MATRIX },
      {
        method: "matrix",
        matrix: [
          [0.5, 0.5, 0],
          [0, 1, 0],
          [0.25, 0, 0.75],
        ],
      },
    ],
  ])("of %j says %j", (options, expected) => {
    expect(metadataOf(options)).toMatchObject(expected);
  });

  it("has the digest of a matrix of more than 32 classes, as a plan and its summary have", () => {
    const names = Array.from({ length: 33 }, (_, code) => `c${code}`);
    const matrix = names.map((_, row) => names.map((_each, column) => Number(row === column)));
    const bytes = Buffer.alloc(33 * 33 * 8);
    names.forEach((_, row) => bytes.writeDoubleLE(1, (row * 33 + row) * 8));
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    const bound = plan({
      options: { method: "matrix", matrix },
      facts: { classes: { names }, classesFrom: "given" },
    });
    expect(JSON.parse(bound.output.metadata.smooth_dataset)).toMatchObject({ matrix: digest });
    expect(JSON.parse(planText(bound))).toMatchObject({ smoothing: { matrix: digest } });
  });
});

describe("a dataset that was smoothed", () => {
  const before = { method: "prior", epsilon: 0.5, target: "q", prior: [0.5, 0.25, 0.25] };

  it("towards the same prior amounts to 1 − (1 − 0.5)(1 − 0.5) with another pass", () => {
    expect(hintFor({ method: "prior", epsilon: 0.5 }, before)).toContain("amount to epsilon 0.75");
  });

  it.each<[string, Partial<SmoothOptions>, object]>([
    ["another prior", { method: "prior", prior: { a: 1, b: 0, c: 0 } }, before],
    ["another method", { method: "uniform" }, before],
    ["the others alone, twice", { method: "others" }, { ...before, method: "others" }],
    ["an epsilon for each class", { method: "prior", classEpsilons: { a: 0 } }, before],
    ["an epsilon for each row", { method: "prior" }, { ...before, epsilon: null }],
  ])("and goes on with %s amounts to no number", (_what, options, metadata) => {
    expect(hintFor(options, metadata)).not.toContain("amount");
  });

  it("says how, without an epsilon where there was none in common", () => {
    const metadata = { ...before, epsilon: null };
    expect(faultIn(() => plan({ metadata })).message).toContain("smoothed already (prior)");
    expect(faultIn(() => plan({ metadata: before })).message).toContain("(prior, epsilon 0.5)");
  });
});

describe("the least target of a plan", () => {
  it.each<[Partial<SmoothOptions>, string[]]>([
    [{ method: "prior", prior: { a: 0.9999, b: 0.0001, c: 0 } }, ["SUBNORMAL_TARGETS"]],
    [{ method: "prior", prior: { a: 0.9, b: 0.1, c: 0 } }, []],
    [{ method: "matrix", matrix: MATRIX, epsilon: 0.0001 }, ["SUBNORMAL_TARGETS"]],
    [{ classEpsilons: { c: 0.0001 } }, ["SUBNORMAL_TARGETS"]],
    [{ epsilonColumn: "e" }, []],
  ])("is warned of as float16 for %j: %j", (options, codes) => {
    const notices = new Notices({});
    notices.tellPlan(plan({ options: { ...options, dtype: "float16" } }));
    expect(notices.warnings.map(({ code }) => code)).toEqual(codes);
    const wide = new Notices({});
    wide.tellPlan(plan({ options }));
    expect(wide.warnings).toEqual([]);
  });
});
