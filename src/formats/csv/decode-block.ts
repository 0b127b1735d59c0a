import { Batch, type Column } from "../../batch.js";
import { dataError, type DatasetError } from "../../errors.js";
import { CellLocator } from "./cell-spans.js";
import { cellText } from "./cell-text.js";
import { decodeColumn } from "./decode-column.js";
import type { ColumnPlan, DecodePlan } from "./decode-plan.js";
import type { RowBlock } from "./row-parser.js";
import { showValue } from "../../wording/show-value.js";
import { option } from "../../wording/option.js";

/** Decodes blocks of rows into batches, in the memory of the block. */
export class BlockDecoder {
  readonly #plan: DecodePlan;
  readonly #keepsSource: boolean;
  readonly #locator = new CellLocator();

  constructor(plan: DecodePlan, keepsSource: boolean) {
    this.#plan = plan;
    this.#keepsSource = keepsSource;
  }

  /**
   * Rows [start, end) of the block.
   * @throws {DatasetError} `TYPE_MISMATCH`, for a value that does not fit its column's type.
   */
  decode(block: RowBlock, start: number, end: number): Batch {
    const { columns, labelText } = this.#plan;
    const rows = [start, end] as const;
    return new Batch({
      rows: end - start,
      firstRow: block.firstRow + start,
      columns: columns.map((column) => this.#column(block, column, rows)),
      labelText: labelText === undefined ? undefined : this.#column(block, labelText, rows),
      source: this.#keepsSource ? block.source.slice(start, end) : undefined,
    });
  }

  #column(block: RowBlock, plan: ColumnPlan, rows: readonly [number, number]): Column {
    const { cells } = block;
    const spans = this.#locator.locate(cells, plan.index, rows);
    const column = decodeColumn(cells, spans, plan, block.arena);
    if (typeof column !== "number") {
      return column;
    }
    const value = cellText(cells.bytes, spans.from[column], spans.to[column], cells.quote);
    throw mismatch(value, plan, block, rows[0] + column);
  }
}

function mismatch(value: string, plan: ColumnPlan, block: RowBlock, row: number): DatasetError {
  const { name } = plan.field;
  const { source, firstRow } = block;
  const origin = plan.isGuessed ? "guessed from the rows before it" : "as it was given";
  return dataError(
    "TYPE_MISMATCH",
    `${showValue(value)} does not fit the column's type ${plan.type}, ${origin}`,
    {
      file: source.file,
      row: firstRow + row + 1,
      line: source.line(row),
      column: name,
      hint: `Give the column another type: ${option("types", { [name]: "text" })}.`,
    },
  );
}
