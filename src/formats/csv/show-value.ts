const LONGEST = 60;

/** A value as it stands in a message: quoted, control characters escaped, shortened where it is long. */
export function showValue(text: string): string {
  const characters = Array.from(text.slice(0, 2 * LONGEST + 2));
  const isLong = text.length > 2 * LONGEST + 2 || characters.length > LONGEST;
  return JSON.stringify(isLong ? `${characters.slice(0, LONGEST).join("")}…` : text);
}
