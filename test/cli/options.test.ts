import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OPTIONS } from "../../src/cli/option-table.js";
import { parseArguments, requestedErrorFormat } from "../../src/cli/options.js";
import { DatasetError } from "../../src/errors.js";

function optionsOf(...argv: string[]): object {
  return parseArguments(["in.csv", ...argv]).options;
}

function faultOf(...argv: string[]): DatasetError {
  try {
    parseArguments(argv);
  } catch (error) {
    if (error instanceof DatasetError) {
      return error;
    }
    throw error;
  }
  throw new Error(`nothing is wrong with ${argv.join(" ")}`);
}

describe("files", () => {
  it.each([
    [["in.csv"], { inputs: ["in.csv"], outputByPosition: false }],
    [["in.csv", "out.csv"], { inputs: ["in.csv"], output: "out.csv", outputByPosition: true }],
    [["-"], { inputs: ["-"] }],
    [["-", "-"], { inputs: ["-"], output: "-", outputByPosition: true }],
    [["-o", "-", "in.csv"], { inputs: ["in.csv"], output: "-", outputByPosition: false }],
    [
      ["a.csv", "b.csv", "c.csv", "-o", "d.csv"],
      { inputs: ["a.csv", "b.csv", "c.csv"], output: "d.csv" },
    ],
    [["a.csv", "--output=d.csv", "b.csv"], { inputs: ["a.csv", "b.csv"], output: "d.csv" }],
    [["0x10", "1e3"], { inputs: ["0x10"], output: "1e3" }],
    [["007"], { inputs: ["007"] }],
    [["--", "--eps", "-x"], { inputs: ["--eps"], output: "-x" }],
    [["--quiet", "true", "false"], { inputs: ["true"], output: "false" }],
    [["--no-header", "1"], { inputs: ["1"] }],
    [["./score", "fit"], { inputs: ["./score"], output: "fit" }],
    [["a b.csv", "ü,'\".csv"], { inputs: ["a b.csv"], output: "ü,'\".csv" }],
  ])("of %j", (argv, expected) => {
    expect(parseArguments(argv)).toMatchObject({ command: "run", ...expected });
  });

  it.each([
    [[], "MISSING_INPUT", "no input is given"],
    [["--eps", "0.1"], "MISSING_INPUT", "no input is given"],
    [["a", "b", "c"], "TOO_MANY_FILES", "3 files are given without --output"],
    [["", "out.csv"], "EMPTY_ARGUMENT", "one of the file names is empty"],
    [["in.csv", "-o", ""], "EMPTY_VALUE", "--output: the value is empty"],
    [["in.csv", "-o"], "MISSING_VALUE", "--output needs a value, FILE"],
    [["score"], "MISSING_INPUT", "no input is given"],
    [["score", "a", "b", "c"], "TOO_MANY_FILES", "3 files are given without --output"],
    [["in.csv", "--json"], "NO_EFFECT", "--json has no effect: it is for smooth-dataset score"],
    [
      ["score", "a.csv", "--json", "--explain"],
      "CONFLICT",
      "--explain and --json exclude each other",
    ],
    [["fit", "in.csv"], "UNKNOWN_COMMAND", 'there is no command "fit"'],
    [["merge", "a.json"], "UNKNOWN_COMMAND", 'there is no command "merge"'],
  ])("are refused in %j", (argv, code, message) => {
    expect(faultOf(...argv)).toMatchObject({ kind: "usage", code, message });
  });
});

describe("the command score", () => {
  it.each<[string[], object]>([
    [["score", "in.csv"], { inputs: ["in.csv"], output: undefined }],
    [["score", "in.csv", "out.arrow"], { inputs: ["in.csv"], output: "out.arrow" }],
    [["score", "a.csv", "b.csv", "-o", "-"], { inputs: ["a.csv", "b.csv"], output: "-" }],
    [["--json", "score", "in.csv"], { inputs: ["in.csv"], options: { json: true } }],
    [["score", "score", "--clip", "0.1"], { inputs: ["score"], options: { clip: 0.1 } }],
  ])("is read in %j", (argv, parsed) => {
    expect(parseArguments(argv)).toMatchObject({ command: "score", ...parsed });
  });

  it("is a file where it has a folder, or comes later", () => {
    expect(parseArguments(["./score"])).toMatchObject({ command: "run", inputs: ["./score"] });
    expect(parseArguments(["a", "score"])).toMatchObject({ command: "run", output: "score" });
  });
});

describe("values", () => {
  it.each([
    [["--label", "species"], { label: "species" }],
    [["--label=a=b"], { label: "a=b" }],
    [["--label", "007"], { label: "007" }],
    [["--label=-x"], { label: "-x" }],
    [["--label", " "], { label: " " }],
    [["--label", '"quoted"'], { label: '"quoted"' }],
    [["--classes", "-1,0"], { classes: "-1,0" }],
    [["--classes", "1..5"], { classes: "1..5" }],
    [["--classes", "@train.arrow"], { classes: "@train.arrow" }],
    [["--num-classes", "10"], { numClasses: 10 }],
    [["--num-classes", "-3"], { numClasses: -3 }],
    [["--max-classes", "20000"], { maxClasses: 20_000 }],
    [["--soft", "p_*"], { soft: "p_*" }],
    [["--eps", "0.1"], { epsilon: 0.1 }],
    [["--eps=0"], { epsilon: 0 }],
    [["--eps", "1.5"], { epsilon: 1.5 }],
    [["--eps", "-0.1"], { epsilon: -0.1 }],
    [["--eps", ".5"], { epsilon: 0.5 }],
    [["--eps", "1e-3"], { epsilon: 0.001 }],
    [["--epsilon", "0.2"], { epsilon: 0.2 }],
    [["--label-smoothing=0.2"], { epsilon: 0.2 }],
    [["--method", "others"], { method: "others" }],
    [["--layout", "columns"], { layout: "columns" }],
    [["--target-name", "y"], { targetName: "y" }],
    [["--dtype", "float16"], { dtype: "float16" }],
    [["--codes", "id"], { codes: "id" }],
    [["--keep", "a,b"], { keep: "a,b" }],
    [["--drop", "a..b"], { drop: "a..b" }],
    [["--types", "a=text,b=float64"], { types: "a=text,b=float64" }],
    [["--from", "csv", "--to", "arrows"], { from: "csv", to: "arrows" }],
    [["--delimiter", ";"], { delimiter: ";" }],
    [["--delimiter", "\\t"], { delimiter: "\t" }],
    [["--delimiter", "\t"], { delimiter: "\t" }],
    [["--delimiter", "-"], { delimiter: "-" }],
    [["--delimiter=="], { delimiter: "=" }],
    [["--quote", "'"], { quote: "'" }],
    [["--quote", ""], { quote: "" }],
    [["--quote="], { quote: "" }],
    [["--escape", "\\"], { escape: "\\" }],
    [["--comment", "#"], { comment: "#" }],
    [["--null", "NA"], { nullText: "NA" }],
    [["--null="], { nullText: "" }],
    [["--null=-"], { nullText: "-" }],
    [["--chunk-rows", "1000"], { chunkRows: 1000 }],
    [["--temp-dir", "/tmp"], { tempDir: "/tmp" }],
    [["--summary", "-"], { summary: "-" }],
    [["--error-format", "json"], { errorFormat: "json" }],
    [["--no-header"], { header: false }],
    [["--allow-resmooth"], { allowResmooth: true }],
    [["--explain", "--strict", "--quiet"], { explain: true, strict: true, quiet: true }],
    [["--quiet", "--quiet"], { quiet: true }],
    [[], {}],
  ])("of %j are read", (argv, expected) => {
    expect(optionsOf(...argv)).toEqual(expected);
  });

  it.each([
    [
      ["--eps", "abc"],
      "BAD_NUMBER",
      '--eps: "abc" is no number, expected a decimal one such as 0.1',
    ],
    [
      ["--eps", "0,1"],
      "BAD_NUMBER",
      '--eps: "0,1" is no number, expected a decimal one such as 0.1',
    ],
    [
      ["--eps", "0x1"],
      "BAD_NUMBER",
      '--eps: "0x1" is no number, expected a decimal one such as 0.1',
    ],
    [
      ["--eps", "nan"],
      "BAD_NUMBER",
      '--eps: "nan" is no number, expected a decimal one such as 0.1',
    ],
    [
      ["--eps", "1e999"],
      "BAD_NUMBER",
      '--eps: "1e999" is no number, expected a decimal one such as 0.1',
    ],
    [
      ["--eps", " 0.1"],
      "BAD_NUMBER",
      '--eps: " 0.1" is no number, expected a decimal one such as 0.1',
    ],
    [
      ["--num-classes", "ten"],
      "BAD_NUMBER",
      '--num-classes: "ten" is no number, expected a decimal one such as 0.1',
    ],
    [["--eps="], "EMPTY_VALUE", "--eps: the value is empty"],
    [["--eps", ""], "EMPTY_VALUE", "--eps: the value is empty"],
    [["--label="], "EMPTY_VALUE", "--label: the value is empty"],
    [["--delimiter="], "EMPTY_VALUE", "--delimiter: the value is empty"],
    [["--eps"], "MISSING_VALUE", "--eps needs a value, E"],
    [["--epsilon"], "MISSING_VALUE", "--eps needs a value, E"],
    [["--label", "--strict"], "MISSING_VALUE", "--label needs a value, COL"],
    [["--label", "--eps", "0.1"], "MISSING_VALUE", "--label needs a value, COL"],
    [["--eps", "0.1", "--eps", "0.2"], "GIVEN_TWICE", '--eps is given 2 times ("0.1", "0.2")'],
    [["--eps", "0.1", "--epsilon=0.1"], "GIVEN_TWICE", '--eps is given 2 times ("0.1", "0.1")'],
    [["-o", "a", "--output", "b"], "GIVEN_TWICE", '--output is given 2 times ("a", "b")'],
    [["--quiet=false"], "UNEXPECTED_VALUE", "--quiet takes no value"],
    [["--no-header=1"], "UNEXPECTED_VALUE", "--no-header takes no value"],
    [["--error-format", "xml"], "UNKNOWN_VALUE", '--error-format: "xml" is none of text, json'],
    [
      ["--explain", "--summary", "s.json"],
      "CONFLICT",
      "--explain and --summary exclude each other",
    ],
  ])("of %j are refused", (argv, code, message) => {
    expect(faultOf("in.csv", ...argv)).toMatchObject({ kind: "usage", code, message });
  });

  it("show how the command is used where there is nothing at all", () => {
    expect(faultOf().hint).toContain("smooth-dataset <input> [output] [options]");
  });

  it("tell how to give one that starts with a dash", () => {
    expect(faultOf("in.csv", "--null", "-inf")).toMatchObject({
      code: "MISSING_VALUE",
      hint: "One that starts with a dash is given as --null=-...",
    });
  });

  it("are every decimal number as JavaScript reads it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(optionsOf(`--eps=${number}`)).toEqual({ epsilon: Number(String(number)) });
      }),
    );
  });

  it("are any text, to the letter", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (text) => {
        expect(optionsOf(`--label=${text}`)).toEqual({ label: text });
      }),
    );
  });
});

describe("unknown options", () => {
  it.each([
    ["--labl", "Did you mean --label?"],
    ["--num-class", "Did you mean --num-classes?"],
    ["--epsilom", "Did you mean --epsilon?"],
    ["--delimeter", "Did you mean --delimiter?"],
    ["--no-headers", "Did you mean --no-header?"],
    ["--no-eps", "smooth-dataset --help lists the options."],
    ["--eps.x", "smooth-dataset --help lists the options."],
    ["--numClasses", "Did you mean --num-classes?"],
    ["--header", "smooth-dataset --help lists the options."],
    ["--_", "smooth-dataset --help lists the options."],
    ["--constructor", "smooth-dataset --help lists the options."],
    ["-x", "smooth-dataset --help lists the options."],
    ["-5", "smooth-dataset --help lists the options."],
    ["-oy.csv", "Did you mean -o y.csv?"],
    ["-o/tmp/y", "Did you mean -o /tmp/y?"],
    ["-outptu", "Did you mean --output?"],
    ["-hx", "smooth-dataset --help lists the options."],
  ])("such as %s are refused", (option, hint) => {
    for (const argv of [[option], [option, "1"], [`${option}=1`]]) {
      expect(faultOf("in.csv", ...argv)).toMatchObject({
        kind: "usage",
        code: "UNKNOWN_OPTION",
        message: `there is no option "${option}"`,
        hint,
      });
    }
  });

  it.each(["on-error rejects max-rejects report __proto__"].flatMap((names) => names.split(" ")))(
    "such as --%s are refused",
    (name) => {
      expect(faultOf("in.csv", `--${name}`, "1").code).toBe("UNKNOWN_OPTION");
      expect(faultOf("in.csv", `--${name}=1`).code).toBe("UNKNOWN_OPTION");
    },
  );
});

describe("--help and --version", () => {
  it.each([
    [["--help"], "help"],
    [["-h"], "help"],
    [["in.csv", "-h", "--eps", "abc"], "help"],
    [["--version"], "version"],
    [["in.csv", "--help", "--eps", "abc"], "help"],
    [["--bogus", "--version"], "version"],
    [["--label", "--help"], "help"],
    [["--version", "--help"], "help"],
  ])("win in %j", (argv, command) => {
    expect(parseArguments(argv).command).toBe(command);
  });

  it("are file names after a double dash", () => {
    expect(parseArguments(["--", "--help"])).toMatchObject({ command: "run", inputs: ["--help"] });
  });
});

describe("the form of errors", () => {
  it.each([
    [["--error-format", "json", "--eps", "abc"], "json"],
    [["--error-format=json", "--bogus"], "json"],
    [["--error-format", "text"], "text"],
    [["--error-format", "xml"], "text"],
    [["--error-format"], "text"],
    [["--", "--error-format=json"], "text"],
    [[], "text"],
  ])("is known from %j, even where that is wrong", (argv, format) => {
    expect(requestedErrorFormat(argv)).toBe(format);
  });
});

describe("the table of options", () => {
  it("spells every option once and gives each a property of its own", () => {
    const names = OPTIONS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(OPTIONS.map(({ property }) => property)).size).toBe(OPTIONS.length);
  });
});
