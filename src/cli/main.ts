#!/usr/bin/env node
import { writeSync } from "node:fs";
import { VERSION } from "../version.js";

// Scripts and package managers ask for the version alone: it is there before anything else is loaded.

/** Prints the version if nothing else is asked for. Where that fails, the command does it, and says what is wrong. */
function printsVersion(argv: readonly string[]): boolean {
  if (argv.length !== 1 || argv[0] !== "--version") {
    return false;
  }
  const text = `${VERSION}\n`;
  try {
    return writeSync(1, text) === text.length;
  } catch {
    return false;
  }
}

const argv = process.argv.slice(2);
if (!printsVersion(argv)) {
  const { runCommand } = await import("./command.js");
  process.exitCode = await runCommand(argv);
}
