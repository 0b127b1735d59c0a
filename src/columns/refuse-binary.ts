import type { ColumnType, Field } from "../batch.js";
import { dataError } from "../errors.js";
import { option } from "../wording/option.js";

/**
 * Refuses a column that holds binary values, at any depth: text cannot carry them.
 * @throws {DatasetError} If it does (`BINARY_COLUMN`).
 */
export function refuseBinary({ name, type }: Field): void {
  const found = binaryIn(type);
  if (found !== undefined) {
    throw dataError("BINARY_COLUMN", `found binary values (${found}), which text cannot carry`, {
      column: name,
      hint: `Leave the column out with ${option("drop")}, or write Arrow.`,
    });
  }
}

const BINARY = new Set<ColumnType["kind"]>([
  "binary",
  "large-binary",
  "binary-view",
  "fixed-binary",
]);

function binaryIn(type: ColumnType): string | undefined {
  return BINARY.has(type.kind)
    ? type.kind
    : partsOf(type)
        .map((part) => binaryIn(part))
        .find((found) => found !== undefined);
}

function partsOf(type: ColumnType): readonly ColumnType[] {
  switch (type.kind) {
    case "list":
    case "large-list":
    case "fixed-list":
    case "map":
      return [type.child.type];
    case "struct":
    case "union":
      return type.children.map((child) => child.type);
    case "dictionary":
      return [type.values];
    default:
      return [];
  }
}
