import { DatasetError } from "../errors.js";
import type { FormatName } from "../format-name.js";
import { isText } from "../format-name.js";
import type { Output } from "../io/output.js";
import type { Sources } from "./sources.js";

/** Where rows come from, and where they go. */
interface Road {
  readonly sources: Sources;
  readonly format: FormatName;
  readonly output: Output;
  readonly signal?: AbortSignal;
}

/**
 * Does the work with column types that are guessed from the first rows, and once more, from the start, where a value
 * further on does not fit. An output that cannot be started over gets types that hold for every row at once.
 *
 * @param work What is done; `wholeTypes` says whether the types must hold for every row.
 */
export async function withColumnTypes<Result>(
  { sources, format, output, signal }: Road,
  work: (wholeTypes: boolean) => Promise<Result>,
): Promise<Result> {
  const canRepeat = sources.inputs.every((input) => input.seekable);
  const guesses = isText(sources.name) && !isText(format);
  const wholeTypes = guesses && canRepeat && !output.canRestart;
  try {
    return await work(wholeTypes);
  } catch (error) {
    const mayRepeat = canRepeat && output.canRestart && !wholeTypes;
    if (!(error instanceof DatasetError && error.code === "TYPE_MISMATCH" && mayRepeat)) {
      throw error;
    }
    signal?.throwIfAborted();
    await output.restart();
    return work(true);
  }
}
