import { finished } from "node:stream/promises";
import { commit, type Committable } from "./commit.js";
import { isDirect, openOutput, type Output } from "./output.js";

/** Writes a small file, or standard output, in one go. */
export async function writeWhole(
  target: string,
  text: string,
  signal?: AbortSignal,
): Promise<void> {
  await commit([new WholeText(target, text, signal)]);
}

/**
 * A small text to be committed. On a device or in a FIFO, where nothing can be taken back, it is not written before it
 * is its turn to become visible. It fails as `openOutput` does.
 */
export class WholeText implements Committable {
  #output?: Output;

  /** @param signal Ends the wait for a reader of a FIFO. */
  constructor(
    readonly target: string,
    readonly text: string,
    readonly signal?: AbortSignal,
  ) {}

  async save(): Promise<void> {
    if (!(await isDirect(this.target))) {
      this.#output ??= await this.#write();
      await this.#output.save();
    }
  }

  async publish(): Promise<void> {
    this.#output ??= await this.#write();
    await this.#output.publish();
  }

  async discard(): Promise<void> {
    await this.#output?.discard();
  }

  async #write(): Promise<Output> {
    const output = await openOutput(this.target, this.signal);
    try {
      output.stream.end(this.text);
      await finished(output.stream);
      return output;
    } catch (error) {
      await output.discard();
      throw error;
    }
  }
}
