/** An option that a message speaks of, by its name in the library. */
export type OptionName =
  | "allowResmooth"
  | "by"
  | "chunkRows"
  | "classEpsilons"
  | "classWeights"
  | "classes"
  | "clip"
  | "codes"
  | "columns"
  | "comment"
  | "delimiter"
  | "drop"
  | "dtype"
  | "eceBins"
  | "eceConvention"
  | "epsilon"
  | "epsilonColumn"
  | "escape"
  | "from"
  | "header"
  | "ignoreIndex"
  | "ignoreLabel"
  | "keep"
  | "label"
  | "labelSeparator"
  | "labelText"
  | "layout"
  | "like"
  | "lossName"
  | "matrix"
  | "maxClasses"
  | "meanOver"
  | "method"
  | "multiLabel"
  | "nullText"
  | "numClasses"
  | "on"
  | "positive"
  | "pred"
  | "predFile"
  | "predKind"
  | "prior"
  | "quote"
  | "sampleWeight"
  | "select"
  | "sigma"
  | "soft"
  | "strict"
  | "summary"
  | "targetName"
  | "tempDir"
  | "to"
  | "types";

/** What an option may be set to: text, a number, a flag, or values by name. */
export type OptionValue = string | number | boolean | Readonly<Record<string, string>>;

/** How an option, or an option and its value, are written in a call. */
export type OptionSpelling = (name: OptionName, value?: OptionValue) => string;

let spelling: OptionSpelling = asMember;

/**
 * An option as it stands in a call, for messages: a programmer writes `classes: "1..5"`, a user of the command
 * `--classes 1..5`.
 */
export function option(name: OptionName, value?: OptionValue): string {
  return spelling(name, value);
}

/** From now on all messages of this process spell options like this: for the command, whose users write no JavaScript. */
export function spellOptions(how: OptionSpelling): void {
  spelling = how;
}

/** A member of an options object, between backticks. */
export function asMember(name: OptionName, value?: OptionValue): string {
  return value === undefined ? `\`${name}\`` : `\`${name}: ${literal(value)}\``;
}

function literal(value: OptionValue): string {
  return typeof value === "object"
    ? `{ ${Object.entries(value)
        .map(([name, each]) => `${JSON.stringify(name)}: ${JSON.stringify(each)}`)
        .join(", ")} }`
    : JSON.stringify(value);
}
