import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isSameFile, isSamePlace, refuseUnwritable } from "../../src/io/places.js";
import { temporaryFolder } from "./temporary-folder.js";

function oldFile(): string {
  const path = join(temporaryFolder(), "out.csv");
  writeFileSync(path, "old");
  return path;
}

describe("isSameFile", () => {
  it("sees through links and spellings, and tells files with equal bytes apart", async () => {
    const path = oldFile();
    const folder = dirname(path);
    const other = join(folder, "other.csv");
    writeFileSync(other, "old");
    symlinkSync(path, join(folder, "link.csv"));
    expect(await isSameFile(path, `${folder}/./out.csv`)).toBe(true);
    expect(await isSameFile(path, join(folder, "link.csv"))).toBe(true);
    expect(await isSameFile(path, other)).toBe(false);
    expect(await isSameFile(path, join(folder, "missing"))).toBe(false);
    expect(await isSameFile(join(folder, "missing"), join(folder, "missing"))).toBe(false);
  });
});

describe("isSamePlace", () => {
  it("knows a file that is not there yet, by all its spellings and the links that lead to it", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "data"));
    symlinkSync("data", join(folder, "folder-link"));
    symlinkSync("data/new.csv", join(folder, "link.csv"));
    const path = join(folder, "data", "new.csv");
    expect(await isSamePlace(path, `${folder}/./data/../data/new.csv`)).toBe(true);
    expect(await isSamePlace(path, join(folder, "folder-link", "new.csv"))).toBe(true);
    expect(await isSamePlace(path, join(folder, "link.csv"))).toBe(true);
    expect(await isSamePlace(path, join(folder, "new.csv"))).toBe(false);
  });

  it("has one place for standard output, no file there, and another for standard input", async () => {
    expect(await isSamePlace("-", "/dev/stdout")).toBe(true);
    expect(await isSamePlace("/dev/stdout", "/dev/fd/1")).toBe(true);
    expect(await isSamePlace("-", "/dev/stdin")).toBe(false);
    expect(await isSamePlace("-", "./-")).toBe(false);
  });

  it("answers for names that no file can have", async () => {
    expect(await isSamePlace("x".repeat(5000), oldFile())).toBe(false);
  });
});

describe("refuseUnwritable", () => {
  it("leaves a file that could be written as it is, and no trace", async () => {
    const path = oldFile();
    await refuseUnwritable(path);
    await refuseUnwritable(join(dirname(path), "new.json"));
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(dirname(path))).toEqual(["out.csv"]);
  });

  it("refuses a directory and a file in no folder", async () => {
    const folder = temporaryFolder();
    await expect(refuseUnwritable(folder)).rejects.toMatchObject({ code: "IS_DIRECTORY" });
    await expect(refuseUnwritable(join(folder, "no", "s.json"))).rejects.toMatchObject({
      code: "NO_SUCH_FOLDER",
    });
  });

  it.runIf(existsSync("/dev/full"))("lets devices and standard output be", async () => {
    await expect(refuseUnwritable("/dev/full")).resolves.toBeUndefined();
    await expect(refuseUnwritable("-")).resolves.toBeUndefined();
  });
});
