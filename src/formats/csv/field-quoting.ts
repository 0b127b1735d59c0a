import { Buffer } from "node:buffer";
import type { Dialect } from "../../batch.js";
import { dataError } from "../../errors.js";
import type { OutputBytes } from "./output-bytes.js";
import { showValue } from "../../wording/show-value.js";

/** Everything a printed number can consist of. */
const NUMBER_CHARACTERS = /[-+.\dA-Za-z]/;
const NUMBER = /^(-?[\d.]+(e[-+]\d+)?|NaN|-?Infinity)$/;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What puts quotes around fields that would be read as something else without them. */
export interface FieldQuoting {
  /** Whether numbers never need quotes. */
  readonly numbersAreSafe: boolean;
  /**
   * Makes one field of everything written to `out` since byte `start` of its block.
   * @throws {DatasetError} `UNQUOTABLE`, if it needs quotes and the dialect has none.
   */
  settle(out: OutputBytes, start: number): void;
}

/** Whether no number reads as anything else in a dialect: as two fields, as a quoted one or as null. */
export function numbersAreSafe({ delimiter, quote = "", nullText = "" }: Dialect): boolean {
  return !NUMBER_CHARACTERS.test(delimiter + quote) && !NUMBER.test(nullText);
}

/** The error for a field that cannot be told from something else without quotes. */
export function unquotable(text: string): Error {
  return dataError(
    "UNQUOTABLE",
    `found ${showValue(text)}, which only quotes can tell from a delimiter, a line end or null; the output has none`,
    { hint: "Give the output a quote character." },
  );
}

/** Quotes for dialects whose marks are single bytes and whose quotes are doubled. */
export class PlainQuoting implements FieldQuoting {
  readonly numbersAreSafe: boolean;
  /** 1 for each byte that must not stand in a field without quotes. */
  readonly #special = new Uint8Array(256);
  readonly #quote?: number;
  readonly #nullText: Uint8Array;

  constructor(dialect: Dialect) {
    this.numbersAreSafe = numbersAreSafe(dialect);
    this.#quote = dialect.quote?.charCodeAt(0);
    this.#nullText = Buffer.from(dialect.nullText ?? "");
    this.#special[dialect.delimiter.charCodeAt(0)] = 1;
    this.#special[LINE_FEED] = 1;
    this.#special[CARRIAGE_RETURN] = 1;
    if (this.#quote !== undefined) {
      this.#special[this.#quote] = 1;
    }
  }

  settle(out: OutputBytes, start: number): void {
    if (!this.#needsQuotes(out.bytes, start, out.length)) {
      return;
    }
    const field = Uint8Array.from(out.bytes.subarray(start, out.length));
    const quote = this.#quote;
    if (quote === undefined) {
      throw unquotable(Buffer.from(field).toString());
    }
    out.truncate(start);
    out.pushByte(quote);
    for (const byte of field) {
      if (byte === quote) {
        out.pushByte(quote);
      }
      out.pushByte(byte);
    }
    out.pushByte(quote);
  }

  #needsQuotes(bytes: Uint8Array, start: number, end: number): boolean {
    if (start === end || this.#isNullText(bytes, start, end)) {
      return true;
    }
    for (let at = start; at < end; at++) {
      if (this.#special[bytes[at]] === 1) {
        return true;
      }
    }
    return false;
  }

  #isNullText(bytes: Uint8Array, start: number, end: number): boolean {
    const text = this.#nullText;
    return (
      end - start === text.length && text.every((byte, index) => bytes[start + index] === byte)
    );
  }
}
