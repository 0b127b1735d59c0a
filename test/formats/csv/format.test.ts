import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { csvTypeOf } from "../../../src/columns/csv-type.js";
import { csvFormat } from "../../../src/formats/csv/format.js";
import { openInput } from "../../../src/io/source.js";
import { temporaryFolder } from "../../io/temporary-folder.js";

const MIB = 2 ** 20;

/** Texts whose first row, with or without the header, ends behind the first MiB, and the types of their columns. */
const LONG: readonly (readonly [title: string, text: string, types: readonly string[]])[] = [
  [
    "a long field",
    `id,text,label\n1,${"y".repeat(1.1 * MIB)},0.5\n2,b,1.5\n`,
    ["int64", "text", "float64"],
  ],
  ["a long quoted field", `id,text\n1,"${"y\n".repeat(MIB)}"\n2,b\n`, ["int64", "text"]],
  ["a field of 9 MiB", `id,text\n1,${"y".repeat(9 * MIB)}\n`, ["int64", "text"]],
  ["a long header", `${"a".repeat(3 * MIB)},b\n1,2.5\n`, ["int64", "float64"]],
  ["a header of a MiB", `${"a".repeat(MIB - 3)},b\n1,2.5\n`, ["int64", "float64"]],
  ["a header and no row", `${"a".repeat(MIB)},b\n`, ["text", "text"]],
  ["a first row that ends the text", `a,b\n1,${"y".repeat(2 * MIB)}`, ["int64", "text"]],
];

describe("the types of columns", () => {
  it.each(LONG)("are those of the first row behind %s", async (_title, text, types) => {
    const path = join(temporaryFolder(), "in.csv");
    writeFileSync(path, text);
    for (const source of [path, Readable.from([Buffer.from(text)])]) {
      const input = await openInput(source);
      const format = csvFormat("csv");
      const head = await format.inspect(input, {});
      const { columns } = await format.types([input], { head, whole: false });
      expect(columns.map(({ type }) => csvTypeOf(type))).toEqual(types);
      await input.close();
    }
  });
});
