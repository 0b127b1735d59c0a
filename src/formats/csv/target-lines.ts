import type { OutputBytes } from "./output-bytes.js";

/** The lines that are made of rows, for what their targets say. */
export interface TargetLines {
  /** How many lines a row has. */
  readonly count: (row: number) => number;
  /** Appends the target fields of one of them; those of a row come one after another, from 0 on. */
  readonly write: (row: number, line: number, out: OutputBytes) => void;
}
