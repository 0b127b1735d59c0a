/** Where a text stops being JSON: line and byte within it, from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
}

/** The first place in a text that no JSON has; undefined for JSON. */
export function jsonFault(text: string): JsonFault | undefined {
  const said = failureOf(text);
  if (said === undefined) {
    return undefined;
  }
  const before = text.slice(0, positionOf(said, text));
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    line: before.split("\n").length,
    column: new TextEncoder().encode(before.slice(lineStart)).length + 1,
  };
}

function positionOf(said: string, text: string): number {
  const position = /at position (\d+)/u.exec(said)?.[1];
  if (position !== undefined) {
    return Number(position);
  }
  // Of an unexpected character V8 does not tell the place: it is the last one of the shortest start with that fault.
  let short = 0;
  let long = text.length;
  while (isUnexpected(said) && long - short > 1) {
    const middle = (short + long) >> 1;
    if (isUnexpected(failureOf(text.slice(0, middle)))) {
      long = middle;
    } else {
      short = middle;
    }
  }
  return isUnexpected(said) ? long - 1 : text.length;
}

function isUnexpected(said: string | undefined): boolean {
  return said?.startsWith("Unexpected token") === true;
}

function failureOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}
