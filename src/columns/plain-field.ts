import type { ColumnType, Field } from "../batch.js";

/** The field without its metadata, and so are the fields within it: what is left is plain data, fit for JSON. */
export function plainField({ name, type, nullable }: Field): Field {
  return { name, type: plainType(type), nullable };
}

function plainType(type: ColumnType): ColumnType {
  switch (type.kind) {
    case "list":
    case "large-list":
    case "fixed-list":
    case "map":
      return { ...type, child: plainField(type.child) };
    case "struct":
    case "union":
    case "unsupported":
      return { ...type, children: type.children.map(plainField) };
    case "dictionary":
      return { ...type, values: plainType(type.values) };
    default:
      return type;
  }
}
