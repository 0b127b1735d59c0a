import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as library from "../src/index.js";
import * as kernels from "../src/kernels.js";
import { installCommand, installScript, ROOT, runShell } from "./built-command.js";

/** A fenced block, and what the block of text behind it says that it prints. */
interface Block {
  readonly language: string;
  readonly line: number;
  readonly code: string;
  readonly output?: string;
}

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const blocks = readBlocks(readme);
const scripts = blocks.filter(({ language }) => language === "sh");
const programs = blocks.filter(({ language }) => language === "js");

describe("the README", () => {
  let folder: string;
  let commands: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "smooth-dataset-readme-"));
    commands = join(folder, "commands");
    installCommands(commands);
    installPackages(folder);
    cpSync(join(ROOT, "samples"), join(folder, "samples"), { recursive: true });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has shell commands, programs, and no blocks in languages that nobody tries", () => {
    expect(scripts.length).toBeGreaterThanOrEqual(8);
    expect(programs.length).toBeGreaterThanOrEqual(5);
    const others = blocks.map(({ language }) => language);
    // Those that need other packages, Python and "javascript", are run by scripts/golden/recipes.py.
    const tried = ["sh", "js", "text", "python", "javascript"];
    expect(new Set(others)).toEqual(new Set(tried));
  });

  it.each(scripts)("runs the command in line $line and prints what it says", (block) => {
    const result = runShell(`exec 2>&1\n${block.code}`, { folder, commands });
    expect(result).toEqual({ code: 0, stdout: block.output ?? "", stderr: "" });
  });

  it.each(programs)("runs the program in line $line and prints what it says", (block) => {
    writeFileSync(join(folder, "program.js"), block.code);
    const result = runShell("exec 2>&1\nnode program.js", { folder, commands });
    expect(result).toEqual({ code: 0, stdout: block.output ?? "", stderr: "" });
  });

  it.each([
    ["smooth-dataset", library],
    ["smooth-dataset/kernels", kernels],
  ])("names everything that %s exports", (_name, entry) => {
    const exported = Object.keys(entry);
    const named = new Set([...readme.matchAll(/`(\w+)(?:\([^`]*\))?`/gu)].map(([, name]) => name));
    expect(exported.length).toBeGreaterThanOrEqual(7);
    expect(exported.filter((name) => !named.has(name))).toEqual([]);
  });

  it("has programs that type-check", () => {
    const files = programs.map(({ line, code }) => {
      writeFileSync(join(folder, `line-${line}.ts`), code);
      return `line-${line}.ts`;
    });
    const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"];
    const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const call = [compiler, ...options, "--types", "node", ...files];
    expect(spawnSync(process.execPath, call, { cwd: folder, encoding: "utf8" }).stdout).toBe("");
  });
});

function readBlocks(text: string): Block[] {
  const fences = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)];
  return fences.map((fence, index) => {
    const next = fences[index + 1];
    const code = fence[2];
    return {
      language: fence[1],
      line: text.slice(0, fence.index).split("\n").length,
      code,
      output: next?.[1] === "text" ? next[2] : undefined,
    };
  });
}

/** The command; npx as what it does in a clone, and npm as what it has done there already. */
function installCommands(folder: string): void {
  mkdirSync(folder);
  installCommand(folder);
  installScript(folder, "npx", 'exec "$@"');
  installScript(folder, "npm", "exit 0");
}

/** What a program of the README finds when it imports packages. */
function installPackages(folder: string): void {
  const packages = join(folder, "node_modules");
  mkdirSync(packages);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  symlinkSync(ROOT, join(packages, "smooth-dataset"));
  for (const name of ["@types", "csv-parse"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(packages, name));
  }
}
