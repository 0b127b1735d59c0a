import { stat } from "node:fs/promises";
import { DatasetError, type ErrorDetails, usageError } from "../errors.js";

/**
 * What a failed system call means to people. The code is the system's own (`ENOSPC`, `EACCES`), `IO_ERROR` where it
 * gave none.
 * @param cause What the call threw. A DatasetError is passed on as it is.
 * @param doing What was tried, such as `cannot write`.
 * @param file What the file is called in messages.
 */
export function systemError(cause: unknown, doing: string, file: string): DatasetError {
  if (cause instanceof DatasetError) {
    return cause;
  }
  const code = errorCode(cause) ?? "IO_ERROR";
  const reason = REASONS.get(code);
  const said = reason?.sentence ?? (cause instanceof Error ? cause.message : String(cause));
  return new DatasetError(`${doing} ${JSON.stringify(file)}: ${said}`, {
    kind: "system",
    code,
    file,
    hint: reason?.hint,
    cause,
  });
}

/** The system's name of an error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Whether an error says that a file, or a folder on the way to it, is not there. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

const REASONS: ReadonlyMap<string, { readonly sentence: string; readonly hint?: string }> = new Map(
  [
    ["EACCES", { sentence: "permission denied" }],
    ["EPERM", { sentence: "the operation is not permitted" }],
    ["EROFS", { sentence: "the file system is read-only" }],
    [
      "ENOSPC",
      { sentence: "no space is left on the device", hint: "Free some or write elsewhere." },
    ],
    ["EDQUOT", { sentence: "the disk quota is used up", hint: "Free some or write elsewhere." }],
    ["EFBIG", { sentence: "the file would be larger than its limit" }],
    ["EIO", { sentence: "the device reports an error" }],
    ["EMFILE", { sentence: "too many files are open" }],
    ["ELOOP", { sentence: "its symbolic links lead in a circle" }],
    ["ENAMETOOLONG", { sentence: "the name is too long" }],
    ["EPIPE", { sentence: "its reader has gone" }],
  ],
);

/** A directory where a file was expected. */
export function directoryError(path: string): DatasetError {
  return usageError("IS_DIRECTORY", `${JSON.stringify(path)} is a directory, expected a file`, {
    file: path,
  });
}

/**
 * Why nothing can be made in a folder of which the system says that something is missing. It may be there all the same,
 * as `/proc` is.
 * @param details.file What was to be written, or the folder itself.
 */
export async function noSuchFolder(
  folder: string,
  { file, cause, hint = "Make it first." }: Pick<ErrorDetails, "file" | "cause" | "hint">,
): Promise<DatasetError> {
  const stats = await stat(folder).catch(() => undefined);
  return stats?.isDirectory() === true
    ? usageError(
        "UNWRITABLE_FOLDER",
        `no file can be made in the folder ${JSON.stringify(folder)}`,
        {
          file,
          hint: "Choose another one.",
          cause,
        },
      )
    : usageError("NO_SUCH_FOLDER", `there is no folder ${JSON.stringify(folder)}`, {
        file,
        hint,
        cause,
      });
}
