import type { SmoothOptions } from "../plan/settings.js";
import { LOSS } from "./loss-options.js";
import { PREDICTIONS } from "./prediction-options.js";
import { LABELS, SMOOTHING, TARGETS } from "./target-options.js";
import { readDelimiter, readErrorFormat, readNumber, readPossiblyEmpty } from "./option-values.js";

/** How errors are written to stderr. */
export type ErrorFormat = "text" | "json";

/** What the options ask for: those of the library that can be written on a command line, and those of the command. */
export interface CommandOptions extends Omit<
  SmoothOptions,
  "input" | "output" | "signal" | "onWarning" | "onNotice" | "onProgress"
> {
  /** Print the plan and stop. */
  readonly explain?: boolean;
  readonly quiet?: boolean;
  /** Print the summary of a scoring instead of a table. */
  readonly json?: boolean;
  readonly errorFormat?: ErrorFormat;
}

/** One option: how it is spelled, read and explained. */
export interface Option {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly property: keyof CommandOptions | "output" | "help" | "version";
  /** What its value is called in the help text. Absent: it is a flag. */
  readonly value?: string;
  /** What the text of its value means. Absent: itself, which may not be empty. */
  readonly read?: (text: string, option: string) => string | number;
  /** What a flag sets its property to. Default true. */
  readonly sets?: boolean;
  readonly help: string;
}

/** Options that the help text shows together. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly Option[];
}

const FILES: OptionGroup = {
  title: "Files:",
  options: [
    {
      name: "output",
      aliases: ["o"],
      property: "output",
      value: "FILE",
      help: "The output; every other file is an input then. Default: stdout",
    },
    {
      name: "from",
      property: "from",
      value: "FORMAT",
      help: "The input's format: csv, tsv, or arrow for both its file and its stream. Default: arrow by content, else by extension; csv from stdin",
    },
    {
      name: "to",
      property: "to",
      value: "FORMAT",
      help: "The output's format: csv, tsv, arrow (the file; on stdout the stream) or arrows (the stream). Default: by extension; on stdout the input's, on a terminal csv",
    },
    {
      name: "chunk-rows",
      property: "chunkRows",
      value: "N",
      read: readNumber,
      help: "Rows in flight, and in each Arrow record batch. Default: what makes 4 MiB",
    },
    {
      name: "temp-dir",
      property: "tempDir",
      value: "DIR",
      help: "Where stdin is kept when it has to be read twice",
    },
  ],
};

const DIALECT: OptionGroup = {
  title: "CSV dialect:",
  options: [
    {
      name: "delimiter",
      property: "delimiter",
      value: "TEXT",
      read: readDelimiter,
      help: "What separates fields; \\t is a tab. Default: a comma, for TSV a tab",
    },
    {
      name: "quote",
      property: "quote",
      value: "CHAR",
      read: readPossiblyEmpty,
      help: "What encloses fields; '' for nothing. Default \"",
    },
    {
      name: "escape",
      property: "escape",
      value: "CHAR",
      help: "What stands before a quote within quotes. Default: the quote",
    },
    {
      name: "comment",
      property: "comment",
      value: "TEXT",
      help: "Skip lines that start with this",
    },
    {
      name: "no-header",
      property: "header",
      sets: false,
      help: "There is no header: the first row is data, columns are named 1, 2, ..., and none is written",
    },
    {
      name: "null",
      property: "nullText",
      value: "TEXT",
      read: readPossiblyEmpty,
      help: "An unquoted field of this text is null",
    },
  ],
};

const REPORTING: OptionGroup = {
  title: "What is said:",
  options: [
    {
      name: "explain",
      property: "explain",
      help: "Print what would be done, as JSON, and stop",
    },
    {
      name: "summary",
      property: "summary",
      value: "FILE",
      help: "Describe the run as JSON in this file; - is stdout",
    },
    { name: "json", property: "json", help: "score: print the summary as JSON instead of a table" },
    { name: "strict", property: "strict", help: "Fail on a warning" },
    { name: "quiet", property: "quiet", help: "Say nothing but errors" },
    {
      name: "error-format",
      property: "errorFormat",
      value: "FORMAT",
      read: readErrorFormat,
      help: "text or json. Default text",
    },
    { name: "help", aliases: ["h"], property: "help", help: "Show this text" },
    { name: "version", property: "version", help: "Show the version" },
  ],
};

/** Every option of the command, in the order of the help text: parsing, help and suggestions all follow it. */
export const OPTION_GROUPS: readonly OptionGroup[] = [
  LABELS,
  SMOOTHING,
  TARGETS,
  PREDICTIONS,
  LOSS,
  FILES,
  DIALECT,
  REPORTING,
];

/** The same options without their groups. */
export const OPTIONS: readonly Option[] = OPTION_GROUPS.flatMap(({ options }) => options);
