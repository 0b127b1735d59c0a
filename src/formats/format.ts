import type { Transform } from "node:stream";
import type { Batch, Dialect, Field } from "../batch.js";
import type { ScoreOutput } from "../loss/score-columns.js";
import type { TargetOutput } from "../targets.js";
import type { OutputBlocks } from "./output-blocks.js";

/** Gives the bytes of an input from the first to the last. */
export interface ByteReader {
  /** Fills an array with the next bytes; gives their number, which is smaller only at the end. */
  read(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** Where a format gets its bytes from. */
export interface ByteInput {
  /** What it is called in messages. */
  readonly name: string;
  readonly size?: number;
  /** Whether it can be read several times and at any place. */
  readonly seekable: boolean;
  peek(count: number): Promise<Uint8Array>;
  reader(signal?: AbortSignal): Promise<ByteReader>;
  bytes(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  access(): Promise<{
    readonly size: number;
    read(offset: number, length: number): Promise<Uint8Array>;
    close(): Promise<void>;
  }>;
}

/** What an input says of itself before its rows are read. */
export interface Head {
  /** The columns in file order. Those of text are of type utf8 until somebody asks for their types. */
  readonly columns: readonly Field[];
  readonly metadata?: ReadonlyMap<string, string>;
  /** For text: its dialect, and whether every field's bytes can be located. */
  readonly dialect?: Dialect;
  readonly plainDialect?: boolean;
  /** For text: about how many bytes a row takes, from the first ones. */
  readonly bytesPerRow?: number;
}

/** A field of an input that becomes a column. */
export interface DecodedField {
  readonly index: number;
  readonly field: Field;
  /** For text: whether its type was guessed, so that all values must fit it without loss. */
  readonly guessed: boolean;
  /** For text: whether cells that are no number are NaN in a column of numbers, instead of a fault. */
  readonly numbers?: boolean;
}

/** What of an input is to be decoded. */
export interface ReadRequest {
  /** The fields that become columns, by place; for text with their types. Absent: all. */
  readonly fields?: readonly DecodedField[];
  /** The field of the labels: of text its cells are kept as they are spelled, of Arrow it becomes a column too. */
  readonly labelText?: number;
  readonly dialect?: Dialect;
  /** The most rows in a batch of text. */
  readonly maxRows?: number;
  readonly signal?: AbortSignal;
  /** Told how many blank lines were skipped, at the end. */
  readonly onBlankLines?: (count: number) => void;
}

/** What is written of each batch. */
export interface WriteRequest {
  /** The names of the columns that go out. */
  readonly columns: readonly string[];
  /** For text: the places of the fields that go out where bytes are copied; absent: whole rows. */
  readonly fields?: readonly number[];
  readonly dialect?: Dialect;
  readonly targets: TargetOutput;
  /** What is written of the loss, where there is one. */
  readonly scores?: ScoreOutput;
  /** For Arrow: rows in each record batch; absent: the batches as they come. */
  readonly chunkRows?: number;
  /** For Arrow: the most bytes of text in a record batch, which may end it before it has all its rows. */
  readonly chunkBytes?: number;
  /** For Arrow: set in the schema. */
  readonly metadata: ReadonlyMap<string, string>;
  /** For Arrow files: set in the schema of the footer, once all rows are written. */
  readonly footerMetadata?: () => ReadonlyMap<string, string>;
  /** Memory for what is written. */
  readonly blocks: OutputBlocks;
}

/** A kind of file: how to look at one, read it and write it. */
export interface Format {
  inspect(input: ByteInput, dialect: Partial<Dialect>): Promise<Head>;
  /** The columns of several inputs with one header, with the types that their values have. */
  types(inputs: readonly ByteInput[], request: TypesRequest): Promise<ColumnTypes>;
  read(input: ByteInput, request: ReadRequest): AsyncIterable<Batch>;
  encoder(request: WriteRequest): Transform;
}

/** Which types are asked for. */
export interface TypesRequest {
  readonly head: Head;
  /** What the user said, `a=text,b=float64`. */
  readonly given?: string;
  /** Look at every row instead of those of the first MiB, or the first row where it is longer. */
  readonly whole: boolean;
  readonly signal?: AbortSignal;
}

/** What the values of columns are. */
export interface ColumnTypes {
  readonly columns: readonly Field[];
  /** The places of the columns whose types nobody gave. */
  readonly guessed: readonly number[];
  /** Whether the last column holds fractional numbers, as far as was looked. */
  readonly lastIsFractional: () => Promise<boolean>;
}
