import type { ColumnType, Field } from "../batch.js";

/** The fields of a type's children; for a dictionary those of its values. */
export function childFields(type: ColumnType): readonly Field[] {
  if (type.kind === "dictionary") {
    return childFields(type.values);
  }
  return "children" in type ? type.children : "child" in type ? [type.child] : [];
}
