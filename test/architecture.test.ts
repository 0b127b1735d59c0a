import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { forbiddenImports, importCycles, importsOf, type Room } from "./module-rules.js";

const DATA =
  "batch|row-source|checked-batch|targets|targets/.*|smoothing/.*|predictions/.*|loss/.*|frameworks|selectors|format-name|columns|columns/.*|classes/.*";
const CORE = ["errors", "kernels", "data"];

/** From the inside out: who may import whom. */
const ROOMS: readonly Room[] = [
  {
    name: "errors",
    files: /^(errors|version|wording\/.*)\.ts$/u,
    rooms: [],
  },
  { name: "kernels", files: /^(kernels|kernels\/.*)\.ts$/u, rooms: [] },
  { name: "data", files: new RegExp(`^(${DATA})\\.ts$`, "u"), rooms: ["errors", "kernels"] },
  { name: "streams", files: /^streams\//u, rooms: [], packages: /^node:stream$/u },
  {
    name: "plan",
    files: /^plan\//u,
    rooms: ["errors", "data"],
    packages: /^node:(url|crypto)$/u,
    typePackages: /^node:stream$/u,
  },
  { name: "io", files: /^io\//u, rooms: ["errors"], packages: /^node:/u },
  {
    name: "arrow",
    files: /^formats\/arrow\//u,
    rooms: [...CORE, "streams", "formats"],
    packages: /^(node:(stream|buffer|module)|apache-arrow(\/.*)?|flatbuffers|fzstd|lz4-napi)$/u,
  },
  {
    name: "csv",
    files: /^formats\/csv\//u,
    rooms: [...CORE, "streams", "formats"],
    packages: /^(node:(stream|buffer)|csv-(parse|stringify)(\/sync)?)$/u,
  },
  {
    name: "npy",
    files: /^formats\/npy\//u,
    rooms: [...CORE, "formats"],
    packages: /^node:buffer$/u,
  },
  {
    name: "formats",
    files: /^formats\/[^/]*$/u,
    rooms: [...CORE, "streams", "arrow", "csv", "npy"],
    packages: /^node:(stream(\/promises)?|buffer)$/u,
  },
  {
    name: "stages",
    files: /^stages\//u,
    rooms: [...CORE, "streams"],
    packages: /^node:stream(\/promises)?$/u,
  },
  { name: "summary", files: /^summary\//u, rooms: [...CORE, "plan"] },
  {
    name: "run",
    files: /^(pipeline\.ts$|run\/)/u,
    rooms: [...CORE, "plan", "io", "formats", "stages", "summary"],
    packages: /^node:/u,
  },
  {
    name: "library",
    files: /^index\.ts$/u,
    rooms: [...CORE, "plan", "arrow", "csv", "formats", "stages", "summary", "run"],
  },
  { name: "help", files: /^cli\/help\.ts$/u, rooms: ["cli"], packages: /^yargs$/u },
  {
    name: "options",
    files: /^cli\/options\.ts$/u,
    rooms: ["errors", "cli"],
    packages: /^yargs-parser$/u,
  },
  {
    name: "cli",
    files: /^cli\//u,
    rooms: ["errors", "plan", "io", "summary", "run", "help", "options"],
    packages: /^node:/u,
  },
];

const folder = join(import.meta.dirname, "../src");
const sources = new Map(
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]),
);

describe("the sources", () => {
  it("are found", () => {
    expect(sources.size).toBeGreaterThan(50);
    expect(sources.has("batch.ts")).toBe(true);
  });

  it("import only what their room allows", () => {
    expect(forbiddenImports(sources, ROOMS)).toEqual([]);
  });

  it("import each other in no circle", () => {
    expect(importCycles(sources)).toEqual([]);
  });

  it("are files of fewer than 300 lines", () => {
    const long = [...sources].filter(([, source]) => source.split("\n").length > 300);
    expect(long.map(([path]) => path)).toEqual([]);
  });

  it("export by name only, and by index and kernels alone what is not their own", () => {
    const reExporting = [...sources].filter(([, source]) => /^export [^;]*\bfrom "/mu.test(source));
    expect(
      reExporting
        .map(([path]) => path)
        .filter((path) => !/^(index|kernels|columns|targets)\.ts$/u.test(path)),
    ).toEqual([]);
    expect([...sources].filter(([, source]) => /^export default/mu.test(source))).toEqual([]);
  });
});

describe("the rules", () => {
  const rooms: Room[] = [
    { name: "low", files: /^low\//u, rooms: [], typePackages: /^node:stream$/u },
    { name: "high", files: /^high\//u, rooms: ["low"], packages: /^node:fs$/u },
  ];

  it.each([
    ["low/a.ts", 'import { b } from "../high/b.js";', "low/a.ts (low) imports ../high/b.js"],
    ["low/a.ts", 'const b = await import("../high/b.js");', "low/a.ts (low) imports ../high/b.js"],
    ["low/a.ts", 'import type { B } from "../high/b.js";', "low/a.ts (low) imports ../high/b.js"],
    ["low/a.ts", 'export * from "../high/b.js";', "low/a.ts (low) imports ../high/b.js"],
    [
      "low/a.ts",
      'import {\n  b,\n  c,\n} from "../high/b.js";',
      "low/a.ts (low) imports ../high/b.js",
    ],
    ["low/a.ts", 'import "node:fs";', "low/a.ts (low) imports node:fs"],
    ["low/a.ts", 'import { pipeline } from "node:stream";', "low/a.ts (low) imports node:stream"],
    ["high/a.ts", 'import * as x from "apache-arrow";', "high/a.ts (high) imports apache-arrow"],
    ["high/a.ts", 'require("lz4-napi");', "high/a.ts (high) imports lz4-napi"],
    [
      "high/a.ts",
      'import { c } from "../elsewhere/c.js";',
      "high/a.ts (high) imports ../elsewhere/c.js",
    ],
    ["attic/a.ts", "", "attic/a.ts belongs to no room"],
  ])("refuse in %s: %j", (path, source, violation) => {
    expect(forbiddenImports(new Map([[path, source]]), rooms)).toEqual([violation]);
  });

  it.each([
    ["high/a.ts", 'import { b } from "../low/b.js";'],
    ["high/a.ts", 'import { b } from "./b.js";'],
    ["high/a.ts", 'import { open } from "node:fs";'],
    ["low/a.ts", 'import type { Readable } from "node:stream";'],
    ["low/a.ts", '// import { b } from "../high/b.js";\n/**\n * import "node:fs";\n */'],
  ])("allow in %s: %j", (path, source) => {
    expect(forbiddenImports(new Map([[path, source]]), rooms)).toEqual([]);
  });

  it("see each import of a module, one after the other", () => {
    const source =
      'import { a } from "./a.js";\nimport type { B } from "./b.js";\nexport { c } from "./c.js";\n';
    expect(importsOf(source)).toEqual([
      { specifier: "./a.js", typeOnly: false },
      { specifier: "./b.js", typeOnly: true },
      { specifier: "./c.js", typeOnly: false },
    ]);
  });

  it("find a circle through folders, and none through types", () => {
    const circle = new Map([
      ["a.ts", 'import { b } from "./x/b.js";'],
      ["x/b.ts", 'import { c } from "./c.js";'],
      ["x/c.ts", 'import { a } from "../a.js";'],
    ]);
    expect(importCycles(circle)).toEqual(["a.ts > x/b.ts > x/c.ts > a.ts"]);
    circle.set("x/c.ts", 'import type { A } from "../a.js";');
    expect(importCycles(circle)).toEqual([]);
  });
});
