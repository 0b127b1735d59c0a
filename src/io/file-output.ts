import { constants, type BigIntStats } from "node:fs";
import { access } from "node:fs/promises";
import type { ByteSink } from "./byte-sink.js";
import type { Output } from "./output.js";
import { realTarget } from "./real-target.js";
import { TemporaryFile } from "./temporary-file.js";

/** A regular file, old or new, that appears whole or not at all. */
export class FileOutput implements Output {
  readonly canRestart = true;
  #temporary: TemporaryFile;
  #restarting?: Promise<void>;
  #state: "open" | "saved" | "ended" = "open";

  private constructor(
    readonly path: string,
    temporary: TemporaryFile,
  ) {
    this.#temporary = temporary;
  }

  /** @param existing The file that is there already. */
  static async open(path: string, existing?: BigIntStats): Promise<FileOutput> {
    if (existing !== undefined) {
      await access(path, constants.W_OK);
    }
    const target = { name: path, path: await realTarget(path), existing };
    return new FileOutput(path, await TemporaryFile.create(target));
  }

  get name(): string {
    return this.path;
  }

  get stream(): ByteSink {
    return this.#temporary.stream;
  }

  get bytesWritten(): number {
    return this.stream.bytesWritten;
  }

  restart(): Promise<void> {
    this.#restarting = this.#startOver();
    return this.#restarting;
  }

  async save(): Promise<void> {
    if (!this.stream.writableFinished) {
      throw new TypeError(`${this.name} was saved before its stream had ended`);
    }
    if (this.#state === "open") {
      await this.#temporary.save();
      this.#state = "saved";
    }
  }

  async publish(): Promise<void> {
    if (this.#state !== "saved") {
      throw new TypeError(`${this.name} was published before it was saved`);
    }
    await this.#temporary.replaceTarget();
    this.#state = "ended";
  }

  async discard(): Promise<void> {
    // A restart under way has another temporary file when it is done.
    await this.#restarting?.catch(() => {});
    if (this.#state !== "ended") {
      this.#state = "ended";
      await this.#temporary.remove();
    }
  }

  async #startOver(): Promise<void> {
    const { target } = this.#temporary;
    await this.#temporary.remove();
    this.#temporary = await TemporaryFile.create(target);
  }
}
