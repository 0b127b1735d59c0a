import { setFlagsFromString } from "node:v8";
import type { SmoothOptions } from "../plan/settings.js";
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
  const { planDataset } = await import("../run/plan-dataset.js");
  const plan = await planDataset({ ...smoothOptions(parsed), ...listeners(parsed.options) });
  return print(JSON.stringify(plan, undefined, 2));
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
    const { smoothDataset } = await import("../pipeline.js");
    const summary = await smoothDataset({
      ...smoothOptions(parsed),
      onWarning,
      onNotice,
      signal: interruption.signal,
    });
    if (process.stderr.isTTY) {
      say(options, (await import("./closing-lines.js")).closingLines(summary).join("\n"));
    }
    return 0;
  } catch (error) {
    return interruption.end() ?? fail(error, options.errorFormat ?? "text");
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
  const { explain: _explain, quiet: _quiet, errorFormat: _errorFormat, ...rest } = options;
  const onTerminal = output === undefined && process.stdout.isTTY;
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
