import type { Column, Field } from "../../batch.js";
import { layoutOf } from "../../columns/layout.js";
import { emptyOffsets } from "../../columns/offsets.js";

/** Finds the dictionary of a dictionary field; absent where none has come yet. */
export type DictionaryLookup = (field: Field) => Column | undefined;

/** A column without rows. */
export function emptyColumn(field: Field, dictionaryOf: DictionaryLookup): Column {
  const base = { field, length: 0, nullCount: 0 };
  const column = { ...base, ...emptyParts(field, dictionaryOf) };
  if (field.type.kind !== "dictionary") {
    return column;
  }
  const dictionary = dictionaryOf(field) ?? emptyColumn(valuesField(field), dictionaryOf);
  return { ...column, dictionary };
}

/** The values of a dictionary field's dictionary, as a field of their own. */
export function valuesField(field: Field): Field {
  const { name, type } = field;
  return type.kind === "dictionary" ? { name, type: type.values, nullable: true } : field;
}

function emptyParts(field: Field, dictionaryOf: DictionaryLookup): Partial<Column> {
  const layout = layoutOf(field.type);
  const empty = (child: Field): Column => emptyColumn(child, dictionaryOf);
  switch (layout.form) {
    case "null":
      return {};
    case "bits":
      return { data: new Uint8Array(0) };
    case "fixed":
      return { data: new layout.array(0) };
    case "view":
      return { data: new Uint8Array(0), buffers: [] };
    case "bytes":
      return { offsets: emptyOffsets(1, layout.wide), data: new Uint8Array(0) };
    case "list":
      return { offsets: emptyOffsets(1, layout.wide), children: [empty(layout.child)] };
    case "fixed-list":
      return { children: [empty(layout.child)] };
    case "struct":
      return { children: layout.children.map(empty) };
    case "union":
      return {
        data: new Int8Array(0),
        offsets: layout.dense ? new Int32Array(0) : undefined,
        children: layout.children.map(empty),
      };
  }
}
