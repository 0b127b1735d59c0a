import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../../src/batch.js";
import { CsvEncoder } from "../../../src/formats/csv/encode.js";
import { decode } from "./decoding.js";
import { batchOf, encode, withClasses } from "./encoding.js";
import { textColumn } from "../../columns-from.js";

/** What a text becomes with targets 0.75 and 0.25, read in batches of `maxRows`. */
async function smoothed(text: string, options = {}, maxRows = 1000): Promise<string> {
  return encode(withClasses(await decode(text, { maxRows }), 0.75, 0.25), options);
}

async function decodeBare(text: string): Promise<Batch[]> {
  return decode(text, { header: false });
}

describe("rows copied from their source", () => {
  it("stand as they were, with the targets after them", async () => {
    expect(await smoothed('id,name\n1,"a, ""b"""\n02, c \n')).toBe(
      'id,name,soft_target_0,soft_target_1\n1,"a, ""b""",0.75,0.25\n02, c ,0.25,0.75\n',
    );
  });

  it.each([
    ["CRLF", "a,b\r\n1,2\r\n3,4\r\n", "a,b,@\r\n1,2,!\r\n3,4,?\r\n"],
    ["a lone CR", "a,b\r1,2\r3,4\r", "a,b,@\r1,2,!\r3,4,?\r"],
    ["mixed line ends", "a,b\r\n1,2\n3,4\r", "a,b,@\r\n1,2,!\n3,4,?\r"],
    ["no final line end", "a,b\n1,2\n3,4", "a,b,@\n1,2,!\n3,4,?"],
    ["a header without a line end", "a,b", "a,b,@"],
    ["a header alone", "a,b\r\n", "a,b,@\r\n"],
    ["a byte-order mark", "\uFEFFa,b\n1,2\n", "\uFEFFa,b,@\n1,2,!\n"],
    ["line ends inside quotes", 'a,b\n"1\r\n",2\n3,"\n"\n', 'a,b,@\n"1\r\n",2,!\n3,"\n",?\n'],
    ["blank lines, which are no rows", "a,b\n\n1,2\n\n\n3,4\n\n", "a,b,@\n1,2,!\n3,4,?\n"],
    ["quotes in the middle of a field", 'a,b\n5" pipe,2\n', 'a,b,@\n5" pipe,2,!\n'],
    ["empty fields", "a,b\n,\n", "a,b,@\n,,!\n"],
    ["a single column with an empty row", "a\n1\n\n3\n", "a,@\n1,!\n,?\n3,!\n"],
    ["quoted names", '"a ""x""","b,"\n1,2\n', '"a ""x""","b,",@\n1,2,!\n'],
  ])("keep %s", async (_, text, expected) => {
    const spelled = expected
      .replace("@", "soft_target_0,soft_target_1")
      .replaceAll("!", "0.75,0.25")
      .replaceAll("?", "0.25,0.75");
    expect(await smoothed(text)).toBe(spelled);
  });

  it("stand as they were without targets", async () => {
    const batches = await decode('\uFEFFa,"b"\r\n1,"2"\r\n\r\n3,4');
    expect(await encode(batches)).toBe('\uFEFFa,"b"\r\n1,"2"\r\n3,4');
  });

  it("keep their dialect", async () => {
    const batches = withClasses(
      await decode("1;'x;y'\n", { delimiter: ";", quote: "'", header: false }),
    );
    expect(await encode(batches)).toBe("1;'x;y';1;0\n");
  });

  it("get the line end of the header between two inputs, where the first has no last one", async () => {
    const inputs = [...(await decode("a,b\r\n1,2")), ...(await decode("a,b\n3,4"))];
    expect(await encode(inputs)).toBe("a,b\r\n1,2\r\n3,4");
  });

  it("get the line end of the first row where there is no header", async () => {
    expect(await encode([...(await decodeBare("1\r\n2")), ...(await decodeBare("3"))])).toBe(
      "1\r\n2\r\n3",
    );
  });

  it("get a line feed between inputs that have no line end at all", async () => {
    expect(await encode([...(await decodeBare("1")), ...(await decodeBare("2"))])).toBe("1\n2");
    expect(await encode([...(await decode("a")), ...(await decode("a\n1\n"))])).toBe("a\n1\n");
  });

  it("are the same bytes however they are cut into batches", async () => {
    const text = `a,b\r\n${Array.from({ length: 20 }, (_, row) => `${row},"x\n${row}"`).join("\r\n")}`;
    const whole = await smoothed(text);
    for (const size of [1, 2, 19, 20, 21]) {
      expect(await smoothed(text, {}, size)).toBe(whole);
    }
  });

  it("fill any number of blocks", async () => {
    const long = "x".repeat(300_000);
    const text = `a\n${Array.from({ length: 12 }, (_, row) => long + row).join("\n")}\n`;
    const expected = text
      .split("\n")
      .slice(1, -1)
      .map((row, index) => `${row},${index % 2 === 0 ? "1,0" : "0,1"}\n`);
    const encoded = await encode(withClasses(await decode(text)));
    expect(encoded === `a,soft_target_0,soft_target_1\n${expected.join("")}`).toBe(true);
  });
});

describe("some fields of rows", () => {
  it("are copied with their quotes, in the order asked for", async () => {
    const text = '"x",y,"z"\r\n1,"b\r\nc",3\r\n"d""",,"5"';
    const expected = '"z","x",@\r\n3,1,0.75,0.25\r\n"5","d""",0.25,0.75';
    expect(await smoothed(text, { fields: [2, 0] })).toBe(
      expected.replace("@", "soft_target_0,soft_target_1"),
    );
  });

  it("may be none at all", async () => {
    expect(await smoothed("a,b\n1,2\n", { fields: [] })).toBe(
      "soft_target_0,soft_target_1\n0.75,0.25\n",
    );
  });

  it("may be all", async () => {
    const text = 'a,b\n1,"2"\n\n3,4';
    expect(await smoothed(text, { fields: [0, 1] })).toBe(await smoothed(text));
  });

  it("agree with splitting rows that hold no quotes", async () => {
    const cell = fc.stringMatching(/^[a-z ]{0,4}$/);
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(table, fc.shuffledSubarray([0, 1, 2]), async (rows, fields) => {
        const text = ["x,y,z", ...rows.map((row) => row.join(","))].join("\n");
        const expected = text
          .split("\n")
          .map((line) => fields.map((field) => line.split(",")[field]).join(","));
        expect(await encode(await decode(text), { fields })).toBe(expected.join("\n"));
      }),
      { numRuns: 50 },
    );
  });
});

describe("rows in another dialect", () => {
  it("are printed from their columns", async () => {
    const batches = await decode('a,b\r\n1,"x\ty"\r\n,""\r\n');
    expect(await encode(batches, { dialect: { delimiter: "\t" } })).toBe('a\tb\n1\t"x\ty"\n\t""\n');
  });

  it("write null as the text that means it, and quote values that look like it", async () => {
    const batches = await decode('a,b\n1,NA\n,"NA"\n', { nullText: "NA" });
    expect(await encode(batches, { dialect: { delimiter: ";" } })).toBe('a;b\n1;NA\nNA;"NA"\n');
  });

  it("are printed where only the null differs", async () => {
    const batches = await decode("a,b\n1,\n");
    expect(await encode(batches, { dialect: { nullText: "NA" } })).toBe("a,b\n1,NA\n");
  });

  it("get a header where they had none", async () => {
    const batches = await decodeBare("x,y\r\n");
    expect(await encode(batches, { dialect: { header: true } })).toBe("1,2\nx,y\n");
  });

  it("double the new quote, not the old one", async () => {
    const batches = await decode("a\n'x\"''y'\n", { quote: "'" });
    expect(await encode(batches, { dialect: { quote: '"' } })).toBe('a\n"x""\'y"\n');
  });

  it("keep the names of the columns that are wanted", async () => {
    const batches = await decode("a,b,c\n1,2,3\n");
    expect(await encode(batches, { dialect: { delimiter: ";" }, columns: ["c", "a"] })).toBe(
      "a;c\n1;3\n",
    );
  });
});

describe("CsvEncoder", () => {
  it("writes the header alone for no rows", async () => {
    expect(await encode(withClasses([batchOf([textColumn("a,b", [])])]))).toBe(
      '"a,b",soft_target_0,soft_target_1\n',
    );
  });

  it("writes no header where the dialect has none", async () => {
    expect(await encode([batchOf([textColumn("a", ["x"])])], { dialect: { header: false } })).toBe(
      "x\n",
    );
  });

  it("writes nothing for no batches", async () => {
    expect(await encode([])).toBe("");
  });

  it("refuses chunks that are no batches", async () => {
    await expect(encode(["a,b"] as never)).rejects.toThrow(
      'CsvEncoder takes batches, but was given the string "a,b"',
    );
  });

  it("refuses a batch without targets after one with targets", async () => {
    const [batch] = await decode("a\n1\n");
    const [first] = withClasses([batch]);
    await expect(encode([first, batch.renumbered(1)])).rejects.toThrow(
      "the batch from row 2 on has no targets",
    );
  });

  it("holds one block while nobody reads", async () => {
    const text = `a\n${"x".repeat(1000).concat("\n").repeat(5000)}`;
    const encoder = new CsvEncoder();
    for (const batch of await decode(text)) {
      encoder.write(batch);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(encoder.readableLength).toBeLessThan(2 * 2 ** 20);
    expect(encoder.readableLength).toBeGreaterThan(0);
    encoder.destroy();
  });

  it("hands out blocks that nobody writes to again", async () => {
    const rows = Array.from({ length: 40_000 }, (_, row) => `${row},${"y".repeat(60)}`);
    const blocks: { block: Uint8Array; copy: Buffer }[] = [];
    const encoder = new CsvEncoder();
    encoder.on("data", (block: Uint8Array) => blocks.push({ block, copy: Buffer.from(block) }));
    for (const batch of await decode(`a,b\n${rows.join("\n")}\n`)) {
      encoder.write(batch);
    }
    await new Promise((resolve) => encoder.end().on("end", resolve));
    expect(blocks.length).toBeGreaterThan(2);
    expect(blocks.every(({ block, copy }) => copy.equals(block))).toBe(true);
  });
});
