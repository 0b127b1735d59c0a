import type { Dialect, Field } from "../batch.js";
import type { ClassList } from "../classes/classes.js";
import type { IgnoreOptions } from "../classes/ignored-labels.js";
import type { FormatName } from "../format-name.js";
import type { AskedLoss, LossSettings } from "../loss/loss-settings.js";
import type { ScoreOutput } from "../loss/score-columns.js";
import type { JoinKeys } from "../predictions/keyed-predictions.js";
import type { MatchedBy } from "../predictions/match-predictions.js";
import type { PredictionKind } from "../predictions/predictions.js";
import type { SettledColumns } from "../predictions/settle-columns.js";
import type { AskedSmoothing, Smoothing } from "../smoothing/smoothing.js";
import type { TargetOutput } from "../targets.js";
import type { Task } from "./score-settings.js";

/** What only the data can tell. */
export interface Facts {
  readonly input: InputFacts;
  /** The label column, by place and name; absent where the targets are soft. */
  readonly label?: { readonly index: number; readonly name: string };
  /** The columns that hold soft targets, by place. */
  readonly soft?: readonly number[];
  readonly classes: ClassList;
  readonly classesFrom: ClassesFrom;
  /** What of the smoothing was read from files. */
  readonly valuesByClass?: Pick<AskedSmoothing, "classEpsilons" | "prior" | "matrix">;
  /** Data rows, where they were counted. */
  readonly rows?: number;
  readonly predictions?: PredictionFacts;
  /** The class weights that are asked for, read where they are in a file. */
  readonly classWeights?: AskedLoss["classWeights"];
}

/** Where predictions were found. */
export interface PredictionFacts {
  readonly settled: SettledColumns;
  /** The file of their own, where they have one, and what is read of it. */
  readonly file?: {
    readonly path: string;
    readonly format: FormatName | "npy";
    readonly dialect?: Dialect;
    readonly fields: Plan["decode"]["fields"];
  };
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
  readonly task: Task;
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
      /** Whether cells that are no number are NaN, because somebody looks at them later. */
      readonly numbers?: boolean;
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
  /** Rows have any number of labels, with this between two of them in a text. */
  readonly multiLabel?: { readonly separator: string };
  /** The labels whose rows stay without a target. */
  readonly ignored?: IgnoreOptions;
  /** How targets are smoothed; and the two numbers of every row, where all rows have the same. */
  readonly smoothing: Smoothing & {
    /** Null where rows differ. */
    readonly onValue: number | null;
    readonly offValue: number | null;
  };
  /** The smoothing of one row with its numbers filled in. */
  readonly formula: string;
  /** What a model said of the rows. */
  readonly predictions?: {
    /** The columns that hold it, in the order of the classes; or the one of lists, or of one class of two. */
    readonly columns: readonly string[];
    readonly kind: PredictionKind;
    /** Whether somebody said so, or the framework expects it. */
    readonly kindFrom: "given" | "like" | "default";
    /** How columns were matched with classes; or that rows are found by key. */
    readonly matched: MatchedBy | "key";
    /** The class of two that a single column is for. */
    readonly positive?: string;
    readonly file?: PredictionFacts["file"];
    /** The columns of the keys. */
    readonly on?: JoinKeys;
  };
  /** How the loss of predictions is reckoned. */
  readonly loss?: LossSettings;
  readonly output: {
    readonly format: FormatName;
    readonly dialect?: Dialect;
    readonly road?: TextRoad;
    /** The input columns that go out, in their order. */
    readonly columns: readonly Field[];
    readonly fields: readonly number[];
    readonly targets: TargetOutput;
    /** What is written of the loss. */
    readonly scores?: ScoreOutput;
    /** Whether anything is written at all. */
    readonly isWritten: boolean;
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
