import type { Field } from "../../batch.js";
import { corrupt } from "./checked-bytes.js";
import type { ArrowSchema } from "./decode-schema.js";
import { needsFooter } from "./framing-errors.js";
import { MAGIC, MessageFramer, startsWith, type ArrowContainer } from "./framing.js";
import { inFile, readFooter, type RandomAccess } from "./read-footer.js";

/** What Arrow data says of itself before its rows. */
export interface ArrowHead {
  readonly fields: readonly Field[];
  readonly metadata?: ReadonlyMap<string, string>;
  readonly container: ArrowContainer;
}

/**
 * Reads the schema of an Arrow IPC file (from its footer) or stream (from its first message).
 * @throws {DatasetError} If the data is damaged, cut off or not Arrow at all.
 */
export async function readArrowSchema(
  access: RandomAccess,
  { file }: { readonly file?: string } = {},
): Promise<ArrowHead> {
  if (startsWith(await access.read(0, MAGIC.length), MAGIC)) {
    return inFile(file, async () => head((await readFooter(access)).schema, "file"));
  }
  return readLeadingSchema((count) => access.read(0, count), { file });
}

/**
 * Reads the schema that Arrow data begins with, for inputs without random access.
 * @param peek Gives the first bytes: as many as asked for, or all there are.
 * @throws {DatasetError} As `readArrowSchema` does; also if a file has its schema in the footer alone (`NEEDS_FOOTER`).
 */
export async function readLeadingSchema(
  peek: (count: number) => Promise<Uint8Array>,
  { file }: { readonly file?: string } = {},
): Promise<ArrowHead> {
  return inFile(file, async () => {
    for (let count = PEEK_BYTES; ; count *= 4) {
      const bytes = await peek(count);
      const found = firstSchema(bytes, bytes.length < count);
      if (found !== undefined) {
        return found;
      }
    }
  });
}

const PEEK_BYTES = 2 ** 16;

function firstSchema(bytes: Uint8Array, isAll: boolean): ArrowHead | undefined {
  const framer = new MessageFramer();
  for (const { message } of framer.push(bytes)) {
    if (message.kind !== "schema") {
      throw needsFooter("does not begin with its schema");
    }
    return head(message.schema, framer.container as ArrowContainer);
  }
  if (!isAll) {
    return undefined;
  }
  framer.end();
  throw corrupt("the Arrow data ends without a schema");
}

function head({ fields, metadata }: ArrowSchema, container: ArrowContainer): ArrowHead {
  return { fields, metadata, container };
}
