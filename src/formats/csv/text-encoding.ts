import { Buffer } from "node:buffer";
import type { Batch, Column } from "../../batch.js";
import type { RowSource } from "../../row-source.js";
import { scoreColumns, type ScoreOutput } from "../../loss/score-columns.js";
import { type TargetOutput, targetNames } from "../../targets.js";
import type { FieldStyle } from "./cell-writer.js";
import { copiedHeader, type HeaderRow, writeNames } from "./header-writer.js";
import type { OutputBytes } from "./output-bytes.js";
import { copyFields, copyRows, printColumns, type RowWriter, withCells } from "./row-writer.js";
import { LineWriter } from "./line-writer.js";
import type { TargetLines } from "./target-lines.js";
import { TargetWriter } from "./target-writer.js";
import { isSameDialect } from "./written-dialect.js";

const BYTE_ORDER_MARK = Buffer.from("\uFEFF");
const LINE_FEED = Buffer.from("\n");

/** What goes out of every batch, decided before the first one. */
export interface TextOutput {
  readonly style: FieldStyle;
  /** The targets' place in the output; absent where batches carry none. */
  readonly targets?: TargetOutput;
  /** What is written of the loss, where batches carry one. */
  readonly scores: ScoreOutput;
  /** Of rows that are copied these fields, by place; absent: whole rows. */
  readonly fields?: readonly number[];
  /** Of rows that are printed the columns of these names; absent: all. */
  readonly columns?: ReadonlySet<string>;
}

/** What goes out of one batch: the bytes of its source, or its columns. */
interface Outgoing {
  readonly source?: RowSource;
  readonly columns: readonly Column[];
  /** What was added to the row. */
  readonly scores: readonly Column[];
  /** Whether something of the row itself is written. */
  readonly hasFields: boolean;
}

/** Turns batches into one delimited text, block by block. */
export class TextEncoding {
  readonly #output: TextOutput;
  readonly #targetNames: readonly string[];
  readonly #targets?: TargetWriter | LineWriter;
  readonly #delimiter: Uint8Array;
  readonly #out: OutputBytes;
  #hasBegun = false;
  #lineEnd: Uint8Array = LINE_FEED;
  /** Whether the last row was written without a line end, as the last of its source. */
  #lineEndIsDue = false;

  constructor(output: TextOutput, out: OutputBytes) {
    const { style, targets } = output;
    this.#output = output;
    this.#out = out;
    this.#delimiter = Buffer.from(style.dialect.delimiter);
    this.#targetNames = targets === undefined ? [] : targetNames(targets);
    if (targets !== undefined && this.#targetNames.length > 0) {
      const Writer = targets.layout === "long" ? LineWriter : TargetWriter;
      this.#targets = new Writer(targets, style);
    }
  }

  /** The blocks that fill up with this batch, which is let go of at the end. */
  *blocks(batch: Batch): Iterable<Uint8Array> {
    const out = this.#out;
    const outgoing = this.#outgoing(batch);
    if (!this.#hasBegun) {
      this.#begin(outgoing);
    }
    const { writeFields, writeLineEnd } = this.#rowWriter(batch, outgoing);
    const { count, write } = this.#targetLines(batch, outgoing);
    for (let row = 0; row < batch.rows; row++) {
      const lines = count(row);
      for (let line = 0; line < lines; line++) {
        if (this.#lineEndIsDue) {
          out.push(this.#lineEnd);
          this.#lineEndIsDue = false;
        }
        writeFields(row, out);
        write(row, line, out);
        this.#lineEndIsDue = !writeLineEnd(row, out);
        if (out.isFull) {
          yield out.take();
        }
      }
    }
    batch.release?.();
  }

  /** The last block. */
  *rest(): Iterable<Uint8Array> {
    if (this.#out.length > 0) {
      yield this.#out.take();
    }
  }

  #outgoing(batch: Batch): Outgoing {
    const { source, columns } = batch;
    const { fields, columns: names, style } = this.#output;
    const scores = scoreColumns(batch, this.#output.scores);
    const canCopy =
      source !== undefined &&
      isSameDialect(source.dialect, style.dialect) &&
      (fields === undefined || source.fieldEnds !== undefined);
    if (canCopy) {
      return { source, columns: [], scores, hasFields: fields?.length !== 0 };
    }
    const printed = columns.filter((column) => names?.has(column.field.name) !== false);
    return { columns: printed, scores, hasFields: printed.length > 0 };
  }

  #begin({ source, columns, scores, hasFields }: Outgoing): void {
    const { fields, style } = this.#output;
    const out = this.#out;
    this.#hasBegun = true;
    if (source?.bom === true) {
      out.push(BYTE_ORDER_MARK);
    }
    const header = source === undefined ? undefined : copiedHeader(source, fields);
    this.#lineEnd = firstLineEnd(header, source);
    if (!style.dialect.header) {
      return;
    }
    if (header === undefined) {
      writeNames(
        columns.map((column) => column.field.name),
        style,
        out,
      );
    } else {
      out.push(header.fields);
    }
    const added = [...scores.map(({ field }) => field.name), ...this.#targetNames];
    if (hasFields && added.length > 0) {
      out.push(this.#delimiter);
    }
    writeNames(added, style, out);
    this.#lineEndIsDue = header?.lineEnd.length === 0;
    out.push(header?.lineEnd ?? this.#lineEnd);
  }

  #rowWriter(batch: Batch, { source, columns, scores, hasFields }: Outgoing): RowWriter {
    const { fields, style } = this.#output;
    if (source === undefined) {
      return printColumns(batch, [...columns, ...scores], { ...style, lineEnd: this.#lineEnd });
    }
    const copied = fields === undefined ? copyRows(source) : copyFields(source, fields);
    return scores.length === 0 ? copied : withCells(copied, scores, { ...style, hasFields });
  }

  #targetLines({ targets, firstRow }: Batch, outgoing: Outgoing): TargetLines {
    if (this.#targets === undefined) {
      return { count: () => 1, write: () => {} };
    }
    if (targets === undefined) {
      throw new TypeError(`the batch from row ${firstRow + 1} on has no targets, unlike the first`);
    }
    const lines = this.#targets.lines(targets, firstRow);
    const delimiter = this.#delimiter;
    const write: TargetLines["write"] = (row, line, out) => {
      out.push(delimiter);
      lines.write(row, line, out);
    };
    return outgoing.hasFields || outgoing.scores.length > 0 ? { ...lines, write } : lines;
  }
}

/** What ends the rows of a source, as its header or first row tells; else a line feed. */
function firstLineEnd(header?: HeaderRow, source?: RowSource): Uint8Array {
  if (header !== undefined && header.lineEnd.length > 0) {
    return header.lineEnd;
  }
  if (source !== undefined && source.nexts[0] > source.ends[0]) {
    return source.bytes.slice(source.ends[0], source.nexts[0]);
  }
  return LINE_FEED;
}
