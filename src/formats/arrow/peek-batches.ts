import type { Batch } from "../../batch.js";
import type { ColumnKey } from "../../selectors.js";
import type { ByteInput } from "../format.js";
import { BatchBuilder } from "./batch-builder.js";
import { MessageFramer } from "./framing.js";
import { inFile } from "./read-footer.js";

const FIRST_PEEK = 2 ** 20;
/** More is not kept in memory for the sake of a look. */
const LAST_PEEK = 2 ** 24;

/**
 * The record batches that an input begins with, which can be read once and is not: those of the first MiB, or as many
 * more as it takes for one with rows.
 */
export async function* peekBatches(
  input: ByteInput,
  columns: readonly ColumnKey[],
): AsyncGenerator<Batch, void, undefined> {
  for (let count = FIRST_PEEK; count <= LAST_PEEK; count *= 4) {
    const bytes = await input.peek(count);
    const batches = await inFile(input.name, async () => decodeStart(bytes, columns));
    if (bytes.length < count || batches.some(({ rows }) => rows > 0)) {
      yield* batches;
      return;
    }
  }
}

/** The batches that are there to their end. */
function decodeStart(bytes: Uint8Array, columns: readonly ColumnKey[]): Batch[] {
  const batches: Batch[] = [];
  let builder: BatchBuilder | undefined;
  for (const { message, body } of new MessageFramer().push(bytes)) {
    if (message.kind === "schema") {
      builder = new BatchBuilder(message.schema, columns);
    } else {
      batches.push(...[builder?.receive(message, body)].filter((batch) => batch !== undefined));
    }
  }
  return batches;
}
