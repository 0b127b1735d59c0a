import { describe, expect, it } from "vitest";
import {
  byIndex,
  byName,
  classesFromMetadata,
  indexClasses,
  isNumber,
  namedClasses,
  parseClasses,
  parseClassFile,
} from "../../src/classes/classes.js";
import { faultIn } from "../faults.js";

describe("parseClasses", () => {
  it.each([
    ["a,b,c", ["a", "b", "c"]],
    ["1..5", ["1", "2", "3", "4", "5"]],
    ["5..1", ["5", "4", "3", "2", "1"]],
    ["-1..1", ["-1", "0", "1"]],
    ["7..7", ["7"]],
    ["-1,0", ["-1", "0"]],
    [String.raw`a\,b,c`, ["a,b", "c"]],
    [String.raw`1\..5`, ["1..5"]],
    ["007,7", ["007", "7"]],
    [" a,b ", [" a", "b "]],
    ["a..c", ["a..c"]],
  ])("reads %s as %j", (text, names) => {
    expect(parseClasses(text)).toEqual({ names });
  });

  it.each(["a,b,a", "1,1"])("refuses the doubled name in %s", (text) => {
    expect(faultIn(() => parseClasses(text))).toMatchObject({
      kind: "usage",
      code: "DOUBLED_CLASS",
    });
  });

  it.each(["", "a,", "a,,b"])("refuses the empty name in %j", (text) => {
    expect(faultIn(() => parseClasses(text)).code).toBe("EMPTY_CLASS");
  });

  it("refuses a range of more classes than can be held", () => {
    expect(faultIn(() => parseClasses("1..1000000000000"))).toMatchObject({
      kind: "usage",
      code: "TOO_MANY_CLASSES",
      message: expect.stringContaining("1000000000000"),
    });
  });
});

describe("indexClasses", () => {
  it("names classes by their indices", () => {
    expect(indexClasses(3)).toEqual({ names: ["0", "1", "2"] });
    expect(indexClasses(1)).toEqual({ names: ["0"] });
  });

  it("refuses more classes than can be held", () => {
    expect(faultIn(() => indexClasses(1e15)).code).toBe("TOO_MANY_CLASSES");
  });
});

describe("parseClassFile", () => {
  it.each([
    ["lines", "cat\ndog\n"],
    ["lines without a last line end", "cat\ndog"],
    ["lines that end in CR LF", "cat\r\ndog\r\n"],
    ["lines behind a byte-order mark", "\uFEFFcat\ndog\n"],
    ["lines before blank ones", "cat\ndog\n\n\n"],
    ["a JSON array", '["cat", "dog"]'],
    ["a JSON array behind a byte-order mark", '\uFEFF ["cat", "dog"]\n'],
    ["objects without counts", '{"classes": [{"name": "cat"}, {"name": "dog"}]}'],
    [
      "objects of which one has a count",
      '{"classes": [{"name": "cat", "count": 1}, {"name": "dog"}]}',
    ],
    ["an object with names", '{"classes": ["cat", "dog"]}'],
    ["a configuration", '{"model_type": "bert", "id2label": {"1": "dog", "0": "cat"}}'],
  ])("reads %s", (_form, text) => {
    expect(parseClassFile(text, "classes.txt")).toEqual({ names: ["cat", "dog"] });
  });

  it("keeps counts", () => {
    const text = '{"classes": [{"name": "b", "count": 20}, {"name": "a", "count": 0}]}';
    expect(parseClassFile(text, "fit.json")).toEqual({ names: ["b", "a"], counts: [20, 0] });
  });

  it("takes numbers in a JSON array as they are written", () => {
    expect(parseClassFile("[3, 1, -2]", "c.json").names).toEqual(["3", "1", "-2"]);
  });

  it.each([
    ["{", 1, 2],
    ["[\n  cat,\n  dog\n]", 2, 3],
    ['["cat"\n "dog"]', 2, 2],
    ['["caf\u00e9", dog]', 1, 11], // An accent takes two bytes.
    ['{"classes": ["cat",]}', 1, 20],
    ["['cat', 'dog']", 1, 2],
    ["[cat, dog]", 1, 2],
    ["[\n", 2, 1],
    ['["cat', 1, 6],
  ])("tells where %j is no JSON", (text, line, column) => {
    expect(faultIn(() => parseClassFile(text, "classes.txt"))).toMatchObject({
      kind: "usage",
      code: "BAD_CLASSES",
      message: "`classes`: classes.txt is no valid JSON",
      file: "classes.txt",
      line,
      column,
    });
  });

  it("takes a file for JSON by its extension too", () => {
    expect(faultIn(() => parseClassFile("cat\ndog\n", "classes.JSON"))).toMatchObject({
      code: "BAD_CLASSES",
      line: 1,
      column: 1,
    });
  });

  it("reads lines that begin with a word in brackets", () => {
    expect(parseClassFile("[PAD]\n[UNK]\ncat\n", "vocab.txt").names).toEqual([
      "[PAD]",
      "[UNK]",
      "cat",
    ]);
  });

  it("keeps the spaces of every line", () => {
    expect(parseClassFile(" cat\n dog \nbig dog \n", "c.txt").names).toEqual([
      " cat",
      " dog ",
      "big dog ",
    ]);
  });

  it("sorts more than ten indices as numbers", () => {
    const id2label = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [at, `c${at}`]));
    expect(parseClassFile(JSON.stringify({ id2label }), "config.json").names).toEqual(
      Array.from({ length: 12 }, (_, at) => `c${at}`),
    );
  });

  it.each([
    ["{}"],
    ["[1, null]"],
    ['{"classes": ["a", 1]}'],
    ['{"classes": [null]}'],
    ['{"id2label": {"1": "a", "2": "b"}}'],
    ['{"id2label": {"0": 5}}'],
    ['["a", '],
  ])("refuses %s", (text) => {
    expect(faultIn(() => parseClassFile(text, "odd.json"))).toMatchObject({
      kind: "usage",
      code: "BAD_CLASSES",
      message: expect.stringContaining("odd.json"),
    });
  });

  it.each([
    ["", "NO_CLASSES"],
    ["\n\n", "NO_CLASSES"],
    ["[]", "NO_CLASSES"],
    ["a\n\nb", "EMPTY_CLASS"],
    ['["a", ""]', "EMPTY_CLASS"],
    ["a\nb\na", "DOUBLED_CLASS"],
  ])("refuses %j with %s", (text, code) => {
    expect(faultIn(() => parseClassFile(text, "c.txt"))).toMatchObject({ code, file: "c.txt" });
  });

  it.each([
    ["a\n\nb", "EMPTY_CLASS", 2],
    ["\uFEFF\r\na\r\n", "EMPTY_CLASS", 1],
    ["a\r\nb\rc\nb\n", "DOUBLED_CLASS", 4],
  ])("names the line of what it refuses in %j", (text, code, line) => {
    expect(faultIn(() => parseClassFile(text, "c.txt"))).toMatchObject({ code, line });
  });
});

describe("classesFromMetadata", () => {
  it("reads what this package wrote, counts included", () => {
    const own = {
      version: "0.1.0",
      classes: [
        { name: "x", count: 2 },
        { name: "y", count: 1 },
      ],
    };
    expect(classesFromMetadata(new Map([["smooth_dataset", JSON.stringify(own)]]))).toEqual({
      names: ["x", "y"],
      counts: [2, 1],
    });
  });

  it("reads the only ClassLabel, whatever it is called", () => {
    const metadata = huggingFace({
      text: { dtype: "string", _type: "Value" },
      y: feature("n", "p"),
    });
    expect(classesFromMetadata(metadata, "label")).toEqual({ names: ["n", "p"] });
  });

  it("reads the ClassLabel of the label column among several", () => {
    const metadata = huggingFace({ coarse: feature("animal"), fine: feature("cat", "dog") });
    expect(classesFromMetadata(metadata, "fine")).toEqual({ names: ["cat", "dog"] });
    expect(classesFromMetadata(metadata, "other")).toBeUndefined();
    expect(classesFromMetadata(metadata)).toBeUndefined();
  });

  it.each([
    undefined,
    new Map<string, string>(),
    new Map([["pandas", "{}"]]),
    new Map([["huggingface", "no JSON"]]),
    new Map([["huggingface", "null"]]),
    new Map([["huggingface", '{"info": {"features": {"a": null}}}']]),
  ])("finds nothing in %j", (metadata) => {
    expect(classesFromMetadata(metadata)).toBeUndefined();
  });

  it("refuses metadata of its own that holds no classes", () => {
    expect(faultIn(() => classesFromMetadata(new Map([["smooth_dataset", "{"]]))).code).toBe(
      "BAD_CLASSES",
    );
  });
});

describe("byName", () => {
  const resolve = byName({ names: ["setosa", "versicolor", "7", "007"] });

  it("gives the place of a name, to the letter", () => {
    expect(["setosa", "versicolor", "7", "007"].map(resolve)).toEqual([0, 1, 2, 3]);
  });

  it("suggests a class for an unknown label", () => {
    expect(faultIn(() => resolve("setsoa"))).toMatchObject({
      kind: "data",
      code: "UNKNOWN_LABEL",
      message: 'the label "setsoa" is none of the 4 classes (setosa, versicolor, 7, 007)',
      hint: 'Did you mean "setosa"?',
    });
  });

  it.each(["Setosa", "setosa ", "7.0", "constructor", "__proto__"])("does not know %j", (label) => {
    expect(faultIn(() => resolve(label)).code).toBe("UNKNOWN_LABEL");
  });

  it.each([
    ["b", ["a", " b"], 'The class " b" begins or ends with a blank, which counts: take it out.'],
    ["a ", ["a", "b"], 'The label "a " begins or ends with a blank, which counts: take it out.'],
    ["a", ["b", "\ta"], 'The class "\\ta" begins or ends with a blank, which counts: take it out.'],
    ["b", ["a", "c"], undefined],
  ])("tells of blanks that keep the label %j from being one of %j", (label, names, hint) => {
    expect(faultIn(() => byName({ names })(label)).hint).toBe(hint);
  });

  it("shortens a label that is very long", () => {
    const error = faultIn(() => resolve("x".repeat(100_000)));
    expect(error.message.length).toBeLessThan(300);
  });
});

describe("byIndex", () => {
  it.each([
    ["0", 0],
    ["4", 4],
    ["4.0", 4],
    ["4.", 4],
    ["04", 4],
    ["+1", 1],
    ["1e0", 1],
    ["20e-1", 2],
  ])("reads %s as %i", (label, index) => {
    expect(byIndex(5)(label)).toBe(index);
  });

  it.each(["-1", "5", "6", "0.5", "x", " 1", "0x1", "NaN", "Infinity", "1e999", ".", "1_0"])(
    "refuses %j of five classes",
    (label) => {
      expect(faultIn(() => byIndex(5)(label))).toMatchObject({
        kind: "data",
        code: "BAD_INDEX",
        message: expect.stringContaining("0…4"),
      });
    },
  );

  it("asks whether labels are counted from 1 for the index K alone", () => {
    expect(faultIn(() => byIndex(5)("5")).hint).toContain('`classes: "1..5"`');
    expect(faultIn(() => byIndex(5)("6")).hint).not.toContain("1..5");
  });
});

describe("namedClasses", () => {
  it.each([
    [["a", "a"], "DOUBLED_CLASS"],
    [[""], "EMPTY_CLASS"],
    [[], "NO_CLASSES"],
  ])("refuses %j with %s", (names, code) => {
    expect(faultIn(() => namedClasses(names)).code).toBe(code);
  });
});

describe("isNumber", () => {
  it.each(["0", "-1", "+1", "007", "1.5", ".5", "5.", "1e3", "1E-3"])("takes %s as one", (name) => {
    expect(isNumber(name)).toBe(true);
  });

  it.each(["", " 1", "1 ", ".", "e1", "0x10", "NaN", "Infinity", "1,5", "1_000", "١"])(
    "does not take %j as one",
    (name) => {
      expect(isNumber(name)).toBe(false);
    },
  );
});

function feature(...names: string[]): object {
  return { names, _type: "ClassLabel" };
}

function huggingFace(features: object): ReadonlyMap<string, string> {
  return new Map([["huggingface", JSON.stringify({ info: { features } })]]);
}
