import { describe, expect, it } from "vitest";
import { decode, encode, faultOf, readByFooter, tableOf } from "./arrow-bytes.js";
import { arrowFiles, describedValues, HAS_ARROW_DATA } from "./integration-data.js";
import { plainValues } from "../../plain-values.js";

const FILES = arrowFiles("integration");
const BIG_ENDIAN = FILES.filter(({ name }) => name.includes("bigendian"));
const REFUSED = FILES.filter(({ name }) => name.includes("list_view"));
const GOOD = FILES.filter((file) => !BIG_ENDIAN.includes(file) && !REFUSED.includes(file));

describe.skipIf(!HAS_ARROW_DATA)("the Arrow project's own files", () => {
  it.each(GOOD)("$name holds what its description says", async ({ name, bytes }) => {
    const batches = await decode(bytes);
    const columns = batches[0].columns.map((_, at) =>
      batches.flatMap((batch) => plainValues(batch.columns[at])),
    );
    expect(columns.map((column) => column.map(float32Digits))).toEqual(
      describedValues(name).map((column) => column.map(float32Digits)),
    );
  });

  it.each(GOOD)("$name is the same after encoding", async ({ bytes }) => {
    const batches = await decode(bytes);
    for (const container of ["file", "stream"] as const) {
      const again = await decode(await encode(batches, { container }));
      expect(again.map(({ rows }) => rows)).toEqual(batches.map(({ rows }) => rows));
      expect(again[0].metadata).toEqual(batches[0].metadata);
      expect(tableOf(again)).toEqual(tableOf(batches));
    }
  });

  it.each(GOOD.filter(({ name }) => name.endsWith("_file")))(
    "$name is the same by its footer",
    async ({ bytes }) => {
      expect(tableOf(await readByFooter(bytes))).toEqual(tableOf(await decode(bytes)));
    },
  );

  it.each(BIG_ENDIAN)("$name is refused as big-endian", async ({ bytes }) => {
    expect(await faultOf(decode(bytes))).toMatchObject({ code: "BIG_ENDIAN", file: "in.arrow" });
  });

  it.each(REFUSED)("$name is refused by the name of its type", async ({ bytes }) => {
    expect(await faultOf(decode(bytes))).toMatchObject({
      code: "UNSUPPORTED_TYPE",
      column: "lv",
      message: expect.stringContaining("list-view") as string,
    });
  });

  it.each([...arrowFiles("fuzz-stream"), ...arrowFiles("fuzz-file")])(
    "the broken file $name ends in an error of ours, or can be encoded",
    async ({ bytes }) => {
      for (const read of [decode, readByFooter]) {
        const outcome = await read(bytes).then(encode, (error: unknown) => error);
        expect(outcome).toSatisfy(
          (value) => value instanceof Buffer || (value as Error).name === "DatasetError",
        );
      }
    },
  );
});

/** Descriptions give three decimals of a float32. */
function float32Digits(value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? value.toFixed(3) : value;
}
