const LONGEST = 60;

/** A value as it stands in a message: quoted, control characters escaped, shortened where it is long. */
export function showValue(text: string): string {
  return JSON.stringify(shortened(text));
}

/** The same text, or the beginning of a long one. */
export function shortened(text: string): string {
  const start = text.slice(0, 2 * LONGEST);
  const characters = [...start];
  return characters.length > LONGEST || start.length < text.length
    ? `${characters.slice(0, LONGEST).join("")}…`
    : text;
}
