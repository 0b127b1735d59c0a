const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** What any number written here needs at most: sign, 17 digits, point and exponent. */
export const LONGEST_NUMBER = 32;

/** Decimals of so many digits differ as doubles, so that one which reads back is the shortest. */
const DISTINCT = 1e15;

/** The powers of ten that are exact in float64. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** Below it JavaScript writes an exponent. */
const SMALLEST_PLAIN = 1e-6;

/** The shortest decimal that reads back to the same float64, as JavaScript writes it, but `-0` for minus zero. */
export function float64Text(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/**
 * Writes {@link float64Text} of a number as ASCII.
 *
 * @param out Has at least {@link LONGEST_NUMBER} bytes of room from `at` on.
 * @returns One past the last byte written.
 */
export function writeFloat64(out: Uint8Array, at: number, value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude >= SMALLEST_PLAIN && magnitude < DISTINCT) {
    const places = decimalPlaces(magnitude);
    if (places >= 0) {
      return writePlain(out, value < 0 ? writeMinus(out, at) : at, magnitude, places);
    }
  }
  return writeAscii(out, at, float64Text(value));
}

/**
 * Writes a whole number as ASCII.
 *
 * @param out Has at least {@link LONGEST_NUMBER} bytes of room from `at` on.
 * @param value A safe integer; minus zero counts as zero.
 * @returns One past the last byte written.
 */
export function writeInteger(out: Uint8Array, at: number, value: number): number {
  return value < 0 ? writeDigits(out, writeMinus(out, at), -value) : writeDigits(out, at, value);
}

/** Writes a text of ASCII characters. Returns one past the last byte written. */
export function writeAscii(out: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) {
    out[at + index] = text.charCodeAt(index);
  }
  return at + text.length;
}

/** How many decimal places give the number back exactly; −1 where 15 digits do not, or finding out is not quick. */
function decimalPlaces(magnitude: number): number {
  const most = mostPlaces(magnitude);
  if (Math.round(magnitude * POWERS[most]) / POWERS[most] !== magnitude) {
    return -1;
  }
  let places = 0;
  while (Math.round(magnitude * POWERS[places]) / POWERS[places] !== magnitude) {
    places++;
  }
  return places;
}

/** As many places as 15 digits surely leave. */
function mostPlaces(magnitude: number): number {
  if (magnitude < 1) {
    return 15;
  }
  if (magnitude < 1e3) {
    return 12;
  }
  return magnitude < 1e9 ? 6 : 0;
}

function writePlain(out: Uint8Array, start: number, magnitude: number, places: number): number {
  const whole = Math.trunc(magnitude);
  let at = writeDigits(out, start, whole);
  if (places === 0) {
    return at;
  }
  out[at++] = POINT;
  const fraction = Math.round(magnitude * POWERS[places]) - whole * POWERS[places];
  fillDigits(out, at, places, fraction);
  return at + places;
}

function writeMinus(out: Uint8Array, at: number): number {
  out[at] = MINUS;
  return at + 1;
}

function writeDigits(out: Uint8Array, at: number, value: number): number {
  let count = 1;
  while (count < 16 && value >= POWERS[count]) {
    count++;
  }
  fillDigits(out, at, count, value);
  return at + count;
}

/** Writes the last `count` digits of a whole number, in halves that fit into 32 bits. */
function fillDigits(out: Uint8Array, at: number, count: number, value: number): void {
  if (count <= 8) {
    fillSmall(out, at, at + count, value);
    return;
  }
  const high = Math.floor(value / 1e8);
  fillSmall(out, at, at + count - 8, high);
  fillSmall(out, at + count - 8, at + count, value - high * 1e8);
}

function fillSmall(out: Uint8Array, start: number, end: number, value: number): void {
  let rest = value | 0;
  for (let at = end - 1; at >= start; at--) {
    const next = (rest / 10) | 0;
    out[at] = ZERO + rest - next * 10;
    rest = next;
  }
}
