#!/usr/bin/env node
import { constants } from "node:os";
import type { Warning } from "../errors.js";
import { usageError } from "../errors.js";
import type { SmoothOptions } from "../settings.js";
import { exitCodeOf, renderError, renderNotice, renderWarning } from "./messages.js";
import type { CommandOptions, ErrorFormat } from "./option-table.js";
import { type Arguments, parseArguments, requestedErrorFormat } from "./options.js";

// Everything a run needs is loaded when there is one: --version and a misspelt option answer at once.

/** Runs the command and gives its exit code. */
async function main(argv: readonly string[]): Promise<number> {
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
  refuseMixedStdout(parsed);
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
  } catch (error) {
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

function refuseMixedStdout({ output, options }: Arguments): void {
  if (options.summary === "-" && (output === undefined || output === "-")) {
    throw usageError("SUMMARY_CONFLICT", "the output and --summary - would both go to stdout", {
      hint: "Write one of them to a file.",
    });
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal that a run can be stopped by, and the exit code for it. */
function interruptible(): { signal: AbortSignal; exitCode: () => number | undefined } {
  const controller = new AbortController();
  let caught: (typeof SIGNALS)[number] | undefined;
  for (const name of SIGNALS) {
    process.once(name, () => {
      caught = name;
      controller.abort();
    });
  }
  return {
    signal: controller.signal,
    exitCode: () => (caught === undefined ? undefined : 128 + constants.signals[caught]),
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
