import type { Batch, Field } from "../../batch.js";
import { decodeStream } from "../decode-stream.js";
import type { ByteInput, DecodedField, Format, Head, ReadRequest } from "../format.js";
import { ArrowDecoder } from "./decode.js";
import { ArrowEncoder } from "./encode.js";
import { MAGIC, startsWith } from "./framing.js";
import { holdsFractions, mayBeFractional } from "./holds-fractions.js";
import { peekBatches } from "./peek-batches.js";
import { readArrowFile } from "./read-file.js";
import { readArrowSchema, readLeadingSchema } from "./read-schema.js";

/** Arrow IPC as one of the formats. Content tells which container is read; `name` says which one is written. */
export function arrowFormat(name: "arrow" | "arrows"): Format {
  return {
    inspect,
    types: async ([first], { head, signal }) => ({
      columns: head.columns,
      guessed: [],
      lastIsFractional: () => lastIsFractional(first, head.columns, signal),
    }),
    read,
    encoder: ({ blocks, ...request }) => {
      const { columns, targets, scores, chunkRows, chunkBytes, metadata, footerMetadata } = request;
      const container = name === "arrow" ? "file" : "stream";
      const content = { columns, targets, scores, metadata, footerMetadata };
      return new ArrowEncoder({ container, ...content, chunkRows, chunkBytes }, blocks);
    },
  };
}

/** The first rows are looked at, where the type leaves it open. */
async function lastIsFractional(
  input: ByteInput,
  columns: readonly Field[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const last = columns.length - 1;
  if (last < 0 || !mayBeFractional(columns[last].type)) {
    return false;
  }
  return holdsFractions(
    input.seekable
      ? read(input, { fields: [], labelText: last, signal })
      : peekBatches(input, [last]),
  );
}

async function inspect(input: ByteInput): Promise<Head> {
  const file = input.name;
  if (!input.seekable) {
    return headOf(await readLeadingSchema((count) => input.peek(count), { file }));
  }
  const access = await input.access();
  try {
    return headOf(await readArrowSchema(access, { file }));
  } finally {
    await access.close();
  }
}

function headOf({ fields, metadata }: Awaited<ReturnType<typeof readArrowSchema>>): Head {
  return { columns: fields, metadata };
}

/** A file that can be read anywhere is read by its footer, everything else from its first byte to its last. */
async function* read(
  input: ByteInput,
  { fields, labelText, signal }: ReadRequest,
): AsyncGenerator<Batch, void, undefined> {
  const file = input.name;
  const columns = fields && placesOf(fields, labelText);
  if (!input.seekable || !startsWith(await input.peek(MAGIC.length), MAGIC)) {
    yield* decodeStream(input.bytes(signal), new ArrowDecoder({ file, columns }));
    return;
  }
  const access = await input.access();
  try {
    for await (const batch of readArrowFile(access, { file, columns })) {
      signal?.throwIfAborted();
      yield batch;
    }
  } finally {
    await access.close();
  }
}

/** The places of what is asked for, in file order. */
function placesOf(fields: readonly DecodedField[], label: number | undefined): readonly number[] {
  const places = new Set(fields.map(({ index }) => index));
  if (label !== undefined) {
    places.add(label);
  }
  return [...places].toSorted((a, b) => a - b);
}
