import type { Batch } from "../batch.js";
import { checkedBatch } from "../checked-batch.js";
import { usageError } from "../errors.js";
import { showValue } from "../wording/show-value.js";
import { StepTransform } from "../streams/step-transform.js";
import type { Value } from "../columns/values.js";
import { valueReader } from "../columns/values.js";
import { checkOptions, type Shapes, TEXT } from "../wording/shapes.js";

/** A row as an object: one member a column, and the targets. */
export type Row = Record<string, Value>;

/** How rows are made. */
export interface BatchesToRowsOptions {
  /** The member that holds the targets, an array of K numbers; default `soft_target`. */
  readonly targetName?: string;
}

const SHAPES: Shapes<BatchesToRowsOptions> = { targetName: TEXT };

/**
 * The way out to row objects: each batch becomes its rows, one object each, with the targets as an array of K
 * probabilities under `targetName` where a stage has made some. Columns of binary, decimals, times and the like have
 * the values that their types allow (`Value`).
 *
 * @example
 * await pipeline(batches, new BatchesToRows(), async (rows) => {
 *   for await (const { species, soft_target } of rows) console.log(species, soft_target);
 * });
 * @throws {DatasetError} On the way, if two columns have one name (`DOUBLED_COLUMN`) or a column has no plain values
 *   (`NO_PLAIN_VALUE`).
 */
export class BatchesToRows extends StepTransform<Batch, Row> {
  readonly #targetName: string;

  /** @throws {DatasetError} If there is no such option, or it is no string. */
  constructor(options: BatchesToRowsOptions = {}) {
    super({ readableObjectMode: true, writableObjectMode: true });
    checkOptions("BatchesToRows", options, SHAPES);
    this.#targetName = options.targetName ?? "soft_target";
  }

  protected override *step(input: Batch): Iterable<Row> {
    const batch = checkedBatch(input, "BatchesToRows");
    const readers = memberReaders(batch);
    const targets = batch.targets?.dense();
    const classes = batch.targets?.classes ?? 0;
    for (let row = 0; row < batch.rows; row++) {
      const members: Row = Object.fromEntries(readers.map(([name, read]) => [name, read(row)]));
      if (targets !== undefined) {
        members[this.#targetName] = [...targets.subarray(row * classes, (row + 1) * classes)];
      }
      yield members;
    }
  }
}

/** A reader for each column, which an object needs a name of its own for. */
function memberReaders({ columns }: Batch): [name: string, read: (row: number) => Value][] {
  const names = new Set<string>();
  return columns.map((column) => {
    const { name } = column.field;
    if (names.has(name)) {
      throw usageError("DOUBLED_COLUMN", `there are several columns named ${showValue(name)}`, {
        column: name,
        hint: "Rename one of them: a row object holds one member of a name.",
      });
    }
    names.add(name);
    return [name, valueReader(column)];
  });
}
