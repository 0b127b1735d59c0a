import { Buffer } from "node:buffer";
import { type Column, type Dialect, isValid } from "../../batch.js";
import { refuseBinary } from "../../columns/refuse-binary.js";
import type { FieldQuoting } from "./field-quoting.js";
import type { OutputBytes } from "./output-bytes.js";
import { jsonPrinter, unionPlaces } from "./print-json.js";
import { floatReader, scalarPrinter } from "./print-scalar.js";
import { textCells } from "./text-cells.js";

/** Appends one field: the cell of a row. */
export type CellWriter = (row: number, out: OutputBytes) => void;

/** From here on a 64-bit integer may not be a safe one. */
const SAFE_HIGH = 2 ** 21;

/** How fields are written. */
export interface FieldStyle {
  readonly dialect: Dialect;
  readonly quoting: FieldQuoting;
}

/**
 * Writes the cells of a column as fields. Null is the dialect's null; nested values are JSON; of a union or dictionary
 * the value is written that it stands for.
 * @throws {DatasetError} `BINARY_COLUMN`, if there are binary values in the column: text cannot hold them.
 */
export function cellWriter(column: Column, style: FieldStyle): CellWriter {
  refuseBinary(column.field);
  return nullableWriter(column, style);
}

function nullableWriter(column: Column, style: FieldStyle): CellWriter {
  const write = valueWriter(column, style);
  const nullText = Buffer.from(style.dialect.nullText ?? "");
  return (row, out) => {
    if (isValid(column, row)) {
      write(row, out);
    } else {
      out.push(nullText);
    }
  };
}

function valueWriter(column: Column, style: FieldStyle): CellWriter {
  const { type } = column.field;
  switch (type.kind) {
    case "null":
      return () => {};
    case "int":
      return numberWriter(type.bits === 64 ? longWriter(column) : intWriter(column), style);
    case "float": {
      const number = floatReader(column, type);
      return numberWriter((row, out) => out.pushNumber(number(row)), style);
    }
    case "utf8":
    case "large-utf8":
    case "utf8-view":
      return textWriter(column, style);
    case "dictionary": {
      const write = nullableWriter(column.dictionary as Column, style);
      return (row, out) => write(Number(column.data?.[row]), out);
    }
    case "union":
      return unionWriter(column, style);
    case "list":
    case "large-list":
    case "fixed-list":
    case "struct":
    case "map":
      return printedWriter(jsonPrinter(column), style);
    default:
      return printedWriter(scalarPrinter(column), style);
  }
}

function numberWriter(write: CellWriter, { quoting }: FieldStyle): CellWriter {
  return quoting.numbersAreSafe ? write : settled(write, quoting);
}

function settled(write: CellWriter, quoting: FieldQuoting): CellWriter {
  return (row, out) => {
    const start = out.length;
    write(row, out);
    quoting.settle(out, start);
  };
}

function intWriter({ data }: Column): CellWriter {
  const values = data as Int32Array;
  return (row, out) => out.pushInteger(values[row]);
}

/** Takes the two halves of a 64-bit integer, so that no bigint is made for a safe one. */
function longWriter({ data }: Column): CellWriter {
  const values = data as BigInt64Array;
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return (row, out) => {
    const high = view.getInt32(row * 8 + 4, true);
    if (high >= -SAFE_HIGH && high < SAFE_HIGH && (high >= 0 || data instanceof BigInt64Array)) {
      out.pushInteger(high * 2 ** 32 + view.getUint32(row * 8, true));
    } else {
      out.pushText(String(values[row]));
    }
  };
}

function textWriter(column: Column, { quoting }: FieldStyle): CellWriter {
  const cells = textCells(column);
  return settled((row, out) => {
    cells.seek(row);
    out.push(cells.bytes, cells.from, cells.to);
  }, quoting);
}

function unionWriter(column: Column, style: FieldStyle): CellWriter {
  const place = unionPlaces(column);
  const writers = (column.children as readonly Column[]).map((child) =>
    nullableWriter(child, style),
  );
  return (row, out) => {
    const [child, childRow] = place(row);
    writers[child](childRow, out);
  };
}

function printedWriter(print: (row: number) => string, { quoting }: FieldStyle): CellWriter {
  return settled((row, out) => out.pushText(print(row)), quoting);
}
