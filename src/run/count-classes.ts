import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ClassList } from "../classes/classes.js";
import type { Head } from "../formats/format.js";
import type { Settings } from "../plan/settings.js";
import { drain } from "../stages/drain.js";
import { OneHotEncoder } from "../stages/one-hot-encoder.js";
import { readAll, type Sources } from "./sources.js";

/** Where the labels are. */
export interface LabelPlace {
  readonly head: Head;
  readonly label: { readonly index: number; readonly name: string };
  readonly signal?: AbortSignal;
}

/**
 * Listed classes with their counts, and the number of rows: a pass over the labels of all inputs.
 * @throws {DatasetError} As `OneHotEncoder`, for a label that is none of them.
 */
export async function countClasses(
  { names }: ClassList,
  sources: Sources,
  { settings, head, label, signal }: LabelPlace & { readonly settings: Settings },
): Promise<{ readonly classes: ClassList; readonly rows: number }> {
  const { numClasses, ignored } = settings;
  const encoder = new OneHotEncoder({ label: label.name, classes: names, numClasses, ...ignored });
  const { dialect } = head;
  const batches = readAll(sources, { fields: [], labelText: label.index, dialect, signal });
  await pipeline(Readable.from(batches, { objectMode: true, highWaterMark: 1 }), encoder, drain(), {
    signal,
  });
  const { classes, rows } = encoder.result;
  return { classes: { names, counts: classes.map(({ count }) => count) }, rows };
}
