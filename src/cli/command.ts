import { setFlagsFromString } from "node:v8";
import type { SmoothOptions } from "../plan/settings.js";
import type { ScoredSummary } from "../summary/summary.js";
import { spellOptions } from "../wording/option.js";
import { exitCodeOf, renderError, renderNotice, renderWarning } from "./messages.js";
import type { CommandOptions, ErrorFormat } from "./option-table.js";
import { spellOption } from "./spell-option.js";
import { terminalNotice } from "./terminal-input.js";
import {
  type Arguments,
  parseArguments,
  requestedErrorFormat,
  requestedSummary,
} from "./options.js";

// Everything a run needs is loaded when there is one: a misspelt option is answered at once.

// The longer a run, the more room V8 gives to young objects. All that are needed here are dead within a batch.
setFlagsFromString("--semi-space-growth-factor=1");

/**
 * Runs the command and gives its exit code.
 * @param argv The arguments after the name of the program.
 */
export async function runCommand(argv: readonly string[]): Promise<number> {
  spellOptions(spellOption);
  // Nobody may be listening: what is said is lost then, the run goes on.
  process.stderr.on("error", () => {});
  try {
    const parsed = await readArguments(argv);
    switch (parsed.command) {
      case "version":
        return await print((await import("../version.js")).VERSION);
      case "help":
        return await print(
          await (await import("./help.js")).renderHelp(process.stdout.columns ?? 80),
        );
      case "run":
      case "score":
        return await (parsed.options.explain === true ? explain(parsed) : run(parsed));
    }
  } catch (error) {
    return fail(error, requestedErrorFormat(argv));
  }
}

/** The arguments; where they are faulty, that is left in the summary that they ask for. */
async function readArguments(argv: readonly string[]): Promise<Arguments> {
  try {
    return parseArguments(argv);
  } catch (error) {
    const requested = requestedSummary(argv);
    if (requested !== undefined) {
      const { writeFailure } = await import("../run/summary-file.js");
      await writeFailure(requested, error).catch((second: unknown) => {
        fail(second, requestedErrorFormat(argv));
      });
    }
    throw error;
  }
}

async function explain(parsed: Arguments): Promise<number> {
  const { planTask } = await import("../run/plan-dataset.js");
  const options = { ...smoothOptions(parsed), ...listeners(parsed.options) };
  const plan = await planTask(parsed.command === "score" ? "score" : "smooth", options);
  const { planText } = await import("../plan/written-matrix.js");
  return print(planText(plan));
}

async function run(parsed: Arguments): Promise<number> {
  const { inputs, options } = parsed;
  const { onWarning, onNotice } = listeners(options);
  const typing = terminalNotice(inputs);
  if (typing !== undefined) {
    onNotice(typing);
  }
  const interruption = (await import("./interruption.js")).interruptible();
  try {
    const { score, smoothDataset } = await import("../pipeline.js");
    const { signal } = interruption;
    const asked = { ...smoothOptions(parsed), onWarning, onNotice, signal };
    if (parsed.command === "score") {
      const summary = await score(asked);
      await tellScores(parsed, summary);
      return isCounted(summary) ? 0 : 1;
    }
    const summary = await smoothDataset(asked);
    if (process.stderr.isTTY) {
      say(options, (await import("./closing-lines.js")).closingLines(summary).join("\n"));
    }
    return 0;
  } catch (error) {
    return interruption.end() ?? fail(error, options.errorFormat ?? "text");
  }
}

/** The table of a scoring, or its summary: on stdout, as long as no rows go there. */
async function tellScores({ output, options }: Arguments, summary: ScoredSummary): Promise<void> {
  if (options.summary === "-") {
    return; // The summary is there already.
  }
  if (options.json === true) {
    const { summaryText } = await import("../summary/summary-text.js");
    await print(summaryText(summary).trimEnd());
    return;
  }
  const table = (await import("./score-table.js")).scoreTable(summary);
  if (output === "-") {
    say(options, table);
  } else {
    await print(table);
  }
}

function isCounted({ warnings }: ScoredSummary): boolean {
  return !warnings.some(({ code }) => code === "NOTHING_COUNTED");
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
function smoothOptions({
  command,
  inputs,
  output,
  outputByPosition,
  options,
}: Arguments): SmoothOptions {
  const {
    explain: _explain,
    quiet: _quiet,
    json: _json,
    errorFormat: _errorFormat,
    ...rest
  } = options;
  const onTerminal = command === "run" && output === undefined && process.stdout.isTTY;
  return {
    ...rest,
    to: rest.to ?? (onTerminal ? "csv" : undefined),
    input: inputs,
    output,
    keepDatasets: outputByPosition,
  };
}

async function print(text: string): Promise<number> {
  const { writeWhole } = await import("../io/whole-text.js");
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
