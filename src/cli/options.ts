import parser from "yargs-parser";
import { usageError, type DatasetError } from "../errors.js";
import { showValue } from "../wording/show-value.js";
import { closest } from "../wording/suggest.js";
import { OPTIONS, type CommandOptions, type ErrorFormat, type Option } from "./option-table.js";
import { readText } from "./option-values.js";

/** What a command line asks for. */
export interface Arguments {
  readonly command: "run" | "score" | "help" | "version";
  readonly inputs: readonly string[];
  readonly output?: string;
  /** Whether the output is the second of two plain arguments, which a shell's glob may have put there. */
  readonly outputByPosition: boolean;
  readonly options: CommandOptions;
}

/**
 * Reads a command line: which files, which options, and what the options' values are as text, numbers and flags.
 * `--help` and `--version` win over everything else.
 *
 * @param argv The arguments after the name of the program.
 * @throws {DatasetError} If it cannot be understood (kind "usage").
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { argv: found, error } = parser.detailed([...argv], CONFIGURATION);
  const asked = found.help === true ? "help" : found.version === true ? "version" : undefined;
  if (asked !== undefined) {
    return { command: asked, inputs: [], outputByPosition: false, options: {} };
  }
  if (error !== null) {
    throw misused(error);
  }
  refuseUnknown(Object.keys(found), argv);
  const { output, ...options } = readOptions(found);
  if (options.explain === true && options.summary !== undefined) {
    throw usageError("CONFLICT", "--explain and --summary exclude each other", {
      hint: "A plan that is not carried out has no summary.",
    });
  }
  const { command, files } = commandIn(found._.map(String));
  refuseTable(command, options);
  return { command, ...placeFiles(files, output), options };
}

/** How a command line asks errors to be shown, as far as that can be told where it cannot be understood. */
export function requestedErrorFormat(argv: readonly string[]): ErrorFormat {
  const asked = parser([...argv], CONFIGURATION)["error-format"] as unknown;
  return asked === "json" ? "json" : "text";
}

/** The summary that a command line asks for which cannot be understood, and the paths it may not be written over. */
export interface RequestedSummary {
  readonly path: string;
  /** Every other argument that may be a file: which of them are is not known. */
  readonly others: readonly string[];
}

/** What is asked for of a summary, as far as that can be told where the command line cannot be understood. */
export function requestedSummary(argv: readonly string[]): RequestedSummary | undefined {
  const { summary, ...rest } = parser([...argv], CONFIGURATION) as Record<string, unknown>;
  if (typeof summary !== "string" || summary === "") {
    return undefined;
  }
  const { _: plain, ...values } = rest;
  const files = (plain as readonly unknown[]).map(String);
  const output = rest.output === undefined ? (files[1] ?? "-") : undefined;
  const others = [
    // As an input - is another place than as an output.
    ...files.filter((file) => file !== "-"),
    ...Object.values(values).flat().map(String),
    ...(output === undefined ? [] : [output]),
  ];
  return { path: summary, others: others.map((value) => value.replace(/^@/u, "")) };
}

const CONFIGURATION: parser.Options = {
  string: OPTIONS.filter(({ value }) => value !== undefined).map(({ name }) => name),
  boolean: OPTIONS.filter(({ value }) => value === undefined).map(({ name }) => name),
  // With a number of values for each option, a flag never takes the next argument for its own.
  narg: Object.fromEntries(OPTIONS.map(({ name, value }) => [name, value === undefined ? 0 : 1])),
  alias: Object.fromEntries(OPTIONS.map(({ name, aliases }) => [name, [...(aliases ?? [])]])),
  configuration: {
    "boolean-negation": false,
    "camel-case-expansion": false,
    "dot-notation": false,
    "parse-numbers": false,
    "short-option-groups": false,
    "strip-aliased": true,
  },
};

const COMMANDS_TO_COME: readonly string[] = ["fit", "merge"];

/** The command that plain arguments begin with, and the files that follow. */
function commandIn(words: readonly string[]): {
  readonly command: "run" | "score";
  readonly files: readonly string[];
} {
  return words[0] === "score"
    ? { command: "score", files: words.slice(1) }
    : { command: "run", files: words };
}

function refuseTable(command: "run" | "score", { json, explain }: CommandOptions): void {
  if (json === true && command !== "score") {
    throw usageError("NO_EFFECT", "--json has no effect: it is for smooth-dataset score", {
      hint: "--summary - prints the summary of a run.",
    });
  }
  if (json === true && explain === true) {
    throw usageError("CONFLICT", "--explain and --json exclude each other", {
      hint: "A plan is JSON.",
    });
  }
}

function refuseUnknown(keys: readonly string[], argv: readonly string[]): void {
  for (const key of keys) {
    const spelled = argv.find((argument) => argument.replace(/^--?|=.*$/gsu, "") === key);
    // The parser keeps plain arguments under "_", and would keep the option --_ there too.
    const plain = key === "_" && !/^--?_/u.test(spelled ?? "");
    if (!plain && !OPTIONS.some(({ name }) => name === key)) {
      throw unknownOption(key, spelled?.replace(/=.*$/su, "") ?? `--${key}`);
    }
  }
}

function unknownOption(key: string, spelled: string): DatasetError {
  const names = OPTIONS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
  const near = closest(key, names);
  const meant = near === undefined ? attachedValue(spelled) : `--${near}`;
  return usageError("UNKNOWN_OPTION", `there is no option ${showValue(spelled)}`, {
    hint:
      meant === undefined ? "smooth-dataset --help lists the options." : `Did you mean ${meant}?`,
  });
}

/** What a short option with its value right behind it stands for in other commands: `-o y.csv` for `-oy.csv`. */
function attachedValue(spelled: string): string | undefined {
  const [, letter, value] = /^-([^-])(.+)$/su.exec(spelled) ?? [];
  const isShort = OPTIONS.some(
    (option) => option.value !== undefined && option.aliases?.includes(letter) === true,
  );
  return isShort ? `-${letter} ${value}` : undefined;
}

/** The parser tells only in words which option it stumbled over, after a colon. */
function misused(error: Error): DatasetError {
  const name = error.message.slice(error.message.indexOf(":") + 2);
  const option = OPTIONS.find((each) => each.name === name || each.aliases?.includes(name));
  return option?.value === undefined
    ? usageError("UNEXPECTED_VALUE", `--${name} takes no value`)
    : usageError("MISSING_VALUE", `--${option.name} needs a value, ${option.value}`, {
        hint: `One that starts with a dash is given as --${option.name}=-...`,
      });
}

function readOptions(
  found: Readonly<Record<string, unknown>>,
): CommandOptions & { output?: string } {
  const given = OPTIONS.filter(({ name }) => name in found);
  return Object.fromEntries(
    given.map((option) => [option.property, readOption(option, found[option.name])]),
  );
}

function readOption(option: Option, found: unknown): string | number | boolean {
  const name = `--${option.name}`;
  if (Array.isArray(found)) {
    const values = found.map((value) => showValue(String(value))).join(", ");
    throw usageError("GIVEN_TWICE", `${name} is given ${found.length} times (${values})`, {
      hint: "Keep one of them.",
    });
  }
  if (typeof found !== "string") {
    return option.sets ?? true;
  }
  return (option.read ?? readText)(found, name);
}

function placeFiles(
  files: readonly string[],
  output: string | undefined,
): Pick<Arguments, "inputs" | "output" | "outputByPosition"> {
  if (files.length === 0) {
    throw usageError("MISSING_INPUT", "no input is given", {
      hint: "Usage: smooth-dataset <input> [output] [options], where - is stdin; smooth-dataset --help shows examples.",
    });
  }
  if (files.includes("")) {
    throw usageError("EMPTY_ARGUMENT", "one of the file names is empty", {
      hint: "Is a variable of your script empty?",
    });
  }
  if (COMMANDS_TO_COME.includes(files[0])) {
    throw usageError("UNKNOWN_COMMAND", `there is no command ${showValue(files[0])}`, {
      hint: `A file of this name is given as ./${files[0]}.`,
    });
  }
  if (output !== undefined) {
    return { inputs: files, output, outputByPosition: false };
  }
  if (files.length > 2) {
    throw usageError("TOO_MANY_FILES", `${files.length} files are given without --output`, {
      hint: "Several inputs need one: smooth-dataset a.csv b.csv -o all.arrow.",
    });
  }
  return { inputs: [files[0]], output: files[1], outputByPosition: files.length === 2 };
}
