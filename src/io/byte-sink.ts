import { finished, Writable } from "node:stream";

/** Writes the first bytes of these arrays somewhere and tells how many they were. */
export type WriteBytes = (arrays: readonly Uint8Array[]) => Promise<number>;

/**
 * A Writable over any way to write bytes. It counts them, and writes again what a short write left over. Where nobody
 * holds on to bytes that are written, it emits `written` with each chunk, whose memory may then be used again.
 */
export class ByteSink extends Writable {
  bytesWritten = 0;

  /**
   * @param writeBytes What does the work. Never called again before it has settled.
   * @param explain Turns what it throws into an error for people.
   * @param keeps Whether somebody may hold on to bytes that are written.
   */
  constructor(
    readonly writeBytes: WriteBytes,
    readonly explain: (error: unknown) => Error,
    readonly keeps = false,
  ) {
    super({ highWaterMark: 1 << 20 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this._writev([{ chunk }], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#writeAll(chunks.map(({ chunk }) => chunk)).then(() => {
      if (!this.keeps) {
        chunks.forEach(({ chunk }) => this.emit("written", chunk));
      }
      done();
    }, done);
  }

  async #writeAll(arrays: readonly Uint8Array[]): Promise<void> {
    let rest = arrays.filter((array) => array.length > 0);
    while (rest.length > 0) {
      const written = await this.#write(rest);
      this.bytesWritten += written;
      rest = withoutFirst(rest, written);
    }
  }

  async #write(arrays: readonly Uint8Array[]): Promise<number> {
    try {
      const written = await this.writeBytes(arrays);
      if (written === 0) {
        throw new Error("the system takes no more bytes and does not say why");
      }
      return written;
    } catch (error) {
      throw this.explain(error);
    }
  }
}

/** A sink that hands the bytes to another Writable, which is neither ended nor destroyed by it, and fails when that fails. */
export function relayTo(
  target: Writable,
  explain: (error: unknown) => Error,
  keeps: boolean,
): ByteSink {
  const sink = new ByteSink(
    async (arrays) => {
      let written = 0;
      for (const array of arrays) {
        await writeTo(target, array);
        written += array.length;
      }
      return written;
    },
    explain,
    keeps,
  );
  // Its listeners stay, so that a late error of the target is no uncaught one.
  finished(target, { readable: false }, (error) => {
    if (error) {
      sink.destroy(explain(error));
    }
  });
  return sink;
}

function writeTo(target: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    target.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

function withoutFirst(arrays: readonly Uint8Array[], count: number): Uint8Array[] {
  let skipped = 0;
  return arrays.flatMap((array) => {
    const from = Math.min(array.length, count - skipped);
    skipped += from;
    return from === array.length ? [] : [array.subarray(from)];
  });
}
