import { usageError, type DatasetError } from "../errors.js";
import { showValue } from "../wording/show-value.js";

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu;

/** A decimal number. Whether it is in its domain is not asked here. */
export function readNumber(text: string, option: string): number {
  const number = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (text === "") {
    throw emptyValue(option);
  }
  if (!Number.isFinite(number)) {
    throw usageError(
      "BAD_NUMBER",
      `${option}: ${showValue(text)} is no number, expected a decimal one such as 0.1`,
    );
  }
  return number;
}

/** Text of at least one character. */
export function readText(text: string, option: string): string {
  if (text === "") {
    throw emptyValue(option);
  }
  return text;
}

/** Any text, also none. */
export function readPossiblyEmpty(text: string): string {
  return text;
}

/** A delimiter. The two characters `\t`, which shells pass on as they are, mean a tab. */
export function readDelimiter(text: string, option: string): string {
  return readText(text, option).replaceAll("\\t", "\t");
}

/** How errors are written. It is read here because it decides how the errors of all other options are shown. */
export function readErrorFormat(text: string, option: string): "text" | "json" {
  if (text !== "text" && text !== "json") {
    throw usageError("UNKNOWN_VALUE", `${option}: ${showValue(text)} is none of text, json`);
  }
  return text;
}

function emptyValue(option: string): DatasetError {
  return usageError("EMPTY_VALUE", `${option}: the value is empty`);
}
