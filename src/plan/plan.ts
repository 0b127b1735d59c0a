import type { Dialect, Field } from "../batch.js";
import type { ClassList } from "../classes/classes.js";
import type { FormatName } from "../format-name.js";
import type { SmoothingMethod } from "../smoothing.js";
import type { TargetOutput } from "../targets.js";

/** What only the data can tell. */
export interface Facts {
  readonly input: InputFacts;
  /** The label column, by place and name; absent where the targets are soft. */
  readonly label?: { readonly index: number; readonly name: string };
  /** The columns that hold soft targets, by place. */
  readonly soft?: readonly number[];
  readonly classes: ClassList;
  readonly classesFrom: ClassesFrom;
  /** Data rows, where they were counted. */
  readonly rows?: number;
}

/** Where the class list comes from. */
export type ClassesFrom = "given" | "indices" | "learned" | "columns" | `file ${string}`;

/** What the inputs have in common. */
export interface InputFacts {
  readonly names: readonly string[];
  readonly format: FormatName;
  readonly columns: readonly Field[];
  /** The places of the columns whose types were guessed. */
  readonly guessed: readonly number[];
  /** The schema metadata of Arrow. */
  readonly metadata?: ReadonlyMap<string, string>;
  /** The dialect of text, and whether its fields can be located in the bytes. */
  readonly dialect?: Dialect;
  readonly plainDialect?: boolean;
  /** The size of all inputs, where it is known. */
  readonly bytes?: number;
  /** About how many bytes of text a row takes. */
  readonly bytesPerRow?: number;
}

/** How rows reach a text output: whole, as some of their fields' bytes, or printed from columns. */
export type TextRoad = "rows" | "fields" | "columns";

/** Everything a run does, decided: plain data that can be printed, kept or handed to another process. */
export interface Plan {
  readonly version: string;
  readonly input: {
    readonly names: readonly string[];
    readonly format: FormatName;
    readonly dialect?: Dialect;
    readonly bytes?: number;
    readonly rows?: number;
  };
  readonly decode: {
    /** The fields of a text that become columns, by place, with their types. */
    readonly fields: readonly {
      readonly index: number;
      readonly field: Field;
      /** Whether the type was guessed: then a value that does not fit it without loss is a fault. */
      readonly guessed: boolean;
    }[];
    /** The field whose cells are also kept as they are spelled. */
    readonly labelText?: number;
  };
  readonly label?: string;
  readonly soft?: readonly string[];
  readonly classes: ClassList;
  readonly classesFrom: ClassesFrom;
  /** Whether labels are class indices instead of names. */
  readonly indexLabels: boolean;
  readonly smoothing: {
    readonly method: SmoothingMethod;
    readonly epsilon: number;
    readonly onValue: number;
    readonly offValue: number;
  };
  /** The smoothing of one row with its numbers filled in. */
  readonly formula: string;
  readonly output: {
    readonly format: FormatName;
    readonly dialect?: Dialect;
    readonly road?: TextRoad;
    /** The input columns that go out, in their order. */
    readonly columns: readonly Field[];
    readonly fields: readonly number[];
    readonly targets: TargetOutput;
    /** Rows in each record batch; absent: the input's batches. */
    readonly chunkRows?: number;
    /** The most bytes of text in a record batch, which may end it before it has all its rows; absent: no matter. */
    readonly chunkBytes?: number;
    readonly metadata: Readonly<Record<string, string>>;
    /** Every column that is written, with its type. */
    readonly schema: readonly { readonly name: string; readonly type: string }[];
    /** About how many bytes the output will have, where the number of rows is known or can be estimated. */
    readonly bytes?: number;
  };
}
