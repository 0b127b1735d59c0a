import { readFileSync } from "node:fs";
import { tableFromIPC, Vector } from "apache-arrow";

/** An Arrow file as plain data: its types under their names in apache-arrow, its metadata and its rows. */
export interface ArrowRendering {
  readonly schema: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Reads an Arrow file with the apache-arrow package. The version of the writer is left out. */
export function renderArrow(path: string): ArrowRendering {
  const table = tableFromIPC(readFileSync(path));
  const { fields, metadata } = table.schema;
  return {
    schema: Object.fromEntries(fields.map(({ name, type }) => [name, String(type)])),
    metadata: Object.fromEntries([...metadata].map(([key, text]) => [key, unversioned(text)])),
    rows: table
      .toArray()
      .map((row) =>
        Object.fromEntries(fields.map(({ name }) => [name, plain((row as never)[name])])),
      ),
  };
}

function unversioned(text: string): unknown {
  const { version: _version, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  return value instanceof Vector ? Array.from(value, plain) : value;
}
