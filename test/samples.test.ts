import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderArrow } from "./arrow-rendering.js";
import { installCommand, ROOT, runShell, type ScriptResult } from "./built-command.js";
import { temporaryFolder } from "./io/temporary-folder.js";

const SAMPLES = join(ROOT, "samples");
const ABOUT = ["README.md", "command.txt"];
const SAID = /^(?:stdout\.\w+|stderr\.txt|exit-code\.txt)$/u;

/** A sample folder: what the command finds there, and what is expected afterwards, by file name. */
interface Sample {
  readonly folder: string;
  readonly inputs: readonly string[];
  readonly expected: readonly string[];
}

describe("the samples", () => {
  const names = readdirSync(SAMPLES);

  it("are all found, and each says what it shows", () => {
    expect(names.length).toBeGreaterThanOrEqual(16);
    const silent = names.filter((name) => !readdirSync(join(SAMPLES, name)).includes("README.md"));
    expect(silent).toEqual([]);
  });

  it.each(names)("%s: the command says and writes what is expected, and nothing else", (name) => {
    const sample = readSample(join(SAMPLES, name));
    const folder = temporaryFolder();
    expect(runSample(sample, folder)).toEqual({
      code: Number(said(sample, "exit-code") || 0),
      stdout: said(sample, "stdout"),
      stderr: said(sample, "stderr"),
    });
    const written = sample.expected.filter((file) => !SAID.test(file));
    const files = [...sample.inputs, ...written.map(outputName)];
    expect(readdirSync(folder).toSorted()).toEqual(files.toSorted());
    for (const file of written) {
      const expected = readExpected(join(sample.folder, `expected.${file}`));
      expect(readOutput(join(folder, outputName(file)))).toEqual(expected);
    }
    for (const file of sample.inputs) {
      expect(readFileSync(join(folder, file))).toEqual(readFileSync(join(sample.folder, file)));
    }
  });
});

function readSample(folder: string): Sample {
  const files = readdirSync(folder).filter((file) => !ABOUT.includes(file));
  return {
    folder,
    inputs: files.filter((file) => !file.startsWith("expected.")),
    expected: files
      .filter((file) => file.startsWith("expected."))
      .map((file) => file.slice("expected.".length)),
  };
}

function runSample({ folder: source, inputs }: Sample, folder: string): ScriptResult {
  const commands = temporaryFolder();
  installCommand(commands);
  for (const file of inputs) {
    copyFileSync(join(source, file), join(folder, file));
  }
  return runShell(readFileSync(join(source, "command.txt"), "utf8"), { folder, commands });
}

/** What the sample's command says on stdout or stderr, or its exit code; nothing where no file tells. */
function said({ folder, expected }: Sample, what: string): string {
  const file = expected.find((each) => SAID.test(each) && each.startsWith(`${what}.`));
  return file === undefined ? "" : readFileSync(join(folder, `expected.${file}`), "utf8");
}

/** `animals.arrow.json` tells what is in `animals.arrow`; any other file is expected byte for byte. */
function outputName(expected: string): string {
  return expected.replace(/\.arrow\.json$/u, ".arrow");
}

function readExpected(path: string): unknown {
  const text = readFileSync(path, "utf8");
  return path.endsWith(".arrow.json") ? JSON.parse(text) : text;
}

function readOutput(path: string): unknown {
  return path.endsWith(".arrow") ? renderArrow(path) : readFileSync(path, "utf8");
}
