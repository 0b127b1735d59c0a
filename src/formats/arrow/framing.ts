import { dataError, type DatasetError } from "../../errors.js";
import { ByteGatherer } from "./byte-gatherer.js";
import { corrupt } from "./checked-bytes.js";
import { decodeMessage, type Message } from "./decode-message.js";

/** The two shapes of Arrow IPC data: `.arrow` with a footer, `.arrows` without. */
export type ArrowContainer = "file" | "stream";

/** A message, its body, and where in the input it is. */
export interface FramedMessage {
  readonly message: Message;
  readonly body: Uint8Array;
  /** The first byte of its frame. */
  readonly offset: number;
}

export const MAGIC = Uint8Array.from([0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]);
export const CONTINUATION = 0xffffffff;

type State = "start" | "prefix" | "metadata" | "body" | "footer" | "ended";

/**
 * Cuts Arrow IPC bytes, file or stream, into messages, as they come. What follows a file's
 * end-of-stream mark is kept as its footer.
 */
export class MessageFramer {
  container?: ArrowContainer;
  readonly #gatherer = new ByteGatherer();
  #state: State = "start";
  #position = 0;
  #offset = 0;
  #message?: Message;

  constructor() {
    this.#gatherer.want(8);
  }

  /** The messages that this chunk completes. */
  *push(chunk: Uint8Array): Iterable<FramedMessage> {
    for (let at = 0; at < chunk.length;) {
      if (this.#ended) {
        throw corrupt(
          "there are bytes behind the end of the Arrow stream; expected one stream alone",
        );
      }
      const next = this.#gatherer.fill(chunk, at);
      this.#position += next - at;
      at = next;
      while (this.#gatherer.complete && !this.#ended) {
        const framed = this.#advance(this.#gatherer.bytes);
        if (framed !== undefined) {
          yield framed;
        }
      }
    }
  }

  /**
   * To be called when no more chunks will come.
   * @returns What follows the messages of a file; nothing for a stream.
   * @throws {DatasetError} If bytes are missing (`TRUNCATED`), or there were none (`EMPTY_INPUT`).
   */
  end(): Uint8Array | undefined {
    if (this.#position === 0) {
      throw dataError("EMPTY_INPUT", "the input is empty, expected Arrow data", {
        hint: "Check the step that should have written it.",
      });
    }
    if (this.#state === "footer") {
      return this.#gatherer.bytes;
    }
    if (this.#state !== "ended") {
      throw this.#state === "start" ? this.#shortStart() : truncated(this.#position);
    }
    return undefined;
  }

  get #ended(): boolean {
    return this.#state === "ended";
  }

  #advance(bytes: Uint8Array): FramedMessage | undefined {
    switch (this.#state) {
      case "start":
        return this.#start(bytes);
      case "prefix":
        return this.#prefix(bytes);
      case "metadata":
        this.#message = decodeMessage(bytes);
        this.#want("body", this.#message.bodyLength);
        return undefined;
      default:
        return this.#complete(bytes);
    }
  }

  #start(bytes: Uint8Array): undefined {
    if (startsWith(bytes, MAGIC)) {
      this.container = "file";
      this.#want("prefix", 8);
      return;
    }
    this.container = "stream";
    if (new DataView(bytes.buffer).getUint32(0, true) !== CONTINUATION) {
      throw notArrow(bytes);
    }
    this.#prefix(bytes);
  }

  #prefix(bytes: Uint8Array): undefined {
    const view = new DataView(bytes.buffer);
    const length = view.getInt32(4, true);
    this.#offset = this.#position - 8;
    if (view.getUint32(0, true) !== CONTINUATION || length < 0) {
      throw corrupt(`there is no Arrow message at byte ${this.#offset}`);
    }
    if (length > 0) {
      this.#want("metadata", length);
    } else if (this.container === "file") {
      this.#want("footer", Infinity);
    } else {
      this.#state = "ended";
    }
  }

  #complete(body: Uint8Array): FramedMessage {
    const message = this.#message as Message;
    this.#want("prefix", 8);
    return { message, body, offset: this.#offset };
  }

  #want(state: "prefix" | "metadata" | "body" | "footer", length: number): void {
    this.#state = state;
    this.#gatherer.want(length);
  }

  #shortStart(): DatasetError {
    const { bytes } = this.#gatherer;
    const arrow = [MAGIC, Uint8Array.of(255, 255, 255, 255)].some(
      (start) => startsWith(bytes, start) || startsWith(start, bytes),
    );
    return arrow ? truncated(this.#position) : notArrow(bytes);
  }
}

/** The error for Arrow data that ends before its end. */
export function truncated(position: number): DatasetError {
  return dataError(
    "TRUNCATED",
    `the Arrow data ends after ${position} bytes, before its end mark`,
    { hint: "The file is cut off: copy or make it again." },
  );
}

/** The error for data that begins as no Arrow data does. */
export function notArrow(bytes: Uint8Array): DatasetError {
  const known = FOREIGN.find(([start]) => startsWith(bytes, new TextEncoder().encode(start)));
  const start = [...bytes.subarray(0, 6)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(" ");
  const found = known === undefined ? `begins with the bytes ${start}` : `is ${known[1]}`;
  return dataError("NOT_ARROW", `the input ${found}, expected an Arrow IPC file or stream`, {
    hint: "Arrow data begins with ARROW1 or ff ff ff ff; streams written before Arrow 0.15 must be converted first.",
  });
}

const FOREIGN = [
  ["PAR1", "a Parquet file"],
  ["FEA1", "a Feather file of version 1"],
  ["Obj\u0001", "an Avro file"],
  ["ORC", "an ORC file"],
] as const;

export function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);
}
