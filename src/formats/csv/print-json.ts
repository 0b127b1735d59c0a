import { type Column, type ColumnType, isValid } from "../../batch.js";
import { scalarPrinter } from "./print-scalar.js";

/**
 * The cells of a column as JSON: lists are arrays, structs and maps objects, dates and times strings; numbers are
 * exact, 64-bit integers and decimals to the last digit. What JSON has no number for (NaN, infinities) is null.
 */
export function jsonPrinter(column: Column): (row: number) => string {
  const print = valuePrinter(column);
  return (row) => (isValid(column, row) ? print(row) : "null");
}

function valuePrinter(column: Column): (row: number) => string {
  const { type } = column.field;
  switch (type.kind) {
    case "null":
      return () => "null";
    case "list":
    case "large-list":
    case "fixed-list":
      return listPrinter(column, type);
    case "struct":
      return structPrinter(column);
    case "map":
      return mapPrinter(column);
    case "union":
      return unionPrinter(column);
    case "dictionary": {
      const print = jsonPrinter(column.dictionary as Column);
      return (row) => print(Number(column.data?.[row]));
    }
    case "bool":
    case "int":
    case "decimal":
      return scalarPrinter(column);
    case "float": {
      const print = scalarPrinter(column);
      return (row) => finite(print(row));
    }
    default: {
      const print = scalarPrinter(column);
      return (row) => JSON.stringify(print(row));
    }
  }
}

/** Where the cells of a union are: the child that holds a row, and the row in it. */
export function unionPlaces({ field, data, offsets }: Column): (row: number) => [number, number] {
  const { typeIds } = field.type as Extract<ColumnType, { kind: "union" }>;
  return (row) => [typeIds.indexOf(Number(data?.[row])), Number(offsets?.[row] ?? row)];
}

function unionPrinter(column: Column): (row: number) => string {
  const place = unionPlaces(column);
  const printers = (column.children as readonly Column[]).map(jsonPrinter);
  return (row) => {
    const [child, childRow] = place(row);
    return printers[child](childRow);
  };
}

function finite(text: string): string {
  return /[NI]/.test(text) ? "null" : text;
}

/** Where the items of a list's row begin and end. */
function listBounds({ offsets }: Column, type: ColumnType): (row: number) => [number, number] {
  if (type.kind === "fixed-list") {
    return (row) => [row * type.size, (row + 1) * type.size];
  }
  return (row) => [Number(offsets?.[row]), Number(offsets?.[row + 1])];
}

function listPrinter(column: Column, type: ColumnType): (row: number) => string {
  const bounds = listBounds(column, type);
  const print = jsonPrinter((column.children as readonly Column[])[0]);
  return (row) => `[${between(bounds(row), print)}]`;
}

function structPrinter({ children }: Column): (row: number) => string {
  const members = (children as readonly Column[]).map(
    (child) => [JSON.stringify(child.field.name), jsonPrinter(child)] as const,
  );
  return (row) => `{${members.map(([name, print]) => `${name}:${print(row)}`).join(",")}}`;
}

function mapPrinter(column: Column): (row: number) => string {
  const bounds = listBounds(column, column.field.type);
  const [entries] = column.children as readonly Column[];
  const [key, value] = (entries.children as readonly Column[]).map(jsonPrinter);
  const print = (row: number): string => `${asName(key(row))}:${value(row)}`;
  return (row) => `{${between(bounds(row), print)}}`;
}

/** JSON knows text alone as a member's name. */
function asName(json: string): string {
  return json.startsWith('"') ? json : JSON.stringify(json);
}

function between([from, to]: [number, number], print: (row: number) => string): string {
  return Array.from({ length: to - from }, (_, index) => print(from + index)).join(",");
}
