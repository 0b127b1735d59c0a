import { Buffer } from "node:buffer";
import type { CellGrid } from "./row-indexer.js";

/** A field as a parser gave it. */
export interface ParsedField {
  readonly text: string;
  /** Whether it stood in quotes. */
  readonly quoted: boolean;
  /** One past its last byte, quotes included. */
  readonly end: number;
}

const QUOTE = '"';

/** Spells fields in one notation: null as nothing, every other value in quotes, those inside it doubled. */
export function canonicalCells(
  rows: readonly (readonly ParsedField[])[],
  width: number,
  nullText: string | undefined,
): CellGrid {
  const texts = rows.map((fields) => fields.map((field) => spell(field, nullText)));
  const starts = new Uint32Array(rows.length);
  const fieldEnds = new Uint32Array(rows.length * width);
  let length = 0;
  for (const [row, cells] of texts.entries()) {
    starts[row] = length;
    for (const [column, cell] of cells.entries()) {
      length += Buffer.byteLength(cell);
      fieldEnds[row * width + column] = length;
      length++;
    }
  }
  const bytes = new TextEncoder().encode(texts.map((cells) => `${cells.join(",")}\n`).join(""));
  return { bytes, width, starts, fieldEnds, quote: QUOTE.charCodeAt(0) };
}

function spell({ text, quoted }: ParsedField, nullText: string | undefined): string {
  const isNull = !quoted && (text === "" || text === nullText);
  return isNull ? "" : QUOTE + text.replaceAll(QUOTE, QUOTE + QUOTE) + QUOTE;
}
