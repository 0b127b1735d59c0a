import { Batch, type Column, type ColumnType, type Field } from "../../batch.js";
import type { ByteInput, ByteReader, Format } from "../format.js";
import { badNpy, HEADER_BYTES, type NpyHeader, readNpyHeader } from "./header.js";

/** The bytes of values in a batch. */
const BLOCK_BYTES = 2 ** 20;

/** What the only column of an array is called. */
const COLUMN_NAME = "predictions";

/** Arrays that `numpy.save` wrote, of two dimensions: a column of lists, or of numbers where the lists would have one each. */
export const NPY_FORMAT: Pick<Format, "inspect" | "read"> = {
  inspect: async (input) => ({ columns: [fieldOf(await headerOf(input))] }),
  read,
};

async function headerOf(input: ByteInput): Promise<NpyHeader> {
  const header = readNpyHeader(await input.peek(HEADER_BYTES), input.name);
  const { start, itemBytes, rows, width } = header;
  const expected = start + rows * width * itemBytes;
  if (input.size !== undefined && input.size !== expected) {
    throw badNpy(
      `it has ${input.size} bytes; its header promises ${rows} rows of ${width}, which take ${expected}`,
    ).at({ file: input.name });
  }
  return header;
}

function fieldOf({ itemBytes, width }: Pick<NpyHeader, "itemBytes" | "width">): Field {
  const type: ColumnType = { kind: "float", bits: itemBytes === 4 ? 32 : 64 };
  const child = { name: "item", type, nullable: false };
  return width === 1
    ? { name: COLUMN_NAME, type, nullable: false }
    : { name: COLUMN_NAME, type: { kind: "fixed-list", child, size: width }, nullable: false };
}

async function* read(
  input: ByteInput,
  { signal }: { readonly signal?: AbortSignal },
): AsyncGenerator<Batch, void, undefined> {
  const header = await headerOf(input);
  const { start, itemBytes, rows, width } = header;
  const rowBytes = Math.max(1, width * itemBytes);
  const most = Math.max(1, Math.floor(BLOCK_BYTES / rowBytes));
  const reader = await input.reader(signal);
  const spare: Uint8Array[] = [];
  try {
    await fill(reader, new Uint8Array(start), input.name);
    for (let firstRow = 0; firstRow < rows || firstRow === 0; firstRow += most) {
      const count = Math.min(most, rows - firstRow);
      const block = spare.pop() ?? new Uint8Array(most * rowBytes);
      const bytes = block.subarray(0, count * width * itemBytes);
      await fill(reader, bytes, input.name);
      const batch = batchOf(input.name, firstRow, columnOf(header, bytes));
      yield batch.releasedBy(() => spare.push(block));
    }
  } finally {
    await reader.close();
  }
}

async function fill(reader: ByteReader, bytes: Uint8Array, file: string): Promise<void> {
  if ((await reader.read(bytes)) < bytes.length) {
    throw badNpy("it ends before its last row").at({ file });
  }
}

function columnOf({ itemBytes, width }: NpyHeader, { buffer, length }: Uint8Array): Column {
  const values = length / itemBytes;
  const data =
    itemBytes === 4 ? new Float32Array(buffer, 0, values) : new Float64Array(buffer, 0, values);
  const field = fieldOf({ itemBytes, width });
  if (field.type.kind !== "fixed-list") {
    return { field, length: values, nullCount: 0, data };
  }
  const child: Column = { field: field.type.child, length: values, nullCount: 0, data };
  return { field, length: width === 0 ? 0 : values / width, nullCount: 0, children: [child] };
}

function batchOf(file: string, firstRow: number, column: Column): Batch {
  const rows = column.length;
  return new Batch({ rows, firstRow, columns: [column], origin: { file, firstRow } });
}
