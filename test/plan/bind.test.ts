import { describe, expect, it } from "vitest";
import type { ColumnType, Dialect, Field } from "../../src/batch.js";
import { bind } from "../../src/plan/bind.js";
import type { FormatName } from "../../src/format-name.js";
import type { Facts, InputFacts, Plan } from "../../src/plan/plan.js";
import type { SmoothOptions } from "../../src/plan/settings.js";
import { resolve } from "../../src/plan/settings.js";
import { faultIn } from "../faults.js";

const COMMAS: Dialect = { delimiter: ",", quote: '"', escape: '"', header: true };
const FLOAT: Field = { name: "x", type: { kind: "float", bits: 64 }, nullable: true };
const TEXT: Field = { name: "species", type: { kind: "utf8" }, nullable: true };
const COLUMNS: readonly Field[] = [
  { name: "id", type: { kind: "int", bits: 64, signed: true }, nullable: true },
  FLOAT,
  TEXT,
];

const SOFT: readonly Field[] = [FLOAT, { ...FLOAT, name: "p_a" }, { ...FLOAT, name: "p_b" }];

const CSV: InputFacts = {
  names: ["in.csv"],
  format: "csv",
  columns: COLUMNS,
  guessed: [1],
  dialect: COMMAS,
  plainDialect: true,
  bytes: 3000,
  bytesPerRow: 30,
};

const ARROW: InputFacts = { names: ["in.arrow"], format: "arrow", guessed: [], columns: COLUMNS };

interface Case {
  readonly options?: Partial<SmoothOptions>;
  readonly input?: InputFacts;
  readonly facts?: Partial<Facts>;
  readonly format?: FormatName;
}

function plan({ options, input = CSV, facts, format = "csv" }: Case = {}): Plan {
  const settings = resolve({ input: "in", ...options });
  const known: Facts = {
    input,
    label: { index: 2, name: "species" },
    classes: { names: ["a", "b", "c", "d", "e"], counts: [1, 2, 3, 4, 5] },
    classesFrom: "learned",
    rows: 15,
    ...facts,
  };
  return bind(settings, known, format);
}

function classNames(count: number): { classes: { names: string[] } } {
  return { classes: { names: Array.from({ length: count }, (_, at) => String(at)) } };
}

describe("the layout of a plan", () => {
  it.each<[FormatName, string]>([
    ["csv", "columns"],
    ["tsv", "columns"],
    ["arrow", "fixed-list"],
    ["arrows", "fixed-list"],
  ])("for %s is %s, unless it is named", (format, layout) => {
    expect(plan({ format }).output.targets.layout).toBe(layout);
    expect(plan({ format, options: { layout: "none" } }).output.targets.layout).toBe("none");
  });
});

describe("the schema of a plan", () => {
  const columns = [
    { name: "id", type: "int64" },
    { name: "x", type: "float64" },
    { name: "species", type: "utf8" },
  ];

  it.each([
    ["fixed-list", "float32", [{ name: "soft_target", type: "fixed_size_list<float32>[5]" }]],
    ["list", "float16", [{ name: "soft_target", type: "list<float16>" }]],
    [
      "columns",
      "float64",
      ["a", "b", "c", "d", "e"].map((label) => ({ name: `soft_target_${label}`, type: "float64" })),
    ],
    ["none", "float32", []],
  ])("ends with the targets of the layout %s in %s", (layout, dtype, targets) => {
    const options = { layout, dtype, codes: "code" };
    expect(plan({ format: "arrow", options }).output.schema).toEqual([
      ...columns,
      ...targets,
      { name: "code", type: "int64" },
    ]);
  });
});

describe("the columns of a plan", () => {
  it.each([
    [{}, ["id", "x", "species"]],
    [{ keep: "species,id" }, ["id", "species"]],
    [{ drop: "x" }, ["id", "species"]],
    [{ drop: "*" }, []],
  ])("with %j are %j, in their order", (options, names) => {
    expect(plan({ options }).output.columns.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ["`keep`", { keep: "nothing" }],
    ["`drop`", { drop: "nothing" }],
  ])("must be there to be named in %s", (option, options) => {
    const error = faultIn(() => plan({ options }));
    expect(error).toMatchObject({ kind: "usage", code: "UNKNOWN_COLUMN" });
    expect(error.message).toContain(option);
  });

  it("may be doubled in text, not in Arrow, unless one is dropped", () => {
    const input = { ...CSV, columns: [...COLUMNS, FLOAT] };
    expect(plan({ input }).output.fields).toEqual([0, 1, 2, 3]);
    expect(faultIn(() => plan({ input, format: "arrow" }))).toMatchObject({
      kind: "usage",
      code: "DOUBLED_COLUMN",
      column: "x",
    });
    expect(faultIn(() => plan({ input, format: "arrow" })).hint).toContain('`drop: "x"`');
    expect(plan({ input, format: "arrow", options: { drop: "x" } }).output.fields).toEqual([0, 2]);
    expect(plan({ input, format: "arrow", options: { keep: "id" } }).output.fields).toEqual([0]);
  });
});

describe("a column of a type that is not read", () => {
  const views: ColumnType = { kind: "unsupported", name: "list-view", buffers: 3, children: [] };
  const within = {
    "as it is": views,
    "in a list": { kind: "list", child: { name: "item", type: views, nullable: true } },
    "in a struct": { kind: "struct", children: [FLOAT, { ...FLOAT, type: views }] },
    "in a dictionary": {
      kind: "dictionary",
      index: { kind: "int", bits: 8, signed: true },
      values: views,
      ordered: false,
    },
  } as const;

  it.each(Object.entries(within))("is refused %s, unless it is dropped", (_where, type) => {
    const input = { ...ARROW, columns: [...COLUMNS, { name: "v", type, nullable: true }] };
    for (const format of ["arrow", "csv"] as const) {
      expect(faultIn(() => plan({ input, format }))).toMatchObject({
        kind: "data",
        code: "UNSUPPORTED_TYPE",
        column: "v",
        message: expect.stringContaining("list-view"),
        hint: expect.stringContaining('`drop: "v"`'),
      });
      expect(plan({ input, format, options: { drop: "v" } }).output.fields).toEqual([0, 1, 2]);
    }
  });
});

describe("a collision", () => {
  it.each([
    ["soft_target_b", {}, "csv", "`targetName`"],
    ["soft_target", {}, "arrow", "`targetName`"],
    ["t", { targetName: "t" }, "arrow", "`targetName`"],
    ["code", { codes: "code" }, "csv", "`codes`"],
  ] as const)("of %s with %j in %s is refused", (name, options, format, option) => {
    const error = faultIn(() => plan({ input: withColumn(name), options, format }));
    expect(error).toMatchObject({ kind: "usage", code: "TARGET_COLLISION", column: name });
    expect(error.hint).toContain(option);
  });

  it("between the class index and a target is refused", () => {
    const options = { codes: "soft_target_a" };
    expect(faultIn(() => plan({ options }))).toMatchObject({
      code: "TARGET_COLLISION",
      message: '`codes` and the targets would both write the column "soft_target_a"',
      hint: "Choose another name with `codes`.",
    });
    const listed = { codes: "soft_target", layout: "list" };
    expect(faultIn(() => plan({ options: listed })).code).toBe("TARGET_COLLISION");
    expect(() => plan({ options: { codes: "soft_target", layout: "columns" } })).not.toThrow();
  });

  it("of a target with a column is that of the target, whatever the class index is called", () => {
    const error = faultIn(() =>
      plan({ input: withColumn("soft_target_a"), options: { codes: "soft_target_a" } }),
    );
    expect(error.hint).toContain("`targetName`");
  });

  it.each([
    ["soft_target", {}, "csv"],
    ["soft_target_a", {}, "arrow"],
    ["soft_target_a", { drop: "soft_target_a" }, "csv"],
    ["soft_target_a", { layout: "none" }, "csv"],
    ["soft_target_a", { targetName: "t" }, "csv"],
  ] as const)("is none: %s with %j in %s", (name, options, format) => {
    expect(() => plan({ input: withColumn(name), options, format })).not.toThrow();
  });
});

describe("the rows of a chunk", () => {
  // id and x take 8 bytes each, the text 16: 32 and the targets.
  it.each([
    ["32 + 20 bytes a row", {}, 5, 65_536],
    ["32 + 4 · 100 bytes", {}, 100, 9709],
    ["32 + 8 · 100 bytes", { dtype: "float64" }, 100, 5041],
    ["32 + 2 · 100 bytes", { dtype: "float16" }, 100, 18_078],
    ["32 + 4 · 100 + 8 bytes", { codes: "code" }, 100, 9532],
    ["4 · 100 bytes", { drop: "*" }, 100, 10_485],
    ["32 + 4 · 10,000 bytes", {}, 10_000, 104],
    ["32 bytes without targets", { layout: "none" }, 10_000, 65_536],
    ["more than 4 MiB a row", {}, 2_000_000, 1],
    ["no bytes at all", { layout: "none", drop: "*" }, 5, 65_536],
  ])("of %s fill 4 MiB, 65,536 at most", (_bytes, options, classes, rows) => {
    const { output } = plan({ options, facts: classNames(classes), format: "arrow" });
    expect(output.chunkRows).toBe(rows);
  });

  it("are those of the input from Arrow to Arrow, unless the targets are huge", () => {
    expect(chunkRowsOf(5)).toBeUndefined();
    expect(chunkRowsOf(256)).toBeUndefined();
    expect(chunkRowsOf(10_000)).toBe(104);
  });

  it.each([CSV, ARROW])("are what was asked for, whatever the input", (input) => {
    const options = { chunkRows: 7 };
    expect(plan({ input, options, format: "arrow" }).output.chunkRows).toBe(7);
  });

  it.each<{ title: string; bytes?: number } & Case>([
    { title: "8 MiB of text from CSV to Arrow", bytes: 8_388_608, format: "arrow" },
    { title: "8 MiB of text in a stream", bytes: 8_388_608, format: "arrows" },
    { title: "any text if their number is given", options: { chunkRows: 7 }, format: "arrow" },
    { title: "any text from Arrow", input: ARROW, format: "arrow" },
    { title: "any text to CSV", format: "csv" },
  ])("hold $title", ({ title: _title, bytes, ...asked }) => {
    expect(plan(asked).output.chunkBytes).toBe(bytes);
  });
});

describe("a dataset that is smoothed already", () => {
  const uniform = smoothed(JSON.stringify({ method: "uniform", epsilon: 0.1 }));

  it("is refused with what two passes amount to", () => {
    const error = faultIn(() => plan({ input: uniform, options: { epsilon: 0.2 } }));
    expect(error).toMatchObject({ kind: "usage", code: "ALREADY_SMOOTHED", file: "in.arrow" });
    expect(error.message).toContain("uniform, epsilon 0.1");
    // 1 − 0.9 · 0.8
    expect(error.hint).toContain("amount to epsilon 0.28.");
    expect(error.hint).toContain("`allowResmooth: true`");
  });

  it.each([
    ["others before", smoothed(JSON.stringify({ method: "others", epsilon: 0.1 })), {}],
    ["others now", uniform, { method: "others" }],
    ["metadata of another kind", smoothed("[1]"), {}],
    ["metadata that is no JSON", smoothed("{"), {}],
  ])("is refused without a sum: %s", (_what, input, options) => {
    const error = faultIn(() => plan({ input, options }));
    expect(error.code).toBe("ALREADY_SMOOTHED");
    expect(error.hint).not.toContain("amount");
  });

  it.each([
    ["holds class indices alone", { method: "uniform", epsilon: 0.1, target: null }],
    ["was smoothed by nothing", { method: "uniform", epsilon: 0, target: "soft_target" }],
  ])("is none where it %s", (_what, before) => {
    expect(plan({ input: smoothed(JSON.stringify(before)) }).smoothing.epsilon).toBe(0.1);
  });

  it("has the sum of both passes in its metadata where its targets are smoothed again", () => {
    const before = { method: "uniform", epsilon: 0.1, target: "x" };
    const again = (soft: string, place: number): unknown =>
      JSON.parse(
        plan({
          format: "arrow",
          input: smoothed(JSON.stringify(before)),
          facts: { label: undefined, soft: [place], ...classNames(2) },
          options: { soft, epsilon: 0.2, allowResmooth: true },
        }).output.metadata.smooth_dataset,
      );
    // 1 − 0.9 · 0.8, where the targets are those of the pass before.
    expect(again("x", 1)).toMatchObject({ epsilon: 0.28 });
    expect(again("id", 0)).toMatchObject({ epsilon: 0.2 });
  });

  it("is taken where that is allowed", () => {
    expect(plan({ input: uniform, options: { allowResmooth: true } }).smoothing.epsilon).toBe(0.1);
  });
});

describe("the dialect of a text output", () => {
  const SEMICOLONS: Dialect = { ...COMMAS, delimiter: ";", header: false, nullText: "NA" };

  it("is the input's where the format stays", () => {
    expect(plan().output.dialect).toEqual(COMMAS);
    const input = { ...CSV, dialect: SEMICOLONS };
    expect(plan({ input }).output.dialect).toEqual(SEMICOLONS);
  });

  it("has the delimiter of another format, and keeps header and null", () => {
    const input = { ...CSV, dialect: SEMICOLONS };
    expect(plan({ input, format: "tsv" }).output).toMatchObject({
      dialect: { delimiter: "\t", quote: '"', escape: '"', header: false, nullText: "NA" },
      road: "columns",
    });
  });

  it("stays where the other format asks for the same delimiter", () => {
    const tabs = { ...COMMAS, delimiter: "\t" };
    const { output } = plan({ input: { ...CSV, dialect: tabs }, format: "tsv" });
    expect(output).toMatchObject({ dialect: tabs, road: "rows" });
  });

  it.each<[FormatName, Partial<SmoothOptions>, Dialect]>([
    ["csv", {}, COMMAS],
    ["tsv", {}, { ...COMMAS, delimiter: "\t" }],
    ["csv", { delimiter: ";", nullText: "NA", header: false }, SEMICOLONS],
    ["csv", { quote: "'" }, { ...COMMAS, quote: "'", escape: "'" }],
    ["csv", { escape: "\\" }, { ...COMMAS, escape: "\\" }],
    ["csv", { quote: "" }, { delimiter: ",", header: true }],
  ])("out of Arrow into %s is what was asked for: %j", (format, options, dialect) => {
    expect(plan({ input: ARROW, options, format }).output.dialect).toEqual(dialect);
  });

  it("is none for Arrow", () => {
    expect(plan({ format: "arrow" }).output.dialect).toBeUndefined();
  });
});

describe("the road of a text", () => {
  it("copies whole rows where all columns go out", () => {
    const { output, decode } = plan();
    expect(output.road).toBe("rows");
    expect(decode).toEqual({ fields: [], labelText: 2 });
  });

  it("copies the bytes of fields where some stay behind", () => {
    const { output, decode } = plan({ options: { drop: "x" } });
    expect(output).toMatchObject({ road: "fields", fields: [0, 2] });
    expect(decode.fields).toEqual([]);
  });

  it("prints columns as text where fields cannot be located", () => {
    const input = { ...CSV, plainDialect: false };
    const { output, decode } = plan({ input, options: { drop: "x" } });
    expect(output.road).toBe("columns");
    expect(decode).toMatchObject({
      fields: [
        { index: 0, field: { name: "id", type: { kind: "utf8" } } },
        { index: 2, field: { name: "species", type: { kind: "utf8" } } },
      ],
    });
    expect(plan({ input }).output.road).toBe("rows");
  });

  it("decodes typed columns for Arrow", () => {
    const { output, decode } = plan({ format: "arrow", options: { drop: "species" } });
    expect(output.road).toBeUndefined();
    expect(decode).toEqual({
      fields: [
        { index: 0, field: COLUMNS[0], guessed: false },
        { index: 1, field: COLUMNS[1], guessed: true },
      ],
      labelText: 2,
    });
  });

  it("decodes the columns of soft targets beside copied rows", () => {
    const facts = { label: undefined, soft: [1, 0], ...classNames(2) };
    const { decode, soft, label } = plan({ facts, options: { soft: "x,id" } });
    expect(soft).toEqual(["x", "id"]);
    expect(label).toBeUndefined();
    expect(decode).toEqual({
      fields: [
        { index: 0, field: COLUMNS[0], guessed: false },
        { index: 1, field: COLUMNS[1], guessed: true },
      ],
    });
  });

  it.each([
    ["csv", {}, 64, "float"],
    ["arrow", { drop: "id" }, 64, "float"],
    ["arrow", {}, 64, "int"],
  ] as const)(
    "reads soft targets that seem to be whole as fractions unless they are written: %s, %j",
    (format, asked, bits, kind) => {
      const input = { ...CSV, guessed: [0, 1] };
      const facts = { label: undefined, soft: [1, 0], ...classNames(2) };
      const { decode } = plan({ input, facts, format, options: { soft: "x,id", ...asked } });
      expect(decode.fields[0]).toMatchObject({ index: 0, field: { type: { kind, bits } } });
    },
  );
});

describe("the numbers of a plan", () => {
  it("are those of the formula", () => {
    const { smoothing, formula } = plan();
    expect(smoothing).toEqual({ method: "uniform", epsilon: 0.1, onValue: 0.92, offValue: 0.02 });
    expect(formula).toBe(
      "(1 - 0.1) * one_hot + 0.1 / 5: 0.92 for the class of the row, 0.02 for each other",
    );
  });

  it("leave 1 − epsilon to the class with the method others", () => {
    const { smoothing, formula } = plan({ options: { method: "others" } });
    expect(smoothing).toMatchObject({ onValue: 0.9, offValue: 0.025 });
    expect(formula).toContain("0.1 * (1 - one_hot) / 4: 0.9 for");
  });

  it("keep a single class at 1", () => {
    for (const method of ["uniform", "others"]) {
      const { smoothing } = plan({ options: { method }, facts: classNames(1) });
      expect(smoothing.onValue).toBe(1);
    }
  });

  it("reckon the bytes of the output", () => {
    // 15 rows of 32 bytes and 5 floats of 4.
    expect(plan({ format: "arrow" }).output.bytes).toBe(780);
    // Without a count, 3000 bytes of 30 a row are 100 rows.
    expect(plan({ format: "arrow", facts: { rows: undefined } }).output.bytes).toBe(5200);
    // In text a row keeps its 30 bytes, and a float32 takes 11 with its delimiter.
    expect(plan().output.bytes).toBe(1275);
    expect(plan({ input: ARROW, facts: { rows: undefined } }).output.bytes).toBeUndefined();
    expect(plan({ input: ARROW, format: "csv" }).output.bytes).toBe(15 * (32 + 55));
  });
});

describe("a plan", () => {
  it("writes into Arrow what was done", () => {
    const { metadata } = plan({ format: "arrow" }).output;
    expect(JSON.parse(metadata.smooth_dataset)).toMatchObject({
      method: "uniform",
      epsilon: 0.1,
      target: "soft_target",
      label: "species",
      classes: [
        { name: "a", count: 1 },
        { name: "b", count: 2 },
        { name: "c", count: 3 },
        { name: "d", count: 4 },
        { name: "e", count: 5 },
      ],
    });
    expect(plan().output.metadata).toEqual({});
  });

  it("says whether labels are indices", () => {
    expect(plan().indexLabels).toBe(false);
    expect(plan({ options: { numClasses: 5 } }).indexLabels).toBe(true);
  });

  it("is frozen all the way down", () => {
    const objects: object[] = [plan({ format: "arrow" })];
    for (const value of objects) {
      objects.push(...Object.values(value).filter((member) => typeof member === "object"));
    }
    expect(objects.length).toBeGreaterThan(20);
    expect(objects.filter((value) => !Object.isFrozen(value))).toEqual([]);
  });

  it.each<[FormatName, InputFacts]>([
    ["csv", CSV],
    ["arrow", CSV],
    ["tsv", ARROW],
    ["arrow", ARROW],
    ["arrow", { ...ARROW, columns: [nestedField()] }],
  ])("is the same after a journey through JSON (%s, %#)", (format, input) => {
    const made = plan({ format, input });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });
});

function nestedField(): Field {
  const metadata = new Map([["ARROW:extension:name", "example"]]);
  const inner: Field = { ...FLOAT, metadata };
  const list: Field = { name: "l", type: { kind: "list", child: inner }, nullable: true, metadata };
  return {
    name: "s",
    type: { kind: "struct", children: [list, inner] },
    nullable: false,
    metadata,
  };
}

function chunkRowsOf(classes: number): number | undefined {
  return plan({ input: ARROW, facts: classNames(classes), format: "arrow" }).output.chunkRows;
}

function smoothed(text: string): InputFacts {
  return { ...ARROW, metadata: new Map([["smooth_dataset", text]]) };
}

function withColumn(name: string): InputFacts {
  return { ...CSV, columns: [...COLUMNS, { ...FLOAT, name }] };
}

describe("a type that was given", () => {
  const input: InputFacts = { ...CSV, columns: SOFT, guessed: [0] };
  const soft = { soft: "p_a,p_b", types: "p_a=float64,p_b=float64" };
  const facts = { label: undefined, soft: [1, 2] };

  it("serves a column that is written to Arrow, or holds targets", () => {
    expect(() => plan({ input, options: soft, facts })).not.toThrow();
    expect(() => plan({ input, options: soft, facts, format: "arrow" })).not.toThrow();
    const options = { ...soft, drop: "p_*" };
    expect(() => plan({ input, options, facts, format: "arrow" })).not.toThrow();
  });

  it("serves a column of targets as text only where that is written", () => {
    const columns = SOFT.with(1, { ...SOFT[1], type: { kind: "utf8" } });
    const asText = { input: { ...input, columns }, facts };
    const options = { soft: "p_a,p_b", types: "p_a=text,p_b=float64" };
    const dropped = { ...options, drop: "p_*" };
    expect(() => plan({ ...asText, options, format: "arrow" })).not.toThrow();
    for (const idle of [{ options }, { options: dropped, format: "arrow" } as const]) {
      expect(faultIn(() => plan({ ...asText, ...idle }))).toMatchObject({
        code: "NO_EFFECT",
        column: "p_a",
        message: expect.stringContaining("read as numbers"),
      });
    }
  });

  const written = "it is not written";
  const copied = "its text is copied";

  it.each<{ column: string; format: FormatName; why: string } & Case>([
    { column: "x", options: { drop: "x" }, format: "arrow", why: written },
    { column: "x", options: { keep: "p_*" }, format: "arrow", why: written },
    { column: "x", format: "csv", why: copied },
    { column: "p_a", format: "tsv", why: copied, input },
  ])("to $column with $options is refused in $format: $why", ({ column, why, ...asked }) => {
    const untyped = { ...input, guessed: [] };
    const error = faultIn(() =>
      plan({ input: untyped, facts, ...asked, options: { ...soft, ...asked.options } }),
    );
    expect(error).toMatchObject({
      kind: "usage",
      code: "NO_EFFECT",
      column,
      message: `\`types\` has no effect on the column "${column}": ${why}`,
    });
  });
});

describe("binary values", () => {
  const bytes: Field = { name: "bytes", type: { kind: "binary" }, nullable: true };
  const images: Field = { ...bytes, name: "images", type: { kind: "list", child: bytes } };

  it.each(["bytes", "images"])("in %s are refused where text is written", (name) => {
    const input: InputFacts = { ...ARROW, columns: [...COLUMNS, bytes, images] };
    const other = name === "bytes" ? "images" : "bytes";
    expect(faultIn(() => plan({ input, options: { drop: other } }))).toMatchObject({
      kind: "data",
      code: "BINARY_COLUMN",
      column: name,
    });
    expect(() => plan({ input, options: { drop: "bytes,images" } })).not.toThrow();
    expect(() => plan({ input, format: "arrow" })).not.toThrow();
  });
});
