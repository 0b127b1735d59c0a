import type { RecordBatch } from "apache-arrow";
import type { Batch } from "../../batch.js";
import type { TargetOutput } from "../../targets.js";
import { ArrowEncoder } from "./encode.js";

/**
 * A batch as a record batch of the `apache-arrow` package, its targets spelled out.
 *
 * @param targets How targets are laid out. Default: a fixed-size list of float32 named soft_target.
 * @example const table = new Table([await toArrow(batch)]);
 */
export async function toArrow(batch: Batch, targets?: Partial<TargetOutput>): Promise<RecordBatch> {
  const encoder = new ArrowEncoder({ container: "stream", targets });
  encoder.end(batch);
  const { tableFromIPC } = await import("apache-arrow");
  const table = tableFromIPC(await encoder.toArray());
  return table.batches[0];
}
