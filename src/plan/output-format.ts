import { usageError } from "../errors.js";
import type { FormatName } from "../format-name.js";
import { refuseIdle } from "./refuse-idle.js";
import type { Settings } from "./settings.js";
import { option } from "../wording/option.js";

/**
 * What the output is written as: what the settings say, or for a stream what the input is. On standard output Arrow
 * is the stream format, which needs no seeking.
 * @throws {DatasetError} If a path's extension names no format (`UNKNOWN_FORMAT`), or an option changes nothing between
 *   these formats (`NO_EFFECT`).
 */
export function outputFormat(settings: Settings, input: FormatName): FormatName {
  const output = writtenFormat(settings, input);
  refuseIdle(settings, { input, output });
  return output;
}

function writtenFormat({ output, to }: Settings, input: FormatName): FormatName {
  if (to === undefined && typeof output === "string" && output !== "-") {
    throw usageError(
      "UNKNOWN_FORMAT",
      `${JSON.stringify(output)} has no extension that names a format`,
      {
        file: output,
        hint: `Name the format with ${option("to")}: csv, tsv, arrow or arrows.`,
      },
    );
  }
  const format = to ?? input;
  return output === "-" && format === "arrow" ? "arrows" : format;
}
