import type { Batch } from "../batch.js";
import { sortClassNames } from "../classes/class-counter.js";
import { IgnoredLabels } from "../classes/ignored-labels.js";
import { LabelEncoder } from "../classes/labels.js";
import { dataError, usageError } from "../errors.js";
import { typeName } from "../columns/type-name.js";
import { option } from "../wording/option.js";

/** More values than this are no groups. */
const MOST_GROUPS = 10_000;

/** Kinds of columns whose values make groups. */
const KINDS: readonly string[] = [
  "utf8",
  "large-utf8",
  "utf8-view",
  "int",
  "float",
  "bool",
  "dictionary",
  "null",
];

/** The rows of a dataset told apart by the values of a column. */
export class RowGroups {
  readonly #column: string;
  readonly #values: string[] = [];
  readonly #encoder: LabelEncoder;

  /** @param column The column that holds the values. */
  constructor(column: string) {
    this.#column = column;
    const codes = new Map<string, number>();
    this.#encoder = new LabelEncoder({
      ignored: new IgnoredLabels({ ignoreLabel: "" }),
      resolve: (value) => {
        const code = codes.get(value) ?? this.#next();
        this.#values[code] = value;
        codes.set(value, code);
        return code;
      },
    });
  }

  /**
   * The group of each row, counted from 0 in the order that groups are met in; -1 for rows without a value.
   * @throws {DatasetError} If there is no such column, its values cannot be told apart (`BY_TYPE`), or there are more than
   *   10,000 (`TOO_MANY_GROUPS`).
   */
  codes(batch: Batch): Int32Array {
    const column = batch.column(this.#column);
    if (!KINDS.includes(column.field.type.kind)) {
      throw usageError(
        "BY_TYPE",
        `${option("by")}: a column of type ${typeName(column.field.type)} makes no groups; expected text, whole numbers, booleans or a dictionary`,
        { column: this.#column },
      );
    }
    return this.#encoder.encode(batch, column);
  }

  /** The groups in the order that classes are learned in, those without a value (null) last. */
  sorted(): { readonly value: string | null; readonly code: number }[] {
    const codeOf = new Map(this.#values.map((value, code) => [value, code]));
    const groups = sortClassNames(this.#values).map((value) => ({
      value,
      code: codeOf.get(value) as number,
    }));
    return [...groups, { value: null, code: -1 }];
  }

  #next(): number {
    if (this.#values.length === MOST_GROUPS) {
      throw dataError("TOO_MANY_GROUPS", `there are more than ${MOST_GROUPS} distinct values`, {
        hint: `${option("by")} is for a column such as a fold or a split.`,
      });
    }
    return this.#values.length;
  }
}
