import type { ColumnType, Field } from "../batch.js";
import { classesFromMetadata, indexClasses } from "./classes.js";
import { usageError } from "../errors.js";
import { typeName } from "../columns/type-name.js";
import { option } from "../wording/option.js";

/** The columns of a dataset, and which of them hold soft targets. */
export interface SoftColumns {
  readonly columns: readonly Field[];
  readonly metadata?: ReadonlyMap<string, string>;
  readonly soft?: readonly number[];
}

/** How many classes the soft columns stand for; undefined where only the rows of a list column tell. */
export function softCount({ soft, columns }: SoftColumns): number | undefined {
  if (soft?.length !== 1) {
    return soft?.length;
  }
  const { type } = columns[soft[0]];
  return type.kind === "fixed-list" ? type.size : undefined;
}

/**
 * Refuses a single column that holds no lists.
 * @throws {DatasetError} If it holds none (`SOFT_COLUMNS`).
 */
export function checkSoftColumns({ soft, columns }: SoftColumns): void {
  const only = soft?.length === 1 ? columns[soft[0]] : undefined;
  if (only !== undefined && !LISTS.has(only.type.kind)) {
    // What --layout list writes into CSV.
    const isText = only.type.kind === "utf8";
    throw noSoftColumns(
      only,
      isText
        ? `Lists within text are not read: write the targets as Arrow, or with ${option("layout", "columns")}, and select those.`
        : "Select the columns of all classes.",
    );
  }
}

const LISTS = new Set<ColumnType["kind"]>(["fixed-list", "list", "large-list"]);

function noSoftColumns({ name, type }: Field, hint: string): Error {
  return usageError(
    "SOFT_COLUMNS",
    `${option("soft")}: found ${JSON.stringify(name)} alone, of type ${typeName(type)}, expected a column for each class or one list column`,
    { column: name, hint },
  );
}

/**
 * Class names for soft columns: what is left of their names behind the prefix they have in common; for a list column
 * those of the metadata where as many are named there, else its places.
 * @throws {DatasetError} If a single column is no list of fixed size (`SOFT_COLUMNS`).
 */
export function softClassNames({ soft = [], columns, metadata }: SoftColumns): string[] {
  if (soft.length === 1) {
    const { type } = columns[soft[0]];
    if (type.kind !== "fixed-list") {
      throw noSoftColumns(
        columns[soft[0]],
        `Name the classes of lists of variable size with ${option("classes")}.`,
      );
    }
    const named = classesFromMetadata(metadata)?.names;
    return named?.length === type.size ? [...named] : [...indexClasses(type.size).names];
  }
  const names = soft.map((index) => columns[index].name);
  const prefix = commonPrefix(names);
  return names.map((name) => name.slice(prefix.length));
}

/** The longest common beginning that ends in a mark such as `_`, so that `p_cat` and `p_cow` become cat and cow. */
function commonPrefix(names: readonly string[]): string {
  let length = 0;
  while (length < names[0].length && names.every((name) => name[length] === names[0][length])) {
    length++;
  }
  const common = /^.*[^\p{L}\p{N}]/su.exec(names[0].slice(0, length))?.[0] ?? "";
  return names.some((name) => name.length === common.length) ? "" : common;
}
