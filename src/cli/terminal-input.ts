import { isatty } from "node:tty";
import type { Warning } from "../errors.js";

/** What to say where the input is what somebody types: without a word the command would seem to hang. */
export function terminalNotice(inputs: readonly string[]): Warning | undefined {
  return inputs.includes("-") && isatty(0)
    ? { code: "TERMINAL_INPUT", message: "reading from the terminal; end with ctrl-D" }
    : undefined;
}
