import type { OptionGroup } from "./option-table.js";
import { readNumber, readPossiblyEmpty } from "./option-values.js";

// What is made of the labels: the first groups of the help text.

export const LABELS: OptionGroup = {
  title: "Labels and classes:",
  options: [
    {
      name: "label",
      property: "label",
      value: "COL",
      help: "The label column. Default: the only one named label, target, class or y, else the last",
    },
    {
      name: "classes",
      property: "classes",
      value: "LIST",
      help: "The classes in order: a,b,c or 1..5 or @FILE. Default: learned, in sorted order",
    },
    {
      name: "num-classes",
      property: "numClasses",
      value: "K",
      read: readNumber,
      help: "Labels are class indices 0 to K-1",
    },
    {
      name: "max-classes",
      property: "maxClasses",
      value: "N",
      read: readNumber,
      help: "Refuse to learn more classes than this. Default 10000",
    },
    {
      name: "soft",
      property: "soft",
      value: "COLS",
      help: "Smooth these probability columns (or one list column) instead of labels",
    },
    {
      name: "multi-label",
      property: "multiLabel",
      help: "Rows have any number of labels: cells such as a|b, Arrow lists, or with --soft columns from 0 to 1",
    },
    {
      name: "label-separator",
      property: "labelSeparator",
      value: "TEXT",
      help: "What stands between the labels of a cell. Default |",
    },
    {
      name: "ignore-index",
      property: "ignoreIndex",
      value: "N",
      read: readNumber,
      help: "Rows with this number as their label stay, without targets: -100, for instance",
    },
    {
      name: "ignore-label",
      property: "ignoreLabel",
      value: "LABEL",
      read: readPossiblyEmpty,
      help: "Rows with this label stay, without targets; '' for a missing one",
    },
  ],
};

export const SMOOTHING: OptionGroup = {
  title: "Smoothing:",
  options: [
    {
      name: "eps",
      aliases: ["epsilon", "label-smoothing"],
      property: "epsilon",
      value: "E",
      read: readNumber,
      help: "The probability mass to spread, 0 to 1. Default 0.1",
    },
    {
      name: "method",
      property: "method",
      value: "NAME",
      help: "Where it goes: uniform (every class, E/K each), prior (by the frequencies of the classes), others (all but the true class, E/(K-1) each), ordinal (those near by) or matrix. Default uniform",
    },
    {
      name: "prior",
      property: "prior",
      value: "VALUES",
      help: "For prior: the share of each class, as a=0.7,b=0.3 or in a file. Default: as the classes were counted",
    },
    {
      name: "sigma",
      property: "sigma",
      value: "S",
      read: readNumber,
      help: "For ordinal: the width of the Gaussian, in classes. Default 1",
    },
    {
      name: "matrix",
      property: "matrix",
      value: "FILE",
      help: "For matrix: where the mass of each class goes, a row and a column a class; CSV or JSON",
    },
    {
      name: "class-eps",
      property: "classEpsilons",
      value: "VALUES",
      help: "The mass to spread of each class instead, as a=0.2,b=0 or in a file; other classes take --eps",
    },
    {
      name: "eps-column",
      property: "epsilonColumn",
      value: "COL",
      help: "The mass to spread of each row instead: a column of numbers from 0 to 1",
    },
    {
      name: "allow-resmooth",
      property: "allowResmooth",
      help: "Smooth a dataset that says it is smoothed already",
    },
  ],
};

export const TARGETS: OptionGroup = {
  title: "Targets and columns:",
  options: [
    {
      name: "layout",
      property: "layout",
      value: "NAME",
      help: "fixed-list (default for Arrow), list, columns (default for CSV), long (a line for each row and class: row, class, weight) or none",
    },
    {
      name: "positive",
      property: "positive",
      value: "CLASS",
      help: "Two classes: write the probability of this one alone, as one column",
    },
    {
      name: "target-name",
      property: "targetName",
      value: "NAME",
      help: "The name of the targets. Default soft_target, of long rows weight",
    },
    {
      name: "dtype",
      property: "dtype",
      value: "TYPE",
      help: "float32, float64 or float16. Default float32",
    },
    {
      name: "codes",
      property: "codes",
      value: "NAME",
      help: "Also write the class index (of long rows, that of the line), as a column of this name",
    },
    {
      name: "keep",
      property: "keep",
      value: "COLS",
      help: "Write only these input columns: names, globs ('p_*') and ranges (p0..p9)",
    },
    { name: "drop", property: "drop", value: "COLS", help: "Do not write these input columns" },
    {
      name: "types",
      property: "types",
      value: "LIST",
      help: "Column types from CSV to Arrow, as id=text,score=float64. Types: text, int64, float64, bool, date, timestamp, timestamp-utc, timestamp-ns, timestamp-ns-utc. Default: guessed",
    },
  ],
};
