import { RecordBatchStreamWriter, tableFromArrays, tableToIPC } from "apache-arrow";
import type { Schema } from "apache-arrow/fb/schema";
import { Type } from "apache-arrow/fb/type";
import { beforeAll, describe, expect, it } from "vitest";
import { Batch, type Column } from "../../../src/batch.js";
import { counted } from "../../../src/formats/arrow/checked-bytes.js";
import { decodeSchema } from "../../../src/formats/arrow/decode-schema.js";
import { decodeFooter, type Block } from "../../../src/formats/arrow/footer.js";
import { textColumn } from "../../columns-from.js";
import { columnOf } from "../../random-columns.js";
import { plainValues } from "../../plain-values.js";
import { DELTA_STREAM } from "./delta-stream.js";
import { decode, encode, faultOf, readByFooter, tableOf } from "./arrow-bytes.js";

const TEXTS = ["setosa", null, "versicolor", "a text of more than twelve bytes", "ä"];
const SMALL = new Batch({
  rows: TEXTS.length,
  firstRow: 0,
  columns: [textColumn("name", TEXTS), textColumn("note", TEXTS.toReversed(), "large-utf8")],
  metadata: new Map([["made", "here"]]),
});

let file: Buffer;
let stream: Buffer;

beforeAll(async () => {
  file = await encode([SMALL, SMALL]);
  stream = await encode([SMALL, SMALL], { container: "stream" });
});

describe("ArrowDecoder", () => {
  it.each([1, 2, 7, 8, 63, 64, 1000])(
    "gives the same whether bytes come in chunks of %i",
    async (size) => {
      for (const bytes of [file, stream]) {
        const batches = await decode(bytes, size);
        expect(batches.map(({ firstRow, rows }) => [firstRow, rows])).toEqual([
          [0, 5],
          [5, 5],
        ]);
        expect(tableOf(batches)).toEqual(tableOf([SMALL, SMALL]));
        expect(batches[1].metadata).toEqual(SMALL.metadata);
      }
    },
  );

  it("refuses a stream that is cut off anywhere", async () => {
    const whole = await encode([SMALL], { container: "stream" });
    for (let end = 1; end < whole.length; end++) {
      expect(await faultOf(decode(whole.subarray(0, end)))).toMatchObject({
        code: "TRUNCATED",
        kind: "data",
      });
    }
  });

  it("refuses a file that is cut off anywhere, from its start and by its footer", async () => {
    const whole = await encode([SMALL]);
    for (let end = 1; end < whole.length; end++) {
      const cut = whole.subarray(0, end);
      expect(await faultOf(decode(cut))).toMatchObject({
        code: expect.stringMatching(/TRUNCATED|CORRUPT/) as string,
      });
      expect((await faultOf(readByFooter(cut))).kind).toBe("data");
    }
  });

  it("refuses bytes behind the end of a stream", async () => {
    expect(await faultOf(decode(Buffer.concat([stream, stream])))).toMatchObject({
      code: "CORRUPT_ARROW",
    });
  });

  it("names the file and what other format it may be", async () => {
    expect(await faultOf(decode(Buffer.from("PAR1 and more")))).toMatchObject({
      code: "NOT_ARROW",
      file: "in.arrow",
      message: expect.stringContaining("Parquet") as string,
    });
    expect(await faultOf(decode(Buffer.from("id,x\n1,2\n")))).toMatchObject({ code: "NOT_ARROW" });
    expect(await faultOf(decode(Buffer.from("id")))).toMatchObject({ code: "NOT_ARROW" });
    expect(await faultOf(decode(Buffer.alloc(0)))).toMatchObject({ code: "EMPTY_INPUT" });
  });

  it("reads what apache-arrow writes", async () => {
    const table = tableFromArrays({
      id: Int32Array.of(1, 2, 3),
      x: Float64Array.of(0.5, -0, Infinity),
      word: ["a", "b", "a"],
    });
    for (const batches of [
      await decode(tableToIPC(table, "stream")),
      await readByFooter(tableToIPC(table, "file")),
    ]) {
      const values = batches[0].columns.map(plainValues);
      expect(values).toEqual([
        [1, 2, 3],
        [0.5, -0, Infinity],
        ["a", "b", "a"],
      ]);
    }
  });

  it("says what to do with a file that has its schema in the footer alone", async () => {
    const table = tableFromArrays({ id: Int32Array.of(1, 2, 3) });
    expect(await faultOf(decode(tableToIPC(table, "file")))).toMatchObject({
      code: "NEEDS_FOOTER",
      hint: expect.stringContaining("file") as string,
    });
  });

  it("reads a body that is larger than what it sets aside at first", async () => {
    const values = Float64Array.from({ length: 2_200_000 }, (_, row) => row);
    const field = { name: "x", type: { kind: "float", bits: 64 }, nullable: false } as const;
    const column = { field, length: values.length, nullCount: 0, data: values };
    const bytes = await encodeUnchecked([column]);
    const [batch] = await decode(bytes, 1 << 20);
    expect(
      Buffer.compare(
        Buffer.from(values.buffer),
        Buffer.from((batch.columns[0].data as Float64Array).slice().buffer),
      ),
    ).toBe(0);
  });

  it("takes a changed dictionary for what follows, and more values behind those there are", async () => {
    // Three batches: ["a", "b"], then the delta ["c"], then ["z"] instead; each batch uses the last value.
    const read = await decode(Buffer.from(DELTA_STREAM, "base64"));
    expect(read.flatMap(({ columns }) => plainValues(columns[0]))).toEqual(["b", "c", "z"]);
  });

  it("gives one batch without rows where there is none", async () => {
    const bytes = await new RecordBatchStreamWriter()
      .writeAll(tableFromArrays({ id: new Int32Array(0) }))
      .toUint8Array();
    const [batch, ...others] = await decode(bytes);
    expect(others).toEqual([]);
    expect(batch.rows).toBe(0);
    expect(batch.columns.map((column) => [column.field.name, column.length])).toEqual([["id", 0]]);
  });
});

describe("damaged metadata", () => {
  const none = { customMetadataLength: () => 0, customMetadata: () => null };
  const leaf = {
    ...none,
    name: () => "f",
    nullable: () => true,
    typeType: () => Type.Struct_,
    dictionary: () => null,
    childrenLength: () => 0,
    children: (): object => leaf,
  };
  const self = { ...leaf, childrenLength: () => 1, children: (): object => self };
  const twice = (child: object): typeof leaf => ({
    ...leaf,
    childrenLength: () => 2,
    children: () => child,
  });
  const doubling = Array.from({ length: 40 }).reduce(twice, leaf);

  it.each([
    ["its own child", self],
    ["twice the parent of the next, forty times", doubling],
  ])("with a field that is %s is refused at once", (_what, field) => {
    const schema = { ...none, endianness: () => 0, fieldsLength: () => 1, fields: () => field };
    expect(() => decodeSchema(schema as unknown as Schema, 4096)).toThrow(
      expect.objectContaining({ code: "CORRUPT_ARROW" }) as Error,
    );
  });

  it.each([-1n, 11n, 2n ** 62n])("with the count %d is refused where 0 to 10 is right", (count) => {
    expect(() => counted(count, "a count", 10)).toThrow(/0 to 10/u);
  });
});

describe("damaged values", () => {
  it.each<[string, Partial<Column>, string]>([
    ["text that is not UTF-8", { data: Buffer.from([0x61, 0xff, 0x62]) }, "INVALID_UTF8"],
    ["a text cut within a character", { data: Buffer.from([0x61, 0xc3, 0xa4]) }, "INVALID_UTF8"],
    [
      "a null count that the bitmap denies",
      { nullCount: 2, validity: Uint8Array.of(0b101) },
      "CORRUPT_ARROW",
    ],
  ])("%s is refused, with column and row where it has one", async (_what, parts, code) => {
    const good = textColumn("t", ["a", "b", "c"]);
    const filler = textColumn("t", ["x", "y", "z"]);
    const bytes = await encodeUnchecked([filler, { ...good, ...parts }]);
    const fault = await faultOf(decode(bytes));
    expect(fault).toMatchObject({ code, column: "t" });
    expect([undefined, 4, 5, 6]).toContain(fault.row);
  });

  it.each([
    ["go back", [0, 2, 1, 3]],
    ["begin below 0", [-1, 1, 2, 3]],
    ["end past the text", [0, 1, 2, 67]],
  ])("offsets that %s are refused", async (_what, offsets) => {
    const bytes = await encodeUnchecked([textColumn("t", ["a", "b", "c"])]);
    const place = bytes.indexOf(Buffer.from(Int32Array.of(0, 1, 2, 3).buffer));
    Buffer.from(Int32Array.from(offsets).buffer).copy(bytes, place);
    expect(await faultOf(decode(bytes))).toMatchObject({ code: "CORRUPT_ARROW", column: "t" });
  });

  it("a view outside its buffer is refused, and that of a null row is emptied", async () => {
    const { type, values } = {
      type: { kind: "utf8-view" } as const,
      values: ["a text beyond twelve bytes", "b"],
    };
    const column = columnOf("v", { type, values });
    const data = Uint8Array.from(column.data as Uint8Array);
    new DataView(data.buffer).setInt32(12, 1, true);
    const fault = await faultOf(decode(await encodeUnchecked([{ ...column, data }])));
    expect(fault).toMatchObject({ code: "CORRUPT_ARROW", column: "v", row: 1 });
    const nulled = { ...column, data, nullCount: 1, validity: Uint8Array.of(0b10) };
    const [batch] = await decode(await encodeUnchecked([nulled]));
    expect(plainValues(batch.columns[0])).toEqual([null, "b"]);
    expect([...(batch.columns[0].data as Uint8Array).subarray(0, 16)]).toEqual(Array(16).fill(0));
  });

  it("a type id that the union does not have is refused", async () => {
    const child = { name: "a", type: { kind: "bool" }, nullable: true } as const;
    const type = { kind: "union", mode: "sparse", children: [child], typeIds: [3] } as const;
    const column = columnOf("u", {
      type,
      values: [
        [3, true],
        [3, false],
      ],
    });
    const wrong = { ...column, data: Int8Array.of(3, 4) };
    expect(await faultOf(decode(await encodeUnchecked([wrong])))).toMatchObject({
      code: "CORRUPT_ARROW",
      column: "u",
    });
  });

  it("within a nested column are told by the column, not by the child and its row", async () => {
    const texts = { ...textColumn("item", ["a", "b", "c"]), data: Buffer.from([0x61, 0xff, 0x62]) };
    const field = {
      name: "list",
      type: { kind: "list", child: texts.field },
      nullable: true,
    } as const;
    const column = {
      field,
      length: 1,
      nullCount: 0,
      offsets: Int32Array.of(0, 3),
      children: [texts],
    };
    const fault = await faultOf(decode(await encodeUnchecked([column])));
    expect(fault).toMatchObject({ code: "INVALID_UTF8", column: "list" });
    expect(fault.row).toBeUndefined();
  });

  it("wide offsets that go back are refused", async () => {
    const bytes = await encodeUnchecked([textColumn("t", ["a", "b", "c"], "large-utf8")]);
    const place = bytes.indexOf(Buffer.from(BigInt64Array.of(0n, 1n, 2n, 3n).buffer));
    Buffer.from(BigInt64Array.of(0n, 2n, 1n, 3n).buffer).copy(bytes, place);
    expect(await faultOf(decode(bytes))).toMatchObject({ code: "CORRUPT_ARROW", column: "t" });
  });

  it("values that are too few are refused, and so are nulls that nobody counted", async () => {
    const column = columnOf("n", {
      type: { kind: "int", bits: 64, signed: true },
      values: [1n, 2n],
    });
    const short = { ...column, data: BigInt64Array.of(1n) };
    expect(await faultOf(decode(await encodeUnchecked([short])))).toMatchObject({
      code: "CORRUPT_ARROW",
    });
    const nulls = { ...column, nullCount: 1, validity: Uint8Array.of(0) };
    expect(await faultOf(decode(await encodeUnchecked([nulls])))).toMatchObject({
      code: "CORRUPT_ARROW",
    });
  });

  it("an offset past the child of a dense union is refused", async () => {
    const child = { name: "a", type: { kind: "bool" }, nullable: true } as const;
    const type = { kind: "union", mode: "dense", children: [child], typeIds: [3] } as const;
    const column = columnOf("u", {
      type,
      values: [
        [3, true],
        [3, false],
        [3, true],
      ],
    });
    const bytes = await encodeUnchecked([column]);
    const place = bytes.indexOf(Buffer.from(Int32Array.of(0, 1, 2).buffer));
    bytes.writeInt32LE(3, place + 8);
    expect(await faultOf(decode(bytes))).toMatchObject({ code: "CORRUPT_ARROW", column: "u" });
  });

  it("an index past its dictionary is refused, and that of a null row is not looked at", async () => {
    const words = textColumn("w", ["a", "b"]);
    const index = { kind: "int", bits: 8, signed: true } as const;
    const type = { kind: "dictionary", index, values: words.field.type, ordered: false } as const;
    const field = { name: "w", type, nullable: true };
    const column: Column = {
      field,
      length: 2,
      nullCount: 0,
      data: Int8Array.of(1, 2),
      dictionary: words,
    };
    expect(await faultOf(decode(await encodeUnchecked([column])))).toMatchObject({
      code: "CORRUPT_ARROW",
      row: 2,
    });
    const [batch] = await decode(
      await encodeUnchecked([{ ...column, nullCount: 1, validity: Uint8Array.of(1) }]),
    );
    expect(plainValues(batch.columns[0])).toEqual(["b", null]);
  });
});

/** A block as a footer holds it. */
function blockBytes({ offset, metadataLength, bodyLength }: Block): Buffer {
  return Buffer.from(
    BigInt64Array.of(BigInt(offset), BigInt(metadataLength), BigInt(bodyLength)).buffer,
  );
}

/** The messages of a file, and what stands behind them. */
function splitAtFooter(bytes: Buffer): [Buffer, Buffer] {
  const start = bytes.length - 10 - bytes.readInt32LE(bytes.length - 10);
  return [bytes.subarray(0, start), bytes.subarray(start)];
}

describe("a footer", () => {
  it("that lists fewer batches than there are is a fault from the start, and believed by itself", async () => {
    const [messages] = splitAtFooter(file);
    const [, footer] = splitAtFooter(await encode([SMALL]));
    const bytes = Buffer.concat([messages, footer]);
    expect(await faultOf(decode(bytes))).toMatchObject({ code: "NEEDS_FOOTER" });
    expect((await readByFooter(bytes)).map(({ rows }) => rows)).toEqual([SMALL.rows]);
  });

  it("that lists something else as a record batch is refused", async () => {
    const bytes = Buffer.from(file);
    const [, footer] = splitAtFooter(bytes);
    const { records } = decodeFooter(footer.subarray(0, -10));
    const place = bytes.lastIndexOf(blockBytes(records[0]));
    const schema = { offset: 8, metadataLength: 8 + bytes.readInt32LE(12), bodyLength: 0 };
    blockBytes(schema).copy(bytes, place);
    expect(await faultOf(readByFooter(bytes))).toMatchObject({ code: "CORRUPT_ARROW" });
  });
});

/** The stream of columns, one batch each, that nobody has looked at. */
async function encodeUnchecked(columns: readonly Column[]): Promise<Buffer> {
  const batches = columns.map(
    (column) => new Batch({ rows: column.length, firstRow: 0, columns: [column] }),
  );
  return encode(batches, { container: "stream" });
}
