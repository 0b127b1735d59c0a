import { Buffer } from "node:buffer";
import { stringify, type Options } from "csv-stringify/sync";
import type { Dialect } from "../../batch.js";
import { type FieldQuoting, numbersAreSafe, unquotable } from "./field-quoting.js";
import type { OutputBytes } from "./output-bytes.js";

/** Stands for the quote where there is none, to learn which fields need one. */
const NO_QUOTE = "\0";

/** Quotes for every other dialect, set by csv-stringify: longer marks, other escapes, comments. */
export class StringifyQuoting implements FieldQuoting {
  readonly numbersAreSafe: boolean;
  readonly #dialect: Dialect;
  readonly #options: Options;
  /** Characters that may make quotes necessary. */
  readonly #marks: Set<string>;

  constructor(dialect: Dialect) {
    const { delimiter, quote = NO_QUOTE, escape = quote, comment = "", nullText = "" } = dialect;
    this.#dialect = dialect;
    this.numbersAreSafe = numbersAreSafe({ ...dialect, delimiter: delimiter + comment });
    this.#marks = new Set([...delimiter, ...quote, ...escape, ...comment, "\r", "\n"]);
    this.#options = {
      delimiter,
      quote,
      escape,
      record_delimiter: "\n",
      quote_record_delimiter: true,
      eof: false,
      quoted_match: [exactly(""), exactly(nullText), ...(comment === "" ? [] : [comment])],
    };
  }

  settle(out: OutputBytes, start: number): void {
    const text = Buffer.from(out.bytes.subarray(start, out.length)).toString();
    if (!this.#mayNeedQuotes(text)) {
      return;
    }
    // With a second, empty field after it, so that a delimiter which would begin in this one is seen.
    const field = stringify([[text, null]], this.#options).slice(
      0,
      -this.#dialect.delimiter.length,
    );
    if (field !== text && this.#dialect.quote === undefined) {
      throw unquotable(text);
    }
    out.truncate(start);
    out.pushText(field);
  }

  #mayNeedQuotes(text: string): boolean {
    const { nullText } = this.#dialect;
    return text === "" || text === nullText || [...text].some((mark) => this.#marks.has(mark));
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
}
