import { tmpdir } from "node:os";
import type { Readable } from "node:stream";
import type { Batch } from "../batch.js";
import { usageError } from "../errors.js";
import type { FormatName } from "../format-name.js";
import { formatOfPath } from "../format-name.js";
import type { Format, ReadRequest } from "../formats/format.js";
import { loadFormat } from "../formats/index.js";
import type { Input } from "../io/input.js";
import { openInput } from "../io/source.js";
import { spool } from "../io/spool.js";
import { outputFormat } from "../plan/output-format.js";
import { readsLabelsFirst } from "../plan/counted-classes.js";
import type { Settings } from "../plan/settings.js";
import { option } from "../wording/option.js";
import { arrowFormatOf } from "./arrow-content.js";
import { openPredictionFile, type PredictionFile } from "./prediction-file.js";
import { untilAborted } from "./until-aborted.js";

/** The inputs of a run and the way to read them. */
export interface Sources {
  readonly inputs: readonly Input[];
  readonly name: FormatName;
  readonly format: Format;
  /** Predictions that are not in the inputs. */
  readonly file?: PredictionFile;
}

/** Opens the inputs of a run, copies what comes once but is read twice, and closes them whatever happens. */
export async function withSources<Result>(
  settings: Settings,
  signal: AbortSignal | undefined,
  work: (sources: Sources) => Promise<Result>,
): Promise<Result> {
  const sources = await openSources(settings.inputs, settings.from, signal);
  const inputs = [...sources.inputs];
  let file: PredictionFile | undefined;
  try {
    // What is wrong with the call is said before anything is copied.
    outputFormat(settings, sources.name);
    if (readsLabelsFirst(settings)) {
      for (const [index, input] of inputs.entries()) {
        inputs[index] = await spool(input, settings.tempDir ?? tmpdir(), signal);
      }
    }
    file = await openPredictionFile(settings, signal);
    return await work({ ...sources, inputs, file });
  } finally {
    await closeAll(file === undefined ? inputs : [...inputs, file.input]);
  }
}

/**
 * Opens inputs of one format.
 * @param from The format, where it is given; else each input's content and extension tell.
 * @param signal Ends the wait for the first bytes of what comes once.
 * @throws {DatasetError} If an input cannot be opened, its format is not known, or the formats differ.
 */
export async function openSources(
  inputs: readonly (string | Readable)[],
  from: FormatName | undefined,
  signal?: AbortSignal,
): Promise<Sources> {
  const opened: Input[] = [];
  try {
    for (const input of inputs) {
      opened.push(await untilAborted(signal, () => openInput(input, signal)));
    }
    const names = await Promise.all(opened.map(async (input) => from ?? (await formatOf(input))));
    const different = names.findIndex((name) => family(name) !== family(names[0]));
    if (different !== -1) {
      throw usageError(
        "MIXED_FORMATS",
        `${opened[different].name} is ${names[different]} but ${opened[0].name} is ${names[0]}`,
        {
          file: opened[different].name,
          hint: "All inputs must be of one format.",
        },
      );
    }
    return { inputs: opened, name: names[0], format: await loadFormat(names[0]) };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** @throws {DatasetError} If an input is not what it was when it was opened (`INPUT_CHANGED`). */
export async function assertUnchanged({ inputs, file }: Sources): Promise<void> {
  const all = file === undefined ? inputs : [...inputs, file.input];
  await Promise.all(all.map((input) => input.assertUnchanged()));
}

/** Lets go of all inputs. */
export async function closeAll(inputs: readonly Input[]): Promise<void> {
  await Promise.all(inputs.map((input) => input.close()));
}

/** The batches of all inputs, one input after another, rows numbered through. */
export async function* readAll(
  { inputs, format }: Sources,
  request: ReadRequest,
): AsyncGenerator<Batch, void, undefined> {
  let rows = 0;
  for (const input of inputs) {
    const before = rows;
    for await (const batch of format.read(input, request)) {
      const { firstRow } = batch;
      yield batch.withOrigin({ file: input.name, firstRow }).renumbered(before + firstRow);
      rows = before + batch.firstRow + batch.rows;
    }
  }
}

async function formatOf(input: Input): Promise<FormatName> {
  const arrow = arrowFormatOf(await input.peek(8));
  if (arrow !== undefined) {
    return arrow;
  }
  if (input.path === undefined) {
    return "csv";
  }
  const named = formatOfPath(input.path);
  if (named === undefined) {
    throw usageError(
      "UNKNOWN_FORMAT",
      `${JSON.stringify(input.path)} has no extension that names a format`,
      {
        file: input.path,
        hint: `Name the format with ${option("from")}: csv, tsv, arrow or arrows.`,
      },
    );
  }
  return named;
}

/** CSV and TSV may not be mixed, Arrow files and streams may. */
function family(name: FormatName): string {
  return name === "arrows" ? "arrow" : name;
}
