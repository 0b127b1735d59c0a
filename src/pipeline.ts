import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { bind } from "./plan/bind.js";
import { DatasetError, placed, usageError } from "./errors.js";
import { fit } from "./run/fit.js";
import type { FormatName } from "./format-name.js";
import { isText } from "./format-name.js";
import { untilAborted } from "./run/until-aborted.js";
import type { WriteRequest } from "./formats/format.js";
import { loadFormat } from "./formats/index.js";
import { OutputBlocks } from "./formats/output-blocks.js";
import type { Output } from "./io/output.js";
import { openOutput } from "./io/output.js";
import { spool } from "./io/spool.js";
import { Notices } from "./plan/notices.js";
import { finalMetadata } from "./plan/provenance.js";
import { outputFormat } from "./plan/output-format.js";
import { refuseEaten } from "./run/refuse-eaten.js";
import type { Facts, Plan } from "./plan/plan.js";
import { resolve, type Settings, type SmoothOptions } from "./plan/settings.js";
import { closeAll, openSources, readAll, type Sources } from "./run/sources.js";
import { LabelSmoother } from "./stages/label-smoother.js";
import { OneHotEncoder } from "./stages/one-hot-encoder.js";
import { RowTally } from "./stages/row-tally.js";
import { SoftTargetReader } from "./stages/soft-target-reader.js";
import { summarize, type Summary } from "./summary/summary.js";

/**
 * Smooths a dataset from end to end: looks at the input, learns the classes where none are named, and writes the rows
 * with their targets. A file appears under its name whole, or not at all. Nothing is printed.
 *
 * @example await smoothDataset({ input: "in.csv", output: "out.arrow", epsilon: 0.1 });
 * @throws {DatasetError} For everything that is wrong with the call, the data or the system.
 */
export async function smoothDataset(options: SmoothOptions): Promise<Summary> {
  const started = performance.now();
  const settings = resolve(options);
  const notices = new Notices(options);
  const { signal } = options;
  return withSources(settings, signal, async (sources) => {
    const format = outputFormat(settings, sources.name);
    await refuseEaten(settings, sources);
    const output = await untilAborted(signal, openOutput(settings.output));
    try {
      const request = { format, output, notices, options };
      const run = await untilAborted(signal, runToEnd(sources, settings, request));
      await Promise.all(sources.inputs.map((input) => input.assertUnchanged()));
      await output.commit();
      return summarize(run.plan, {
        ...run.totals,
        seconds: (performance.now() - started) / 1000,
        warnings: notices.warnings,
        outputPath: output.name,
        outputBytes: output.bytesWritten,
      });
    } catch (error) {
      await output.discard();
      throw error;
    }
  });
}

/**
 * What `smoothDataset` would do with these options, without doing it.
 * @throws {DatasetError} As `smoothDataset`; and for standard input, which is not consumed for this (`STDIN_PLAN`).
 */
export async function planDataset(options: SmoothOptions): Promise<Plan> {
  const settings = resolve(options);
  if (settings.inputs.some((input) => typeof input !== "string" || input === "-")) {
    throw usageError("STDIN_PLAN", "a stream is not consumed just to plan a run", {
      hint: "Give a file.",
    });
  }
  const notices = new Notices(options);
  return withSources(settings, options.signal, async (sources) => {
    const format = outputFormat(settings, sources.name);
    const facts = await fit(sources, settings, {
      outputFormat: format,
      wholeTypes: false,
      signal: options.signal,
      notices,
    });
    return bindTo(sources, settings, { facts, format });
  });
}

/** Opens the inputs, copies what comes once but is read twice, and closes them whatever happens. */
async function withSources<Result>(
  settings: Settings,
  signal: AbortSignal | undefined,
  work: (sources: Sources) => Promise<Result>,
): Promise<Result> {
  const sources = await untilAborted(signal, openSources(settings.inputs, settings.from));
  const inputs = [...sources.inputs];
  try {
    if (learnsClasses(settings)) {
      for (const [index, input] of inputs.entries()) {
        inputs[index] = await spool(input, settings.tempDir ?? tmpdir(), signal);
      }
    }
    return await work({ ...sources, inputs });
  } finally {
    await closeAll(inputs);
  }
}

function learnsClasses({ classes, numClasses, soft }: Settings): boolean {
  return classes === undefined && numClasses === undefined && soft === undefined;
}

interface RunRequest {
  readonly format: FormatName;
  readonly output: Output;
  readonly notices: Notices;
  readonly options: SmoothOptions;
}

interface Run {
  readonly plan: Plan;
  readonly totals: RunTotals;
}

/** Runs once, and once more where a value does not fit the type its column was guessed to have. */
async function runToEnd(sources: Sources, settings: Settings, request: RunRequest): Promise<Run> {
  const { format, output, options } = request;
  const canRepeat = sources.inputs.every((input) => input.seekable);
  const guesses = isText(sources.name) && !isText(format);
  const wholeTypes = guesses && canRepeat && !output.canRestart;
  try {
    return await runOnce(sources, settings, { ...request, wholeTypes });
  } catch (error) {
    const mayRepeat = canRepeat && output.canRestart && !wholeTypes;
    if (!(error instanceof DatasetError && error.code === "TYPE_MISMATCH" && mayRepeat)) {
      throw error;
    }
    options.signal?.throwIfAborted();
    await output.restart();
    return runOnce(sources, settings, { ...request, wholeTypes: true });
  }
}

async function runOnce(
  sources: Sources,
  settings: Settings,
  { format, output, notices, options, wholeTypes }: RunRequest & { readonly wholeTypes: boolean },
): Promise<Run> {
  const { signal } = options;
  const facts = await fit(sources, settings, { outputFormat: format, wholeTypes, signal, notices });
  const plan = bindTo(sources, settings, { facts, format });
  notices.tellPlan(plan);
  return { plan, totals: await flow(plan, sources, { output, options }) };
}

/** What cannot be done with the columns of a dataset is said of its first file. */
function bindTo(
  { inputs }: Sources,
  settings: Settings,
  { facts, format }: { readonly facts: Facts; readonly format: FormatName },
): Plan {
  try {
    return bind(settings, facts, format);
  } catch (error) {
    throw placed(error, { file: inputs[0].name });
  }
}

interface RunTotals {
  readonly rows: number;
  readonly blankLines: number;
  readonly inputBytes: number;
  readonly classes?: readonly { readonly name: string; readonly count: number }[];
}

/** The way of the data: source, targets, smoothing, encoder, output. */
async function flow(
  plan: Plan,
  sources: Sources,
  { output, options }: Pick<RunRequest, "output" | "options">,
): Promise<RunTotals> {
  const { signal, onProgress } = options;
  let blankLines = 0;
  const batches = readAll(sources, {
    ...plan.decode,
    dialect: plan.input.dialect,
    maxRows: plan.output.chunkRows,
    signal,
    onBlankLines: (count) => {
      blankLines += count;
    },
  });
  const targets = plan.soft === undefined ? oneHotEncoder(plan) : softTargetReader(plan);
  const counted = () => (targets instanceof OneHotEncoder ? targets.result.classes : undefined);
  const tally = new RowTally(onProgress);
  const blocks = new OutputBlocks();
  output.stream.on("written", (bytes: Uint8Array) => blocks.giveBack(bytes));
  const { encoder } = await loadFormat(plan.output.format);
  await pipeline(
    Readable.from(batches, { objectMode: true, highWaterMark: 1 }),
    targets,
    new LabelSmoother({ method: plan.smoothing.method, epsilon: plan.smoothing.epsilon }),
    tally,
    encoder({
      ...writeRequest(plan),
      footerMetadata: () => finalMetadata(plan, counted()),
      blocks,
    }),
    output.stream,
    { signal },
  );
  return {
    rows: tally.rows,
    blankLines,
    inputBytes: sources.inputs.reduce((sum, input) => sum + (input.size ?? 0), 0),
    classes: counted(),
  };
}

function oneHotEncoder({ label, classes, indexLabels }: Plan): OneHotEncoder {
  const { names } = classes;
  return new OneHotEncoder({
    label: label as string,
    classes: names,
    numClasses: indexLabels ? names.length : undefined,
  });
}

function softTargetReader({ soft, classes }: Plan): SoftTargetReader {
  return new SoftTargetReader({
    columns: soft as readonly string[],
    classes: classes.names.length,
  });
}

function writeRequest({ output }: Plan): Omit<WriteRequest, "blocks" | "footerMetadata"> {
  return {
    columns: output.columns.map((column) => column.name),
    fields: output.road === "rows" ? undefined : output.fields,
    dialect: output.dialect,
    targets: output.targets,
    chunkRows: output.chunkRows,
    metadata: new Map(Object.entries(output.metadata)),
  };
}
