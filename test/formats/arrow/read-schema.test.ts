import { tableFromArrays, tableToIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { readArrowSchema, readLeadingSchema } from "../../../src/formats/arrow/read-schema.js";
import { accessTo, faultOf } from "./arrow-bytes.js";

const TABLE = tableFromArrays({ id: Int32Array.of(1, 2), word: ["a", "b"] });
const FILE = tableToIPC(TABLE, "file");
const STREAM = tableToIPC(TABLE, "stream");

describe("readArrowSchema", () => {
  it.each([
    ["file", FILE],
    ["stream", STREAM],
  ])("reads the fields of a %s", async (container, bytes) => {
    const head = await readArrowSchema(accessTo(bytes));
    expect(head.container).toBe(container);
    expect(head.fields.map(({ name }) => name)).toEqual(["id", "word"]);
    expect(head.fields[0].type).toEqual({ kind: "int", bits: 32, signed: true });
    expect(head.fields[1].type).toMatchObject({ kind: "dictionary", values: { kind: "utf8" } });
  });

  it.each([
    ["an empty file", new Uint8Array(0), "EMPTY_INPUT"],
    ["a text", Buffer.from("id,word\n1,a\n"), "NOT_ARROW"],
    ["a file without its end", FILE.subarray(0, -1), "TRUNCATED"],
    ["the magic alone", Buffer.from("ARROW1\0\0"), "TRUNCATED"],
    ["a stream without its schema's end", STREAM.subarray(0, 40), "TRUNCATED"],
    ["a footer longer than the file", withFooterLength(1 << 20), "CORRUPT_ARROW"],
    ["a footer of no bytes", withFooterLength(0), "CORRUPT_ARROW"],
  ])("refuses %s", async (_what, bytes, code) => {
    expect(await faultOf(readArrowSchema(accessTo(bytes), { file: "in.arrow" }))).toMatchObject({
      code,
      file: "in.arrow",
    });
  });
});

describe("readLeadingSchema", () => {
  it("reads a stream from its first bytes, and says what a file without a leading schema needs", async () => {
    expect((await readLeadingSchema(peek(STREAM))).container).toBe("stream");
    expect(await faultOf(readLeadingSchema(peek(FILE)))).toMatchObject({ code: "NEEDS_FOOTER" });
  });
});

/** The first bytes of these, as many as asked for. */
function peek(bytes: Uint8Array): (count: number) => Promise<Uint8Array> {
  return async (count) => bytes.subarray(0, count);
}

function withFooterLength(length: number): Uint8Array {
  const bytes = Uint8Array.from(FILE);
  new DataView(bytes.buffer).setInt32(bytes.length - 10, length, true);
  return bytes;
}
