import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VERSION } from "../src/version.js";
import { importsOf } from "./module-rules.js";

interface PackageFile {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "..");
const facts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as PackageFile;
const changelog = join(root, "CHANGELOG.md");

describe("the package", () => {
  it("has the version that the program tells", () => {
    expect(VERSION).toBe(facts.version);
  });

  it("pins every dependency to one version", () => {
    const ranges = Object.entries({ ...facts.dependencies, ...facts.devDependencies });
    expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+$/u.test(range))).toEqual([]);
  });

  it("declares every package that its sources import, and no other", () => {
    expect([...importedPackages()].toSorted()).toEqual(Object.keys(facts.dependencies).toSorted());
  });

  it("exports and runs what is built from its sources", () => {
    const targets = [
      ...Object.values(facts.bin),
      ...Object.values(facts.exports).flatMap((entry) =>
        typeof entry === "string" ? [] : Object.values(entry),
      ),
    ];
    expect(targets.length).toBeGreaterThanOrEqual(5);
    const sources = targets.map((target) =>
      target.replace(/^(\.\/)?dist\//u, "src/").replace(/(\.d\.ts|\.js)$/u, ".ts"),
    );
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
  });

  it("runs as a program of its own", () => {
    const main = readFileSync(join(root, "src/cli/main.ts"), "utf8");
    expect(main.startsWith("#!/usr/bin/env node\n")).toBe(true);
  });

  it.skipIf(!existsSync(changelog))("tells in its changelog of its version", () => {
    expect(readFileSync(changelog, "utf8")).toContain(facts.version);
  });
});

/** The names of the packages that the sources import, also through a `require` made at run time. */
function importedPackages(): Set<string> {
  const folder = join(root, "src");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(join(folder, path), "utf8"));
  const specifiers = sources.flatMap((source) => [
    ...importsOf(source).map(({ specifier }) => specifier),
    ...[...source.matchAll(/\bload\("([^"]+)"\)/gu)].map(([, specifier]) => specifier),
  ]);
  const bare = specifiers.filter((specifier) => !/^(\.|node:)/u.test(specifier));
  return new Set(bare.map((specifier) => specifier.split("/")[0]));
}
