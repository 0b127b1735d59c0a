/** Who is at fault: the data, the call, the system below, or this program. */
export type ErrorKind = "data" | "usage" | "system" | "internal";

/** Where a fault was found. `row` counts data rows from 1, `line` and `column` text lines and bytes from 1. */
export interface ErrorPlace {
  readonly file?: string;
  readonly row?: number;
  readonly line?: number;
  /** The name of the dataset column, or the byte position within the line where there is no name. */
  readonly column?: string | number;
}

/** Everything about a fault but its sentence. */
export interface ErrorDetails extends ErrorPlace {
  readonly kind: ErrorKind;
  /** A stable name for programs, such as `UNKNOWN_LABEL`. */
  readonly code: string;
  /** What to do about it, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * The one error this package throws on purpose: a sentence for people, a code and a place for programs.
 *
 * @example
 * if (error instanceof DatasetError && error.code === "UNKNOWN_LABEL") {
 *   console.error(`${error.file}:${error.line}: ${error.message}. ${error.hint ?? ""}`);
 * }
 */
export class DatasetError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly file?: string;
  readonly row?: number;
  readonly line?: number;
  readonly column?: string | number;
  readonly hint?: string;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "DatasetError";
    this.kind = details.kind;
    this.code = details.code;
    this.file = details.file;
    this.row = details.row;
    this.line = details.line;
    this.column = details.column;
    this.hint = details.hint;
  }

  /** The same fault with a place that the thrower could not know. What is known already stays. */
  at(place: ErrorPlace): DatasetError {
    return new DatasetError(this.message, {
      ...place,
      ...definedOnly(this),
      kind: this.kind,
      code: this.code,
    });
  }
}

/** Something that is probably not meant, and what to do about it. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly hint?: string;
}

/** The data is at fault. */
export function dataError(
  code: string,
  message: string,
  details: Omit<ErrorDetails, "kind" | "code"> = {},
): DatasetError {
  return new DatasetError(message, { ...details, kind: "data", code });
}

/** The call is at fault: an option, a column that is not there, a file that cannot be. */
export function usageError(
  code: string,
  message: string,
  details: Omit<ErrorDetails, "kind" | "code"> = {},
): DatasetError {
  return new DatasetError(message, { ...details, kind: "usage", code });
}

function definedOnly(error: DatasetError): ErrorPlace & { hint?: string; cause?: unknown } {
  const { file, row, line, column, hint, cause } = error;
  return Object.fromEntries(
    Object.entries({ file, row, line, column, hint, cause }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

/** What was thrown, with a place where it is a DatasetError that has none. */
export function placed(error: unknown, place: ErrorPlace): unknown {
  return error instanceof DatasetError ? error.at(place) : error;
}
