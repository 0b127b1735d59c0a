/**
 * A label that is no text, as class names spell it: all digits of a whole number, the shortest decimal of a fraction,
 * `true` and `false`.
 */
export function spellValue(value: number | bigint | boolean): string {
  return Number.isInteger(value) ? String(BigInt(value)) : String(value);
}
