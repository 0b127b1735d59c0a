import { DatasetError, type ErrorKind, type Warning } from "../errors.js";
import type { ErrorFormat } from "./option-table.js";

const EXIT_CODES: Readonly<Record<ErrorKind, number>> = {
  data: 1,
  usage: 2,
  system: 3,
  internal: 4,
};

/** The command's exit code for what ended a run. A reader of stdout that has seen enough is no failure. */
export function exitCodeOf(error: unknown): number {
  const { kind, code } = describe(error);
  return code === "CLOSED_STDOUT" ? 0 : EXIT_CODES[kind];
}

/**
 * What ended a run, as one line without a line end: for people
 * `smooth-dataset: file:line:column: Sentence. Hint. [CODE]`, for programs a JSON object.
 */
export function renderError(error: unknown, format: ErrorFormat): string {
  const described = describe(error);
  return format === "json" ? renderJson(described) : renderText(described);
}

/** A warning as one line without a line end. */
export function renderWarning({ code, message, hint }: Warning, format: ErrorFormat): string {
  return format === "json"
    ? visible(JSON.stringify({ kind: "warning", code, message, hint }))
    : visible(`smooth-dataset: warning: ${advice(message, hint)} [${code}]`);
}

/** Something worth knowing as one line without a line end. */
export function renderNotice({ code, message, hint }: Warning, format: ErrorFormat): string {
  return format === "json"
    ? visible(JSON.stringify({ kind: "notice", code, message, hint }))
    : visible(`smooth-dataset: ${advice(message, hint)}`);
}

function renderJson({ kind, code, message, file, row, line, column, hint }: DatasetError): string {
  return visible(JSON.stringify({ kind, code, message, file, row, line, column, hint }));
}

function renderText(error: DatasetError): string {
  const parts = ["smooth-dataset:", ...place(error), advice(error.message, error.hint)];
  return visible(`${parts.join(" ")} [${error.code}]`);
}

/** Nothing where the message itself names the file and no more is known. */
function place({ file, row, line, column, message }: DatasetError): string[] {
  const offset = typeof column === "number" ? column : undefined;
  const position = [line, offset].filter((part) => part !== undefined);
  const words = [
    ...(line === undefined && row !== undefined ? [`row ${row}`] : []),
    ...(typeof column === "string" ? [`column ${JSON.stringify(column)}`] : []),
  ];
  const known = position.length > 0 || words.length > 0;
  const named = file !== undefined && (known || !message.includes(file)) ? [file] : [];
  const parts = [[...named, ...position].join(":"), words.join(", ")];
  return parts.filter((part) => part !== "").map((part) => `${part}:`);
}

function describe(error: unknown): DatasetError {
  if (error instanceof DatasetError) {
    return error;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new DatasetError(message, {
    kind: "internal",
    code: "INTERNAL",
    hint: "This is a fault of smooth-dataset itself, please report it.",
    cause: error,
  });
}

function advice(message: string, hint: string | undefined): string {
  return hint === undefined ? sentence(message) : `${sentence(message)} ${sentence(hint)}`;
}

function sentence(text: string): string {
  return /[.?!…]$/u.test(text) ? text : `${text}.`;
}

// What a terminal would obey instead of show: control characters, direction marks, line separators. Data may hold any.
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** The same text on one line, with everything that cannot be seen as a JSON escape. */
function visible(text: string): string {
  return text.replace(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
