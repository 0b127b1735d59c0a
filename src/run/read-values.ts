import { isNumber } from "../classes/classes.js";
import { type GivenValues, type NamedValue, valuesFromJson } from "../classes/given-values.js";
import { usageError } from "../errors.js";
import { option, type OptionName } from "../wording/option.js";
import { showValue } from "../wording/show-value.js";
import { readNumberFile, type TextRow } from "./number-file.js";

/**
 * The same values, read from their file where they are in one: two columns, class and value, with or without a header;
 * or JSON.
 * @throws {DatasetError} If the file cannot be read or holds something else (`BAD_VALUES`).
 */
export async function readValues(given: GivenValues, asked: OptionName): Promise<GivenValues> {
  if (given.kind !== "file") {
    return given;
  }
  const { file } = given;
  return readNumberFile<GivenValues>(file, {
    asked,
    json: (content) => valuesFromJson(content, file, asked),
    rows: async (rows) => ({ kind: "named", entries: await namedValues(rows, asked), file }),
  });
}

async function namedValues(
  rows: AsyncIterable<TextRow>,
  asked: OptionName,
): Promise<readonly NamedValue[]> {
  const entries: NamedValue[] = [];
  let isFirst = true;
  for await (const row of rows) {
    checkWidth(row, asked);
    const [name, text] = row.cells;
    const isHeader = isFirst && !isNumber(text.trim());
    if (!isHeader) {
      entries.push({ name, value: numberIn(text, row, asked), line: row.line });
    }
    isFirst = false;
  }
  return entries;
}

function checkWidth({ cells, line }: TextRow, asked: OptionName): void {
  if (cells.length !== 2) {
    const found = cells.length === 1 ? "1 column" : `${cells.length} columns`;
    throw usageError(
      "BAD_VALUES",
      `${option(asked)}: found ${found}, expected 2, class and value`,
      {
        line,
      },
    );
  }
}

function numberIn(text: string, { cells, line }: TextRow, asked: OptionName): number {
  if (!isNumber(text.trim())) {
    throw usageError(
      "BAD_VALUES",
      `${option(asked)}: the value of class ${showValue(cells[0])} is ${showValue(text)}, which is no number`,
      { line },
    );
  }
  return Number(text);
}
