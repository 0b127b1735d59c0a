import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FormatName } from "./format-name.js";
import { OutputBlocks } from "./formats/output-blocks.js";
import { commit, type Committable } from "./io/commit.js";
import type { Output } from "./io/output.js";
import { noOutput } from "./io/no-output.js";
import { openOutput } from "./io/output.js";
import { WholeText } from "./io/whole-text.js";
import { outputFormat } from "./plan/output-format.js";
import type { Plan } from "./plan/plan.js";
import type { ScoringOptions, Task } from "./plan/score-settings.js";
import { resolve, type Settings, type SmoothOptions } from "./plan/settings.js";
import { planRun } from "./run/plan-run.js";
import { predictionStage } from "./run/prediction-stage.js";
import { refuseEaten, refuseOtherTargets, type StandingDataset } from "./run/refuse-eaten.js";
import { RunLog } from "./run/run-log.js";
import { assertUnchanged, readAll, type Sources, withSources } from "./run/sources.js";
import { encoderOf, lossStage, targetStages } from "./run/stages-of.js";
import { withSummaryFile } from "./run/summary-file.js";
import { untilAborted } from "./run/until-aborted.js";
import { withColumnTypes } from "./run/with-column-types.js";
import { drain } from "./stages/drain.js";
import { RowTally } from "./stages/row-tally.js";
import { type FlowTotals, type ScoredSummary, summarize, type Summary } from "./summary/summary.js";
import { summaryText } from "./summary/summary-text.js";

/**
 * Smooths a dataset from end to end: looks at the input, learns the classes where none are named, and writes the rows
 * with their targets. A file appears under its name whole, or not at all; the summary, where one is asked for, right
 * after it. Nothing is printed.
 *
 * @example await smoothDataset({ input: "in.csv", output: "out.arrow", epsilon: 0.1 });
 * @throws {DatasetError} For everything that is wrong with the call, the data or the system.
 */
export function smoothDataset(options: SmoothOptions): Promise<Summary> {
  return runTask("smooth", options);
}

/**
 * Scores predictions from end to end: the loss of every row and their mean, parts of it, by class and by the values of a
 * column, and metrics. Nothing is smoothed unless that is asked for. With an `output` the rows go there with `predicted`,
 * `confidence` and `loss`; without, nothing is written.
 *
 * @example const { loss, metrics } = await score({ input: "val.csv", pred: "logit_*" });
 * @throws {DatasetError} For everything that is wrong with the call, the data or the system.
 */
export function score(options: ScoringOptions): Promise<ScoredSummary> {
  return runTask("score", options) as Promise<ScoredSummary>;
}

function runTask(task: Task, options: SmoothOptions): Promise<Summary> {
  const log = new RunLog(options, task);
  return withSummaryFile(log, async () => {
    const settings = resolve(options, task);
    return withSources(settings, options.signal, async (sources) => {
      const format = outputFormat(settings, sources.name);
      const standing = await refuseEaten(settings, sources);
      const output = settings.isWritten
        ? await openOutput(settings.output, options.signal)
        : noOutput();
      try {
        return await run(sources, settings, { format, output, standing, log });
      } catch (error) {
        await output.discard();
        throw error;
      }
    });
  });
}

/** Where the rows go, in which format, and what is noted of it. */
interface Destination {
  readonly format: FormatName;
  readonly output: Output;
  /** What is overwritten, if the plan allows. */
  readonly standing?: StandingDataset;
  readonly log: RunLog;
}

/** All rows on their way, then the output and its summary made visible together. */
async function run(sources: Sources, settings: Settings, to: Destination): Promise<Summary> {
  const { output, log } = to;
  const { signal } = log.options;
  const done = await untilAborted(signal, () =>
    withColumnTypes({ sources, ...to, signal }, async (wholeTypes) => {
      const request = { outputFormat: to.format, wholeTypes, signal, notices: log.notices };
      const plan = await planRun(sources, settings, request);
      refuseOtherTargets(to.standing, plan);
      log.notices.tellPlan(plan);
      return { plan, totals: await flow(plan, sources, to) };
    }),
  );
  log.notices.tellTotals(done.totals);
  await assertUnchanged(sources);
  await output.save();
  const summary = summarize(done.plan, {
    ...done.totals,
    seconds: log.seconds,
    warnings: log.notices.warnings,
    outputPath: settings.isWritten ? output.name : undefined,
    outputBytes: output.bytesWritten,
  });
  const outputs: Committable[] = [output];
  if (settings.summary !== undefined) {
    outputs.push(new WholeText(settings.summary, summaryText(summary), signal));
  }
  await commit(outputs, signal);
  return summary;
}

/** The way of the data: source, targets, smoothing, predictions, loss, encoder, output. */
async function flow(
  plan: Plan,
  sources: Sources,
  { output, log }: Destination,
): Promise<FlowTotals> {
  const { signal } = log.options;
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
  const { reader, smoother, counted, ignored } = targetStages(plan);
  const predictions = predictionStage(plan, sources, signal);
  const loss = lossStage(plan);
  const tally = new RowTally((progress) => log.progress(progress));
  const blocks = new OutputBlocks();
  output.stream.on("written", (bytes: Uint8Array) => blocks.giveBack(bytes));
  await pipeline(
    [
      Readable.from(batches, { objectMode: true, highWaterMark: 1 }),
      reader,
      smoother,
      ...[predictions, loss].filter((stage) => stage !== undefined),
      tally,
      ...(plan.output.isWritten
        ? [await encoderOf(plan, { blocks, counted }), output.stream]
        : [drain()]),
    ],
    { signal },
  );
  return {
    rows: tally.rows,
    ignored: ignored(),
    blankLines,
    inputBytes: sources.inputs.reduce((sum, input) => sum + (input.size ?? 0), 0),
    classes: counted(),
    predictions: predictions?.result,
    loss: loss?.result,
  };
}
