import type { DatasetError } from "../../errors.js";
import { ByteGatherer } from "./byte-gatherer.js";
import { corrupt } from "./checked-bytes.js";
import { decodeMessage, type Message } from "./decode-message.js";
import { emptyInput, notArrow, truncated } from "./framing-errors.js";

// No honest schema comes near; what is kept of a damaged input stays small.
const MOST_METADATA = 2 ** 28;

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
      throw emptyInput();
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
    if (view.getUint32(0, true) !== CONTINUATION || length < 0 || length > MOST_METADATA) {
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

/** Whether the bytes begin with these. */
export function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);
}
