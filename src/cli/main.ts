#!/usr/bin/env node
import { constants } from "node:os";
import type { Warning } from "../errors.js";
import { DatasetError, usageError } from "../errors.js";
import type { SmoothOptions } from "../plan/settings.js";
import { spellOptions } from "../wording/option.js";
import { exitCodeOf, renderError, renderNotice, renderWarning } from "./messages.js";
import type { CommandOptions, ErrorFormat } from "./option-table.js";
import { spellOption } from "./spell-option.js";
import { type Arguments, parseArguments, requestedErrorFormat } from "./options.js";

// Everything a run needs is loaded when there is one: --version and a misspelt option answer at once.

/** Runs the command and gives its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  spellOptions(spellOption);
  // Nobody may be listening: what is said is lost then, the run goes on.
  process.stderr.on("error", () => {});
  try {
    const parsed = parseArguments(argv);
    switch (parsed.command) {
      case "version":
        return await print((await import("../version.js")).VERSION);
      case "help":
        return await print(
          await (await import("./help.js")).renderHelp(process.stdout.columns ?? 100),
        );
      case "run":
        return await (parsed.options.explain === true ? explain(parsed) : run(parsed));
    }
  } catch (error) {
    return fail(error, requestedErrorFormat(argv));
  }
}

async function explain(parsed: Arguments): Promise<number> {
  const { planDataset } = await import("../pipeline.js");
  const plan = await planDataset({ ...smoothOptions(parsed), ...listeners(parsed.options) });
  return print(JSON.stringify(plan, undefined, 2));
}

async function run(parsed: Arguments): Promise<number> {
  const started = performance.now();
  const { options } = parsed;
  const warnings: Warning[] = [];
  const { onWarning, onNotice } = listeners(options);
  await refuseSummaryTarget(parsed);
  const interruption = interruptible();
  try {
    const { smoothDataset } = await import("../pipeline.js");
    const summary = await smoothDataset({
      ...smoothOptions(parsed),
      signal: interruption.signal,
      onWarning: (warning) => {
        warnings.push(warning);
        onWarning(warning);
      },
      onNotice,
    });
    await writeSummary(options.summary, summary);
    if (process.stderr.isTTY) {
      say(options, (await import("./closing-lines.js")).closingLines(summary).join("\n"));
    }
    return 0;
  } catch (caught) {
    const error = interruption.error() ?? caught;
    const seconds = (performance.now() - started) / 1000;
    await writeFailure(options, error, { seconds, warnings });
    return interruption.exitCode() ?? fail(error, options.errorFormat ?? "text");
  }
}

/** The summary of a failed run. Where it cannot be written either, that is said beside the first error. */
async function writeFailure(
  { summary, errorFormat = "text" }: CommandOptions,
  error: unknown,
  known: { readonly seconds: number; readonly warnings: readonly Warning[] },
): Promise<void> {
  try {
    const { failedSummary } = await import("../summary/failed-summary.js");
    await writeSummary(summary, failedSummary(error, known));
  } catch (second) {
    fail(second, errorFormat);
  }
}

/** Says on stderr what a run has to say. */
function listeners(
  options: CommandOptions,
): Required<Pick<SmoothOptions, "onWarning" | "onNotice">> {
  const format = options.errorFormat ?? "text";
  return {
    onWarning: (warning) => say(options, renderWarning(warning, format)),
    onNotice: (notice) => say(options, renderNotice(notice, format)),
  };
}

/** The library's options; what the command alone does with its own is left out. */
function smoothOptions({ inputs, output, outputByPosition, options }: Arguments): SmoothOptions {
  const {
    explain: _explain,
    summary: _summary,
    quiet: _quiet,
    errorFormat: _errorFormat,
    ...rest
  } = options;
  const onTerminal = output === undefined && process.stdout.isTTY;
  return {
    ...rest,
    to: rest.to ?? (onTerminal ? "csv" : undefined),
    input: inputs,
    output,
    keepDatasets: outputByPosition,
  };
}

/** The summary may not take the place of anything the run reads or writes, and must have a place of its own. */
async function refuseSummaryTarget({ inputs, output = "-", options }: Arguments): Promise<void> {
  const { summary, classes } = options;
  if (summary === undefined) {
    return;
  }
  const { isSamePlace, refuseUnwritable } = await import("../io/places.js");
  const classFile =
    typeof classes === "string" && classes.startsWith("@") ? [classes.slice(1)] : [];
  for (const used of [...inputs, output, ...classFile]) {
    if (await isSamePlace(summary, used)) {
      throw usageError(
        "SUMMARY_CONFLICT",
        `--summary ${summary} is also read or written as the dataset`,
        {
          hint: "Write the summary to a file of its own.",
        },
      );
    }
  }
  await refuseUnwritable(summary);
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long what is under way may take to end once a signal has come, in milliseconds. */
const GRACE = 500;

interface Interruption {
  readonly signal: AbortSignal;
  /** Present once a signal has come. */
  readonly exitCode: () => number | undefined;
  readonly error: () => DatasetError | undefined;
}

/** A signal that a run can be stopped by. A read that never ends does not keep the process alive. */
function interruptible(): Interruption {
  const controller = new AbortController();
  let caught: (typeof SIGNALS)[number] | undefined;
  for (const name of SIGNALS) {
    process.once(name, () => {
      caught = name;
      controller.abort();
      setTimeout(() => process.kill(process.pid, name), GRACE).unref();
    });
  }
  return {
    signal: controller.signal,
    exitCode: () => (caught === undefined ? undefined : 128 + constants.signals[caught]),
    error: () =>
      caught === undefined
        ? undefined
        : new DatasetError(`stopped by ${caught}`, { kind: "system", code: "INTERRUPTED" }),
  };
}

async function writeSummary(target: string | undefined, summary: object): Promise<void> {
  if (target !== undefined) {
    const { writeWhole } = await import("../io/output.js");
    await writeWhole(target, `${JSON.stringify(summary, undefined, 2)}\n`);
  }
}

async function print(text: string): Promise<number> {
  const { writeWhole } = await import("../io/output.js");
  await writeWhole("-", `${text}\n`);
  return 0;
}

function say({ quiet }: CommandOptions, text: string): void {
  if (quiet !== true) {
    process.stderr.write(`${text}\n`);
  }
}

function fail(error: unknown, format: ErrorFormat): number {
  const code = exitCodeOf(error);
  if (code !== 0) {
    process.stderr.write(`${renderError(error, format)}\n`);
  }
  return code;
}

process.exitCode = await main(process.argv.slice(2));
