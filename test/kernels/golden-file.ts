import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Infinities and NaN are strings. */
export type JsonNumber = number | string;

/** The cases of a golden file, one a line. `scripts/golden` has the programs that make them. */
export function readGolden<Case>(name: string): readonly Case[] {
  const text = readFileSync(join(import.meta.dirname, "..", "golden", name), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Case);
}

/** Whether the two are within 1e-12, absolutely or relatively; infinities and NaN have to be the same. */
export function isClose(found: number, expected: JsonNumber): boolean {
  const number = Number(expected);
  if (!Number.isFinite(found) || !Number.isFinite(number)) {
    return Object.is(found, number);
  }
  return Math.abs(found - number) <= 1e-12 * Math.max(1, Math.abs(number));
}
