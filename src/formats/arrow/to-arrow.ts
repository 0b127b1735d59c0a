import type { RecordBatch } from "apache-arrow";
import type { Batch } from "../../batch.js";
import { checkedBatch } from "../../checked-batch.js";
import type { TargetOutput } from "../../targets.js";
import { ArrowEncoder } from "./encode.js";

/**
 * A batch as a record batch of the `apache-arrow` package, its targets spelled out.
 *
 * @param targets How targets are laid out. Default: a fixed-size list of float32 named soft_target.
 * @throws {TypeError} If it is no Batch.
 * @throws {DatasetError} If a part of `targets` is unknown or of another type.
 * @example const table = new Table([await toArrow(batch)]);
 */
export async function toArrow(batch: Batch, targets?: Partial<TargetOutput>): Promise<RecordBatch> {
  // Lines of the layout long stay together, however many they are.
  const chunkRows = targets?.layout === "long" ? Number.MAX_SAFE_INTEGER : undefined;
  const encoder = new ArrowEncoder({ container: "stream", targets, chunkRows });
  encoder.end(checkedBatch(batch, "toArrow"));
  // Asked for at once: an error that nobody waits for would end the process.
  const chunks = await encoder.toArray();
  const { tableFromIPC } = await import("apache-arrow");
  return tableFromIPC(chunks).batches[0];
}
